//! How rows lie by one number or two.

use arrow_array::Array as _;
use arrow_array::Int64Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;

use super::Counting;
use crate::model::picture::{Bins, Grid};
use crate::model::rows::{Field, List};
use crate::store::StoreError;
use crate::store::dataset::Dataset;
use crate::store::dataset::scan::{Batch, Wanted};

/// The numbers of a column of a batch; none where nothing is known.
pub(super) fn numbers<'a>(batch: &'a Batch<'_>, at: usize) -> Option<&'a Int64Array> {
    let array = batch.columns.get(at)?.as_ref()?;
    array.as_primitive_opt::<Int64Type>()
}

/// One of them.
pub(super) fn number(of: Option<&Int64Array>, row: usize) -> Option<i64> {
    of.filter(|of| of.is_valid(row)).map(|of| of.value(row))
}

impl Dataset {
    pub(super) fn grid(
        &self,
        counting: &mut Counting<'_>,
        x: Field,
        y: Field,
    ) -> Result<Grid, StoreError> {
        let mut grid = Grid::new(counting.axis(x), counting.axis(y));
        let columns = [x.column, y.column];
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
        } = counting;
        self.scan(list, rows, wanted, *awaited, &mut |batch| {
            let (x, y) = (numbers(batch, 0), numbers(batch, 1));
            for row in 0..batch.len() {
                match (number(x, row), number(y, row)) {
                    (Some(x), Some(y)) => beyond += u64::from(!grid.add(x, y, 1)),
                    _ => unknown += 1,
                }
            }
            Ok(true)
        })?;
        let titles = (&grid.y.title, &grid.x.title);
        let without = format!("without {} or {}", titles.0, titles.1);
        let basis = &mut counting.basis;
        basis.whole = grid.total();
        basis.leave_out(unknown, without);
        basis.leave_out(beyond, "with a flow outside 0 to 100");
        if *counting.list == List::Domains {
            let note = match grid.y.name.starts_with("best_") {
                true => "flows are the best of each domain's pages held",
                false => "flows are the domains' own",
            };
            basis.notes.push(note.to_owned());
        }
        Ok(grid)
    }

    pub(super) fn bins(
        &self,
        counting: &mut Counting<'_>,
        field: Field,
    ) -> Result<Bins, StoreError> {
        let mut bins = Bins::new(counting.axis(field));
        let columns = [field.column];
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
        } = counting;
        self.scan(list, rows, wanted, *awaited, &mut |batch| {
            let cells = numbers(batch, 0);
            for row in 0..batch.len() {
                match number(cells, row) {
                    Some(number) => beyond += u64::from(!bins.add(number)),
                    None => unknown += 1,
                }
            }
            Ok(true)
        })?;
        let title = bins.axis.title.clone();
        let basis = &mut counting.basis;
        basis.whole = bins.total();
        basis.leave_out(unknown, format!("without {title}"));
        basis.leave_out(beyond, format!("with {title} outside 0 to 1,000"));
        if let Some(median) = bins.median() {
            basis.notes.push(format!("median {title} {median}"));
        }
        Ok(bins)
    }
}
