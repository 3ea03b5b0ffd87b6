//! The most frequent values of a column.

use super::Counting;
use crate::model::filter::for_value;
use crate::model::picture::{Bar, Bars};
use crate::model::rows::{Field, List};
use crate::store::StoreError;
use crate::store::dataset::{Dataset, Ranking};

impl Dataset {
    pub(super) fn bars(
        &self,
        counting: &mut Counting<'_>,
        ranking: &Ranking,
        field: Field,
    ) -> Result<Bars, StoreError> {
        let tally = self.tally(ranking, field, counting.most, counting.awaited)?;
        let table = counting.table();
        let of_links = matches!(counting.list, List::Links { .. });
        let bars = tally.values.into_iter().map(|row| Bar {
            filter: for_value(table, field, &row.value),
            value: row.value,
            rows: row.rows,
            domains: of_links.then_some(row.domains),
        });
        counting.basis.whole = tally.rows;
        Ok(Bars {
            axis: counting.axis(field),
            bars: bars.collect(),
            distinct: tally.distinct,
            cumulated: false,
        })
    }
}
