//! The parameter `Filters`: which links pass. Numbers and days are compared, flags are equal or not, texts are
//! equal, unequal or contain the value, all without case. What is not known passes `ne` only.

use super::field::{Field, Kind, filter_names};
use super::grammar::{Mistake, Piece, Written, parse};
use super::lines::Line;
use super::sight::{Facts, Sight, Value};
use crate::model::column::parse_date;
use crate::server::majestic::refusal::Refusal;

/// All predicates: a link passes if it satisfies every one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::server::majestic) struct Filter(Vec<Predicate>);

#[derive(Clone, Debug, PartialEq)]
struct Predicate {
    field: Field,
    operator: Operator,
    value: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Gt,
    Ge,
    Lt,
    Le,
    Eq,
    Ne,
    Contains,
}

const OPERATORS: [(&str, Operator); 7] = [
    ("gt", Operator::Gt),
    ("ge", Operator::Ge),
    ("lt", Operator::Lt),
    ("le", Operator::Le),
    ("eq", Operator::Eq),
    ("ne", Operator::Ne),
    ("contains", Operator::Contains),
];

impl Filter {
    /// Reads the parameter.
    pub(in crate::server::majestic) fn read(text: &str) -> Result<Self, Refusal> {
        let predicates = parse(text).and_then(|all| all.into_iter().map(predicate).collect());
        let mut predicates: Vec<Predicate> = predicates.map_err(|mistake: Mistake| {
            Refusal::parameter(format!(
                "The parameter 'Filters' has a mistake at character {}: {}. Nothing was charged.",
                mistake.position, mistake.what
            ))
        })?;
        // Texts have to be drawn first: they are looked at only where everything else fits.
        predicates.sort_by_key(|p| p.field.kind() == Kind::Text);
        Ok(Self(predicates))
    }

    /// Leaves out what does not pass.
    pub(in crate::server::majestic) fn keep(&self, facts: &Facts<'_>, lines: &mut Vec<Line>) {
        lines.retain(|line| self.passes(&Sight::new(facts, line)));
    }

    fn passes(&self, sight: &Sight<'_, '_>) -> bool {
        self.0
            .iter()
            .all(|p| p.operator.holds(&sight.value(p.field), &p.value))
    }
}

fn predicate(written: Written) -> Result<Predicate, Mistake> {
    let Piece { position, text } = written.name;
    let field = Field::filtered(&text).ok_or_else(|| {
        Mistake::new(
            position,
            format!("'{text}' is no predicate; known are {}", filter_names()),
        )
    })?;
    let operator = match written.operator {
        None => Operator::Eq,
        Some(piece) => operator(field.kind(), &piece)?,
    };
    let value = operand(field.kind(), &written.value)?;
    Ok(Predicate {
        field,
        operator,
        value,
    })
}

fn operator(kind: Kind, piece: &Piece) -> Result<Operator, Mistake> {
    let allowed: &[Operator] = match kind {
        Kind::Number | Kind::Day => &[
            Operator::Gt,
            Operator::Ge,
            Operator::Lt,
            Operator::Le,
            Operator::Eq,
            Operator::Ne,
        ],
        Kind::Flag => &[Operator::Eq, Operator::Ne],
        Kind::Text => &[Operator::Eq, Operator::Ne, Operator::Contains],
    };
    let named = OPERATORS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(piece.text.trim()));
    match named {
        Some((_, operator)) if allowed.contains(operator) => Ok(*operator),
        _ => {
            let names: Vec<&str> = OPERATORS
                .iter()
                .filter(|(_, operator)| allowed.contains(operator))
                .map(|(name, _)| *name)
                .collect();
            Err(Mistake::new(
                piece.position,
                format!("'{}' is none of {}", piece.text, names.join(", ")),
            ))
        }
    }
}

fn operand(kind: Kind, piece: &Piece) -> Result<Value, Mistake> {
    let text = piece.text.trim();
    let wrong = |wanted: &str| Mistake::new(piece.position, format!("'{text}' is no {wanted}"));
    match kind {
        Kind::Number => text
            .parse()
            .map(Value::Number)
            .map_err(|_| wrong("whole number")),
        Kind::Day => parse_date(text)
            .map(|day| Value::Day(Some(day)))
            .ok_or_else(|| wrong("day of the form YYYY-MM-DD")),
        Kind::Flag => match text.to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" => Ok(Value::Flag(true)),
            "0" | "false" | "no" => Ok(Value::Flag(false)),
            _ => Err(wrong("flag: true or false, 1 or 0")),
        },
        Kind::Text => Ok(Value::Text(piece.text.to_lowercase())),
    }
}

impl Operator {
    fn holds(self, known: &Value, wanted: &Value) -> bool {
        match (known, wanted) {
            (Value::Number(a), Value::Number(b)) => self.compares(a, b),
            (Value::Day(Some(a)), Value::Day(Some(b))) => self.compares(a, b),
            (Value::Flag(a), Value::Flag(b)) => self.compares(a, b),
            (Value::Text(a), Value::Text(b)) => {
                let text = a.to_lowercase();
                match self {
                    Self::Contains => text.contains(b.as_str()),
                    other => other.compares(&text, b),
                }
            }
            _ => self == Self::Ne,
        }
    }

    fn compares<T: Ord>(self, a: &T, b: &T) -> bool {
        match self {
            Self::Gt => a > b,
            Self::Ge => a >= b,
            Self::Lt => a < b,
            Self::Le => a <= b,
            Self::Eq => a == b,
            Self::Ne => a != b,
            Self::Contains => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_checked_against_what_the_predicate_looks_at() {
        for (text, position) in [
            (r#"TrustFlow("contains","1")"#, 12),
            (r#"TrustFlow("gt","ten")"#, 17),
            (r#"NoFollow("gt","1")"#, 11),
            (r#"NoFollow("2")"#, 11),
            (r#"FirstIndexed("gt","31/01/2020")"#, 20),
            (r#"AnchorText("gt","a")"#, 13),
            (r#"Trust("gt","1")"#, 1),
        ] {
            let message = Filter::read(text).unwrap_err().message;
            let expected = format!("at character {position}:");
            assert!(message.contains(&expected), "{text}: {message}");
        }
        for text in [
            "",
            r#"trustflow("GE","1") AND nofollow("eq","FALSE")"#,
            r#"AnchorText("contains","A") and DateLost("ne","2020-01-31")"#,
        ] {
            assert!(Filter::read(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn operators_compare_and_the_unknown_is_only_unequal() {
        let number = |op: Operator| op.holds(&Value::Number(10), &Value::Number(10));
        assert!(number(Operator::Ge) && number(Operator::Le) && number(Operator::Eq));
        assert!(!number(Operator::Gt) && !number(Operator::Lt) && !number(Operator::Ne));
        let day = |op: Operator| op.holds(&Value::Day(None), &Value::Day(Some(1)));
        assert!(day(Operator::Ne) && !day(Operator::Lt) && !day(Operator::Gt));
        let text = |op: Operator, b: &str| {
            op.holds(&Value::Text("ÜBER uns".into()), &Value::Text(b.into()))
        };
        assert!(text(Operator::Contains, "über") && !text(Operator::Eq, "über"));
        assert!(text(Operator::Eq, "über uns") && text(Operator::Ne, "x"));
    }
}
