//! What each of several jobs may cost, and whether the limits let them all pass.

use super::lower;
use crate::app::effect::Purchase;
use crate::model::catalog::Quote;
use crate::model::money::{Amounts, Budget, Ceiling, LimitPassed, Limits, Price};
use crate::model::query::{Query, SKIP_LIMIT};

/// What is typed on the sheet.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Typed {
    /// The most of all jobs whose price is unknown.
    pub ceiling: Option<Amounts>,
    /// The most rows of each job that comes page by page.
    pub rows: Option<i64>,
}

/// Each job with its grant. A known price is granted as it is, or what the typed rows cost where that is less; of a typed ceiling, what the known ones leave is
/// shared evenly among the unknown ones, the first taking what does not divide. None while an unknown price has no
/// ceiling, or one that the known prices use up.
pub(super) fn purchases(quotes: &[Quote], typed: Typed) -> Option<Vec<Purchase>> {
    let unknown = quotes.iter().filter(|q| q.price == Price::Unknown).count();
    let known: Amounts = quotes.iter().filter_map(|q| q.price.ceiling()).sum();
    let left = if unknown == 0 {
        Amounts::ZERO
    } else {
        let left = typed.ceiling? - Amounts { items: 0, ..known };
        let enough = left.analysis >= 0 && left.retrieval >= 0;
        enough.then_some(left)?
    };
    let count = i64::try_from(unknown.max(1)).ok()?;
    let each = Amounts {
        usd: left.usd / count,
        ..Amounts::new(left.analysis / count, left.retrieval / count, 0)
    };
    let mut over = Amounts {
        usd: left.usd % count,
        ..Amounts::new(left.analysis % count, left.retrieval % count, 0)
    };
    let purchases = quotes.iter().map(|quote| match quote.price.ceiling() {
        Some(granted) => Purchase {
            quote: quote.clone(),
            granted: lower::within(quote, typed.rows).map_or(granted, |(lowered, _)| lowered),
            tag: None,
        },
        None => {
            let granted = each + std::mem::take(&mut over);
            let mut quote = quote.clone();
            bind(&mut quote.query, granted.analysis);
            Purchase {
                quote,
                granted,
                tag: None,
            }
        }
    });
    Some(purchases.collect())
}

/// A typed ceiling binds at the service too: its skip limit is lowered to it.
fn bind(query: &mut Query, ceiling: i64) {
    let limit = query
        .number(SKIP_LIMIT)
        .map_or(ceiling, |own| own.min(ceiling));
    let checked = query
        .entry()
        .option(SKIP_LIMIT)
        .map(|o| o.check(&limit.to_string()));
    if let Some(Ok(value)) = checked {
        query.options.insert(SKIP_LIMIT.to_owned(), value);
    }
}

/// The limit of a job holds for each, everything else for their sum.
pub(super) fn check(
    limits: &Limits,
    purchases: &[Purchase],
    budget: &Budget,
) -> Result<(), LimitPassed> {
    let sum: Amounts = purchases.iter().map(|p| p.granted).sum();
    let whole = Limits {
        per_job: Ceiling::default(),
        ..*limits
    };
    // What the account does not hold comes first: no typed amount passes that.
    let checked = whole.check(&sum, budget);
    if matches!(&checked, Err(passed) if !passed.can_be_confirmed()) {
        return checked;
    }
    let each = Limits {
        per_job: limits.per_job,
        ..Limits::default()
    };
    for purchase in purchases {
        each.check(&purchase.granted, &Budget::default())?;
    }
    checked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::majestic::{DOWNLOAD_BACK_LINKS, GET_BACK_LINK_DATA};
    use crate::model::target::Target;

    fn quotes() -> Vec<Quote> {
        let of = |entry, name| Quote::new(Query::new(entry, Target::parse(name).unwrap()), None);
        vec![
            of(&GET_BACK_LINK_DATA, "a.com"),
            of(&DOWNLOAD_BACK_LINKS, "b.com"),
            of(&DOWNLOAD_BACK_LINKS, "c.com"),
        ]
    }

    fn ceiling(amounts: Amounts) -> Typed {
        Typed {
            ceiling: Some(amounts),
            rows: None,
        }
    }

    #[test]
    fn a_typed_ceiling_is_shared_and_never_passed() {
        let typed = Amounts::new(105_001, 2_001, 0);
        let bought = purchases(&quotes(), ceiling(typed)).unwrap();
        let granted: Vec<_> = bought.iter().map(|p| p.granted).collect();
        assert_eq!(granted[0], Amounts::new(5_000, 1_000, 0), "its own price");
        assert_eq!(granted[1], Amounts::new(50_001, 501, 0));
        assert_eq!(granted[2], Amounts::new(50_000, 500, 0));
        assert_eq!(granted.iter().copied().sum::<Amounts>(), typed);
        assert_eq!(bought[1].quote.query.number(SKIP_LIMIT), Some(50_001));
        assert_eq!(bought[0].quote.query.number(SKIP_LIMIT), None);
    }

    #[test]
    fn without_enough_nothing_is_shared() {
        assert_eq!(purchases(&quotes(), Typed::default()), None);
        assert_eq!(
            purchases(&quotes(), ceiling(Amounts::new(4_999, 9_999, 0))),
            None
        );
        assert_eq!(
            purchases(&quotes()[..1], Typed::default()).unwrap().len(),
            1
        );
    }

    #[test]
    fn the_limit_of_a_job_holds_for_each_and_the_days_for_all() {
        let all = purchases(&quotes(), ceiling(Amounts::new(65_000, 3_000, 0))).unwrap();
        let of = |per_job, per_day| Limits {
            per_job: Ceiling {
                analysis: per_job,
                ..Ceiling::default()
            },
            per_day: Ceiling {
                analysis: per_day,
                ..Ceiling::default()
            },
            ..Limits::default()
        };
        let passes = |limits: &Limits| check(limits, &all, &Budget::default()).is_ok();
        assert!(passes(&of(Some(30_000), Some(65_000))));
        assert!(!passes(&of(Some(29_999), None)));
        assert!(!passes(&of(None, Some(64_999))));
    }
}
