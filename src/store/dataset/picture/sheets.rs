//! What rows of a sheet say themselves: their own counts by name, and by two flows.

use std::collections::BTreeMap;

use arrow_array::Array as _;

use super::Counting;
use super::numbers::{number, numbers};
use crate::model::column::Value;
use crate::model::computed::OF_LINKS;
use crate::model::filter::for_value;
use crate::model::picture::{Bar, Bars, Grid, MatrixPlan, WeightedPlan};
use crate::store::StoreError;
use crate::store::dataset::Dataset;
use crate::store::dataset::scan::Wanted;

impl Dataset {
    pub(super) fn weighted(
        &self,
        counting: &mut Counting<'_>,
        plan: &WeightedPlan,
    ) -> Result<Bars, StoreError> {
        let WeightedPlan {
            name,
            rows: weight,
            domains,
        } = plan;
        let columns: Vec<usize> = plan.fields().iter().map(|field| field.column).collect();
        let wanted = Wanted {
            columns: &columns,
            domains: false,
        };
        let mut all: BTreeMap<Option<String>, (u64, u64)> = BTreeMap::new();
        let mut unknown = 0;
        let Counting {
            list,
            rows,
            awaited,
            ..
        } = &*counting;
        self.scan(list, rows, wanted, *awaited, &mut |batch| {
            let (texts, counts, of_domains) =
                (batch.texts(0), numbers(batch, 1), numbers(batch, 2));
            for row in 0..batch.len() {
                let count = number(counts, row).and_then(|n| u64::try_from(n).ok());
                let Some(count) = count else {
                    unknown += 1;
                    continue;
                };
                let text = texts.filter(|texts| texts.is_valid(row));
                let text = text.map(|texts| texts.value(row).to_owned());
                let domains = number(of_domains, row).and_then(|n| u64::try_from(n).ok());
                let sums = all.entry(text).or_default();
                sums.0 = sums.0.saturating_add(count);
                sums.1 = sums.1.saturating_add(domains.unwrap_or(0));
            }
            Ok(true)
        })?;
        let distinct = all.len() as u64;
        let whole = all.values().fold(0u64, |sum, n| sum.saturating_add(n.0));
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_by_key(|(_, (rows, _))| std::cmp::Reverse(*rows));
        all.truncate(counting.most);
        let table = counting.table();
        let bars = all.into_iter().map(|(text, (rows, of_domains))| {
            let value = text.map_or(Value::Null, Value::Text);
            Bar {
                filter: for_value(table, *name, &value),
                value,
                rows,
                domains: domains.is_some().then_some(of_domains),
            }
        });
        let bars = bars.collect();
        let basis = &mut counting.basis;
        basis.unit = "links".to_owned();
        basis.whole = whole;
        let title = weight.column_in(table).title;
        basis.leave_out(unknown, format!("without {title}"));
        Ok(Bars {
            axis: counting.axis(*name),
            bars,
            distinct,
            cumulated: false,
        })
    }

    pub(super) fn matrix(
        &self,
        counting: &mut Counting<'_>,
        plan: &MatrixPlan,
    ) -> Result<Grid, StoreError> {
        let MatrixPlan {
            x, y, counted, of, ..
        } = plan;
        let mut grid = Grid::new(counting.axis(*x), counting.axis(*y));
        grid.is_matrix = true;
        let table = counting.table();
        if let Some(counted) = counted {
            grid.also = for_value(table, *counted, &Value::Text((*of).to_owned()));
        }
        let columns: Vec<usize> = plan.fields().iter().map(|field| field.column).collect();
        let wanted = Wanted {
            columns: &columns,
            domains: false,
        };
        let (mut unknown, mut beyond) = (0, 0);
        let Counting {
            list,
            rows,
            awaited,
            ..
        } = &*counting;
        self.scan(list, rows, wanted, *awaited, &mut |batch| {
            let (x, y, counts) = (numbers(batch, 0), numbers(batch, 1), numbers(batch, 2));
            let which = batch.texts(3);
            for row in 0..batch.len() {
                let is_it =
                    which.is_some_and(|which| which.is_valid(row) && which.value(row) == *of);
                if counted.is_some() && !is_it {
                    continue;
                }
                let count = number(counts, row).and_then(|n| u64::try_from(n).ok());
                match (number(x, row), number(y, row), count) {
                    (Some(x), Some(y), Some(n)) => beyond += u64::from(!grid.add(x, y, n)),
                    _ => unknown += 1,
                }
            }
            Ok(true)
        })?;
        let basis = &mut counting.basis;
        basis.unit = match *of {
            OF_LINKS => "links",
            _ => "referring domains",
        }
        .to_owned();
        basis.whole = grid.total();
        basis.leave_out(unknown, "without flows or a count");
        basis.leave_out(beyond, "with a flow outside 0 to 100");
        Ok(grid)
    }
}
