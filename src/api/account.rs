//! What GetSubscriptionInfo says: what is left, when it lapses, which build of the index answers.

use jiff::Timestamp;

use crate::model::money::Amounts;
use crate::wire::majestic::{Answer, Cell, Table, time};

/// An account as the service describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// What is left, summed over the subscriptions.
    pub left: Amounts,
    /// When the earliest subscription that still holds units lapses.
    pub lapses: Option<Timestamp>,
    /// UniqueIndexID of the asked index; empty if it was not said.
    pub index_id: String,
    /// Whether the subscription is active; an inactive one's totals mean nothing.
    pub active: bool,
}

impl Subscription {
    /// Reads an answer; `None` if it lacks the totals. OpenApps callers see a reduced set.
    pub fn read(answer: &Answer) -> Option<Self> {
        let total = |name: &str| answer.global(name).and_then(Cell::int);
        let left = Amounts::new(
            total("TotalAnalysisResUnits")?,
            total("TotalRetrievalResUnits")?,
            total("TotalIndexItemInfoResUnits")?,
        );
        Some(Self {
            left,
            lapses: answer.table("Subscriptions").and_then(earliest),
            index_id: text(answer, "UniqueIndexID"),
            active: total("SubscriptionIsActive").unwrap_or(1) != 0,
        })
    }
}

/// A global variable as text, or empty.
pub(crate) fn text(answer: &Answer, name: &str) -> String {
    answer
        .global(name)
        .map(|cell| crate::model::text::one_line(&cell.text()))
        .unwrap_or_default()
}

fn earliest(subscriptions: &Table) -> Option<Timestamp> {
    const UNITS: [&str; 3] = [
        "AnalysisResUnits",
        "RetrievalResUnits",
        "IndexItemInfoResUnits",
    ];
    (0..subscriptions.rows.len())
        .filter(|row| {
            UNITS.iter().any(|unit| {
                let left = subscriptions.cell(*row, unit).and_then(Cell::int);
                left.is_some_and(|n| n > 0)
            })
        })
        .filter_map(|row| time::parse_index(&subscriptions.cell(row, "Expires")?.text()))
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_the_earliest_end_are_read() {
        let mut table = Table::new(
            "Subscriptions",
            &[
                "Expires",
                "AnalysisResUnits",
                "RetrievalResUnits",
                "IndexItemInfoResUnits",
            ],
        );
        table.rows.push(vec![
            "2026-12-01 00:00:00".into(),
            0.into(),
            0.into(),
            0.into(),
        ]);
        table.rows.push(vec![
            "2027-02-01 00:00:00".into(),
            5.into(),
            0.into(),
            0.into(),
        ]);
        table.rows.push(vec![
            "2027-01-01 00:00:00".into(),
            "7".into(),
            1.into(),
            0.into(),
        ]);
        let answer = Answer::ok()
            .with("TotalAnalysisResUnits", 12)
            .with("TotalRetrievalResUnits", "1")
            .with("TotalIndexItemInfoResUnits", 0)
            .with("UniqueIndexID", "20261120000000-FRESH");
        assert_eq!(Subscription::read(&answer).unwrap().lapses, None);
        let read = Subscription::read(&answer.with_table(table)).unwrap();
        assert_eq!(read.left, Amounts::new(12, 1, 0));
        assert_eq!(read.lapses, time::parse_index("2027-01-01 00:00:00"));
        assert!(read.active);
        assert_eq!(Subscription::read(&Answer::ok()), None);
    }
}
