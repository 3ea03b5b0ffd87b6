//! What GetSubscriptionInfo says: what is left, when it lapses, which build of the index answers.

use jiff::Timestamp;

use crate::model::money::Amounts;
use crate::wire::majestic::{Answer, Cell, Table, time};

/// An account as the service describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// What is left, summed over the subscriptions; `None` if it was not said. OpenApps callers see a reduced set,
    /// and no page says which (Majestic developer documentation, OpenApps page).
    pub left: Option<Amounts>,
    /// When the earliest subscription that still holds units lapses.
    pub lapses: Option<Timestamp>,
    /// UniqueIndexID of the asked index; empty if it was not said.
    pub index_id: String,
    /// Whether the subscription is active; an inactive one's totals mean nothing.
    pub active: bool,
    /// The subscriptions one by one: they overlap, and what is left in one lapses with it.
    pub rows: Vec<SubscriptionRow>,
}

/// One of the overlapping subscriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionRow {
    /// When it began.
    pub starts: Option<Timestamp>,
    /// When it, and what is left in it, ends.
    pub expires: Option<Timestamp>,
    /// What is left in it.
    pub left: Amounts,
}

impl Subscription {
    /// Reads an answer. Totals that are missing are summed from the rows, as the service itself sums them
    /// (Majestic developer documentation, GetSubscriptionInfo page).
    pub fn read(answer: &Answer) -> Self {
        let rows = answer
            .table("Subscriptions")
            .map(read_rows)
            .unwrap_or_default();
        let number = |name: &str| answer.global(name).and_then(Cell::int);
        let summed = || (!rows.is_empty()).then(|| rows.iter().map(|row| row.left).sum());
        Self {
            left: totals(number).or_else(summed),
            lapses: earliest(&rows),
            index_id: text(answer, "UniqueIndexID"),
            active: number("SubscriptionIsActive").unwrap_or(1) != 0,
            rows,
        }
    }
}

fn totals(number: impl Fn(&str) -> Option<i64>) -> Option<Amounts> {
    Some(Amounts::new(
        number("TotalAnalysisResUnits")?,
        number("TotalRetrievalResUnits")?,
        number("TotalIndexItemInfoResUnits")?,
    ))
}

/// A global variable as text, or empty.
pub(crate) fn text(answer: &Answer, name: &str) -> String {
    answer
        .global(name)
        .map(|cell| crate::model::text::one_line(&cell.text()))
        .unwrap_or_default()
}

fn read_rows(table: &Table) -> Vec<SubscriptionRow> {
    let rows = 0..table.rows.len();
    rows.map(|row| {
        let moment = |column: &str| time::parse_index(&table.cell(row, column)?.text());
        let units = |column: &str| table.cell(row, column).and_then(Cell::int).unwrap_or(0);
        SubscriptionRow {
            starts: moment("Starts"),
            expires: moment("Expires"),
            left: Amounts::new(
                units("AnalysisResUnits"),
                units("RetrievalResUnits"),
                units("IndexItemInfoResUnits"),
            ),
        }
    })
    .collect()
}

fn earliest(rows: &[SubscriptionRow]) -> Option<Timestamp> {
    rows.iter()
        .filter(|row| row.left.exceeds(&Amounts::ZERO).is_some())
        .filter_map(|row| row.expires)
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
        assert_eq!(Subscription::read(&answer).lapses, None);
        let read = Subscription::read(&answer.with_table(table.clone()));
        assert_eq!(read.left, Some(Amounts::new(12, 1, 0)));
        assert_eq!(read.lapses, time::parse_index("2027-01-01 00:00:00"));
        assert!(read.active);
        assert_eq!(read.rows.len(), 3);
        assert_eq!(read.rows[2].left, Amounts::new(7, 1, 0));
        assert_eq!(read.rows[2].starts, None);
        assert_eq!(
            read.rows[0].expires,
            time::parse_index("2026-12-01 00:00:00")
        );
        let reduced = Subscription::read(&Answer::ok().with_table(table));
        assert_eq!(
            reduced.left,
            Some(Amounts::new(12, 1, 0)),
            "summed from its rows"
        );
        let nothing = Subscription::read(&Answer::ok());
        assert_eq!(
            (nothing.left, nothing.rows.len(), nothing.active),
            (None, 0, true)
        );
    }
}
