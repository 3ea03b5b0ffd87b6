//! What was first seen in which month, and what was lost.

use std::collections::BTreeMap;

use arrow_array::Array as _;

use super::Counting;
use crate::columnar::{Array, Cells};
use crate::model::column::Kind;
use crate::model::moment::DAY;
use crate::model::picture::{LostBy, Months, MonthsPlan, month_of};
use crate::model::rows::Field;
use crate::store::StoreError;
use crate::store::dataset::Dataset;
use crate::store::dataset::scan::{Batch, Wanted};

/// When something was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Month(i32),
    /// On a day of no calendar of four digits.
    Beyond,
    Unknown,
}

/// One column of a batch.
struct Column<'a>(Option<Cells<'a>>);

impl<'a> Column<'a> {
    fn of(batch: &'a Batch<'_>, at: Option<usize>, kind: Kind) -> Self {
        let array: Option<&Array> = at
            .and_then(|at| batch.columns.get(at))
            .and_then(Option::as_ref);
        Self(array.and_then(|array| Cells::of(array, kind)))
    }

    fn when(&self, row: usize) -> When {
        let day = match &self.0 {
            Some(Cells::Date(days)) if days.is_valid(row) => Some(days.value(row)),
            Some(Cells::Time(times)) if times.is_valid(row) => {
                let day = times.value(row).div_euclid(DAY * 1_000);
                Some(i32::try_from(day).unwrap_or(i32::MAX))
            }
            _ => return When::Unknown,
        };
        day.and_then(month_of).map_or(When::Beyond, When::Month)
    }

    /// Whether it says that the row is lost: a flag that is set, or a share that is the whole.
    fn says(&self, row: usize) -> bool {
        match &self.0 {
            Some(Cells::Flag(flags)) => flags.is_valid(row) && flags.value(row),
            Some(Cells::Share(shares)) => shares.is_valid(row) && shares.value(row) >= 1.0,
            _ => false,
        }
    }
}

/// Counts on their way through the rows.
#[derive(Default)]
struct Came {
    seen: BTreeMap<i32, u64>,
    gone: BTreeMap<i32, u64>,
    unseen: u64,
    beyond: u64,
    undated: u64,
}

impl Came {
    fn add(&mut self, found: When, lost: Option<When>) {
        match found {
            When::Month(month) => *self.seen.entry(month).or_default() += 1,
            When::Beyond => self.beyond += 1,
            When::Unknown => self.unseen += 1,
        }
        match lost {
            Some(When::Month(month)) => *self.gone.entry(month).or_default() += 1,
            Some(When::Beyond | When::Unknown) => self.undated += 1,
            None => {}
        }
    }
}

/// When a row was lost, if it was: the day of its loss, or the day that stands for it.
fn lost(day: &Column<'_>, says: &Column<'_>, seen: &Column<'_>, row: usize) -> Option<When> {
    match day.when(row) {
        When::Unknown => says.says(row).then(|| seen.when(row)),
        known => Some(known),
    }
}

impl Dataset {
    pub(super) fn months(
        &self,
        counting: &mut Counting<'_>,
        plan: &MonthsPlan,
    ) -> Result<Months, StoreError> {
        let MonthsPlan {
            found,
            day,
            says,
            seen,
        } = plan;
        let table = counting.table();
        let columns: Vec<usize> = plan.fields().iter().map(|field| field.column).collect();
        let place = |field: &Option<Field>| {
            let column = field.as_ref()?.column;
            columns.iter().position(|known| *known == column)
        };
        let kind =
            |field: &Option<Field>| field.map_or(Kind::Date, |field| field.column_in(table).kind);
        let wanted = Wanted {
            columns: &columns,
            domains: false,
        };
        let mut came = Came::default();
        let Counting {
            list,
            rows,
            awaited,
            ..
        } = &*counting;
        self.scan(list, rows, wanted, *awaited, &mut |batch| {
            let of = |field: &Option<Field>| Column::of(batch, place(field), kind(field));
            let (found, day) = (of(&Some(*found)), of(day));
            let (says, seen) = (of(says), of(seen));
            for row in 0..batch.len() {
                came.add(found.when(row), lost(&day, &says, &seen, row));
            }
            Ok(true)
        })?;
        let name = |field: &Option<Field>| field.map_or(String::new(), |field| field.name(table));
        let by = LostBy {
            day: name(day),
            says: match kind(says) {
                Kind::Share => format!("{}=1", name(says)),
                _ => name(says),
            },
            seen: name(seen),
        };
        let tells = day.is_some() || seen.is_some();
        let basis = &mut counting.basis;
        basis.whole = came.seen.values().sum();
        basis.leave_out(came.unseen, "without a first-seen day");
        basis.leave_out(came.beyond, "first seen outside the calendar");
        basis.leave_out(came.undated, "lost without a day");
        if kind(says) == Kind::Share && says.is_some() {
            let note =
                "a domain is lost when all its links held are, in the month it was last seen";
            basis.notes.push(note.to_owned());
        } else if day.is_none() && seen.is_some() {
            let note = "a lost link counts for the month of its last crawl";
            basis.notes.push(note.to_owned());
        }
        let found = counting.axis(*found);
        let lost = tells.then_some((by, &came.gone));
        Ok(Months::of(found, &came.seen, lost))
    }
}
