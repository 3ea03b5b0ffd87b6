//! `--max-cost`: a ceiling that binds whatever else is said.

use std::str::FromStr;

use super::failure::Failure;
use crate::model::column::grouped;
use crate::model::money::{Amounts, Ceiling, amount_words};

/// Parsed `analysis=N,retrieval=N,items=N,usd=X`, each part optional. It bounds the whole command, all its targets together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MaxCost(pub Ceiling);

impl FromStr for MaxCost {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ceiling::read(text).map(Self)
    }
}

/// What of `--max-cost` this command has used up so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allowance {
    limit: Option<MaxCost>,
    used: Amounts,
    /// Item units that price look-ups took.
    looked_up: i64,
}

impl Allowance {
    /// Nothing used yet.
    pub fn new(limit: Option<MaxCost>) -> Self {
        Self {
            limit,
            used: Amounts::ZERO,
            looked_up: 0,
        }
    }

    /// A price look-up was charged, or may have been.
    pub fn looked_up(&mut self) {
        self.looked_up += 1;
    }

    /// Item units that price look-ups took so far.
    pub fn look_ups(&self) -> i64 {
        self.looked_up
    }

    /// What is true where a refusal would say that nothing was sent.
    pub fn nothing_sent(&self) -> String {
        match self.looked_up {
            0 => "nothing was sent".to_owned(),
            1 => "the price look-up took 1 item unit; nothing else was sent".to_owned(),
            n => format!(
                "the price look-ups took {} item units; nothing else was sent",
                grouped(n)
            ),
        }
    }

    /// A refusal of the order itself, which knows nothing of the look-ups before it.
    pub fn corrected(&self, why: Failure) -> Failure {
        let said = why.to_string();
        match (self.looked_up, said.contains("nothing was sent")) {
            (0, _) | (_, false) => why,
            _ => {
                let whole = said.replace("nothing was sent or charged", "nothing was sent");
                why.saying(whole.replace("nothing was sent", &self.nothing_sent()))
            }
        }
    }

    /// Whether `amounts` more would pass the ceiling; the sentence says which part and by what.
    pub fn check(&self, amounts: &Amounts) -> Result<(), String> {
        let Some(MaxCost(ceiling)) = self.limit else {
            return Ok(());
        };
        match ceiling.passed_by(&(self.used + *amounts)) {
            None => Ok(()),
            Some((unit, total, limit)) => Err(format!(
                "this needs up to {}, --max-cost allows {}; {}. \
                 Raise --max-cost {unit}=N, or ask for less",
                amount_words(unit, total),
                amount_words(unit, limit),
                self.nothing_sent()
            )),
        }
    }

    /// Counts a purchase that was made or reserved.
    pub fn take(&mut self, amounts: Amounts) {
        self.used = self.used + amounts;
    }

    /// Micro-dollars that may still be spent, where they are bounded.
    pub fn money_left(&self) -> Option<i64> {
        let MaxCost(ceiling) = self.limit?;
        Some(ceiling.usd?.saturating_sub(self.used.usd).max(0))
    }

    /// Gives back what was taken and not spent.
    pub fn give_back(&mut self, amounts: Amounts) {
        self.used = (self.used - amounts).at_least_zero();
    }

    /// What may still be spent, where the price is not known and both parts of a purchase are bounded.
    pub fn rest(&self) -> Option<Amounts> {
        let MaxCost(ceiling) = self.limit?;
        let (analysis, retrieval) = (ceiling.analysis?, ceiling.retrieval?);
        Some((Amounts::new(analysis, retrieval, 0) - self.used).at_least_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<MaxCost, String> {
        text.parse()
    }

    #[test]
    fn limits_are_read_or_their_mistake_named() {
        let limit = read("analysis=3_000_000,retrieval=10").unwrap().0;
        assert_eq!(limit.analysis, Some(3_000_000));
        assert_eq!(limit.retrieval, Some(10));
        assert_eq!(limit.items, None);
        assert_eq!(read("usd=0.5").unwrap().0.usd, Some(500_000));
        for (text, names) in [
            ("", "at least one"),
            ("analysis", "`=`"),
            ("analysis=-1", "-1"),
            ("usd=-3", "dollars"),
            ("euro=3", "euro"),
            ("items=1,items=2", "twice"),
        ] {
            let why = read(text).unwrap_err();
            assert!(why.contains(names), "{text}: {why}");
        }
    }

    #[test]
    fn it_bounds_all_targets_together() {
        let mut allowance = Allowance::new(Some(read("analysis=100").unwrap()));
        let need = Amounts::new(60, 1_000, 0);
        assert!(allowance.check(&need).is_ok());
        allowance.take(need);
        let why = allowance.check(&need).unwrap_err();
        assert!(why.contains("120 analysis") && why.contains("100"), "{why}");
        assert!(Allowance::new(None).check(&need).is_ok());
    }

    #[test]
    fn a_refusal_after_a_look_up_says_what_the_look_up_took() {
        let mut allowance = Allowance::new(Some(read("analysis=10").unwrap()));
        let need = Amounts::new(50_000, 0, 0);
        let why = allowance.check(&need).unwrap_err();
        assert!(why.contains("; nothing was sent."), "{why}");
        allowance.looked_up();
        let why = allowance.check(&need).unwrap_err();
        let told = "the price look-up took 1 item unit; nothing else was sent";
        assert!(why.contains(told), "{why}");
        let refused = Failure::Refused("1 needed; nothing was sent or charged. Wait".to_owned());
        let refused = allowance.corrected(refused);
        assert_eq!(refused.to_string(), format!("1 needed; {told}. Wait"));
        assert_eq!(refused.code(), 4);
        allowance.looked_up();
        assert!(
            allowance
                .nothing_sent()
                .contains("look-ups took 2 item units")
        );
    }

    #[test]
    fn an_unknown_price_needs_both_parts_bounded() {
        let rest = |text| Allowance::new(Some(read(text).unwrap())).rest();
        assert_eq!(rest("analysis=5"), None);
        assert_eq!(rest("analysis=5,retrieval=6"), Some(Amounts::new(5, 6, 0)));
    }
}
