//! Filtering few rows, one by one: less work than whole columns.

use std::collections::BTreeSet;

use super::rank::stop_if;
use super::scan::{Rows, Wanted};
use super::{Awaited, Dataset};
use crate::columnar::Cells;
use crate::model::column::Value;
use crate::model::filter::Expr;
use crate::model::rows::{Field, List, Of};
use crate::store::StoreError;

/// Rows tested between two looks at whether to go on.
const UNASKED: usize = 1_024;

impl Dataset {
    /// The rows among a few, which ascend, that pass.
    pub(super) fn passing_of_few(
        &self,
        list: &List,
        ids: &[u32],
        expr: &Expr,
        awaited: Awaited<'_>,
    ) -> Result<Vec<u32>, StoreError> {
        let domain = match list {
            List::Links { domain: Some(row) } if row.0 < self.domains() => {
                self.row(&List::Domains, *row)?
            }
            _ => Vec::new(),
        };
        let mut columns = BTreeSet::new();
        own_columns(expr, &mut columns);
        let columns: Vec<usize> = columns.into_iter().collect();
        let table = list.table().columns;
        let wanted = Wanted {
            columns: &columns,
            domains: false,
        };
        let mut passing = Vec::new();
        self.scan(list, &Rows::These(ids), wanted, awaited, &mut |batch| {
            let cells: Vec<Option<Cells<'_>>> = columns
                .iter()
                .zip(&batch.columns)
                .map(|(column, array)| Cells::of(array.as_ref()?, table[*column].kind))
                .collect();
            for at in 0..batch.len() {
                if at % UNASKED == 0 {
                    stop_if(awaited.cancel())?;
                }
                let cell = |field: Field| match field.of {
                    Of::Domain => domain.get(field.column).cloned().unwrap_or(Value::Null),
                    Of::Row => {
                        let place = columns.binary_search(&field.column).ok();
                        let cells = place.and_then(|place| cells[place].as_ref());
                        cells.map_or(Value::Null, |cells| cells.value(at))
                    }
                };
                if expr.matches(&cell) {
                    passing.push(batch.row(at) as u32);
                }
            }
            Ok(true)
        })?;
        Ok(passing)
    }
}

/// The columns of the rows themselves that an expression asks for.
fn own_columns(expr: &Expr, found: &mut BTreeSet<usize>) {
    match expr {
        Expr::And(exprs) | Expr::Or(exprs) => exprs.iter().for_each(|e| own_columns(e, found)),
        Expr::Not(expr) => own_columns(expr, found),
        Expr::Test(test) if test.field.of == Of::Row => {
            found.insert(test.field.column);
        }
        Expr::Test(_) => {}
        Expr::Pair(pair) => {
            let own = [pair.left, pair.right].into_iter();
            found.extend(own.filter(|f| f.of == Of::Row).map(|f| f.column));
        }
    }
}
