//! Figures over time, as the rows of a history tell them.

use std::collections::BTreeSet;

use arrow_array::Array as _;

use super::Counting;
use super::numbers::{number, numbers};
use crate::columnar::value;
use crate::model::column::{Table, Value};
use crate::model::filter::for_value;
use crate::model::moment::DAY;
use crate::model::picture::{Lines, LinesPlan, Series, Unit, month_of};
use crate::model::rows::Field;
use crate::store::StoreError;
use crate::store::dataset::Dataset;
use crate::store::dataset::scan::Wanted;

/// Items whose figures are drawn beside each other.
const MOST_ITEMS: usize = 4;

/// Days from the first to the last row beyond which places are months.
const MOST_DAYS: i32 = 40_000;

/// A row of a history.
struct Told {
    item: Option<String>,
    day: i32,
    month: i32,
    numbers: Vec<Option<i64>>,
}

/// Where rows stand along the line.
struct Places {
    unit: Unit,
    first: i32,
    count: usize,
}

impl Places {
    /// Months where each row of an item has a month of its own, else days.
    fn of(told: &[Told]) -> Self {
        let months: BTreeSet<_> = told.iter().map(|row| (&row.item, row.month)).collect();
        let days = || told.iter().map(|row| row.day);
        let span = days().min().zip(days().max());
        let is_wide = span.is_some_and(|(first, last)| last.saturating_sub(first) > MOST_DAYS);
        let unit = match months.len() == told.len() || is_wide {
            true => Unit::Month,
            false => Unit::Day,
        };
        let mut places = Self {
            unit,
            first: 0,
            count: 0,
        };
        let all = || told.iter().map(|row| places.place(row));
        if let Some((first, last)) = all().min().zip(all().max()) {
            let count = usize::try_from(last - first + 1).unwrap_or(0);
            (places.first, places.count) = (first, count);
        }
        places
    }

    fn place(&self, row: &Told) -> i32 {
        match self.unit {
            Unit::Day => row.day,
            Unit::Month => row.month,
        }
    }
}

/// The items that rows are about: the first ones, each once, and whether there are several.
fn items(told: &[Told]) -> (Vec<Option<String>>, bool) {
    let mut items: Vec<Option<String>> = Vec::new();
    for row in told {
        if !items.contains(&row.item) && items.len() <= MOST_ITEMS {
            items.push(row.item.clone());
        }
    }
    let several = items.len() > 1;
    items.truncate(MOST_ITEMS);
    (items, several)
}

impl Dataset {
    pub(super) fn lines(
        &self,
        counting: &mut Counting<'_>,
        plan: &LinesPlan,
    ) -> Result<Lines, StoreError> {
        let LinesPlan {
            time,
            item,
            numbers: figures,
        } = plan;
        let columns: Vec<usize> = plan.fields().iter().map(|field| field.column).collect();
        let wanted = Wanted {
            columns: &columns,
            domains: false,
        };
        let table = counting.table();
        let kind = time.column_in(table).kind;
        let behind = 1 + usize::from(item.is_some());
        let mut told: Vec<Told> = Vec::new();
        let mut undated = 0;
        let Counting {
            list,
            rows,
            awaited,
            ..
        } = &*counting;
        self.scan(list, rows, wanted, *awaited, &mut |batch| {
            let items = item.and_then(|_| batch.texts(1));
            let figures: Vec<_> = (0..figures.len())
                .map(|at| numbers(batch, behind + at))
                .collect();
            for row in 0..batch.len() {
                let when = batch.columns.first().and_then(Option::as_ref);
                let day = when.and_then(|array| day_of(&value(array, kind, row)));
                let Some((day, month)) = day.and_then(|day| Some((day, month_of(day)?))) else {
                    undated += 1;
                    continue;
                };
                let item = items.filter(|items| items.is_valid(row));
                told.push(Told {
                    item: item.map(|items| items.value(row).to_owned()),
                    day,
                    month,
                    numbers: figures.iter().map(|of| number(*of, row)).collect(),
                });
            }
            Ok(true)
        })?;
        counting.basis.leave_out(undated, "without a day");
        let titles = figures.iter().map(|field| field.column_in(table).title);
        let titles: Vec<&str> = titles.collect();
        Ok(drawn(counting, (*time, *item), &titles, &told))
    }
}

fn day_of(value: &Value) -> Option<i32> {
    match value {
        Value::Date(day) => Some(*day),
        Value::Time(seconds) => i32::try_from(seconds.div_euclid(DAY)).ok(),
        _ => None,
    }
}

fn drawn(
    counting: &mut Counting<'_>,
    (time, item): (Field, Option<Field>),
    titles: &[&str],
    told: &[Told],
) -> Lines {
    let places = Places::of(told);
    let (items, several) = items(told);
    let item = item.filter(|_| several);
    let table = counting.table();
    let all = titles
        .iter()
        .flat_map(|title| items.iter().map(move |of| (*title, of)));
    let mut series: Vec<Series> = all
        .map(|(title, of)| blank(table, item, (title, of), places.count))
        .collect();
    let (mut again, mut others) = (0, 0);
    let mut taken: BTreeSet<(usize, i32)> = BTreeSet::new();
    for row in told {
        let Some(of) = items.iter().position(|item| *item == row.item) else {
            others += 1;
            continue;
        };
        if !taken.insert((of, places.place(row))) {
            again += 1;
            continue;
        }
        let at = usize::try_from(places.place(row) - places.first).unwrap_or(0);
        for (figure, number) in row.numbers.iter().enumerate() {
            let own = series.get_mut(figure * items.len() + of);
            if let Some(cell) = own.and_then(|own| own.values.get_mut(at)) {
                *cell = *number;
            }
        }
    }
    series.retain(|series| series.values.iter().any(Option::is_some));
    let basis = &mut counting.basis;
    basis.leave_out(others, "of further items");
    basis.leave_out(again, "of a time that another row tells");
    Lines {
        time: counting.axis(time),
        unit: places.unit,
        first: places.first,
        places: places.count,
        series,
    }
}

/// A figure of an item before any of its values; the item is named where there are several.
fn blank(
    table: &'static Table,
    item: Option<Field>,
    (title, of): (&str, &Option<String>),
    places: usize,
) -> Series {
    let value = of.clone().map_or(Value::Null, Value::Text);
    Series {
        title: match (item, of) {
            (Some(_), Some(of)) => format!("{title} · {of}"),
            _ => title.to_owned(),
        },
        also: item.map_or(String::new(), |item| for_value(table, item, &value)),
        values: vec![None; places],
    }
}
