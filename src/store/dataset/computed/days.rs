//! What came and went by day, and what was first found by month.

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{Array as _, Date32Array};

use super::flags::{ALT_TEXT, DELETED, FRAME, Flags, IMAGE, MENTION, NO_TEXT, NOFOLLOW, REDIRECT};
use super::out::{Out, Take};
use super::{ALL, Told, Watch, columns, note};
use crate::model::column::{Value, date_text, parse_date};
use crate::model::link::LINKS;
use crate::model::sheet::{DAYS, PERIODS};
use crate::store::StoreError;
use crate::store::dataset::Dataset;
use crate::store::dataset::scan::{Batch, Rows, Wanted};

/// The kinds of links that a period tells apart; texts are what is none of the first four.
const KINDS: [(&str, u8); 7] = [
    ("image_links", IMAGE),
    ("redirects", REDIRECT),
    ("frames", FRAME),
    ("mentions", MENTION),
    ("alt_text_links", ALT_TEXT),
    ("nofollow_links", NOFOLLOW),
    ("deleted_links", DELETED),
];

fn days<'a>(batch: &'a Batch<'_>, at: usize) -> Option<&'a Date32Array> {
    let array = batch.columns.get(at).and_then(Option::as_ref)?;
    array.as_primitive_opt::<Date32Type>()
}

fn day(of: Option<&Date32Array>, row: usize) -> Option<i32> {
    of.filter(|days| days.is_valid(row))
        .map(|days| days.value(row))
}

fn count(n: u64) -> Value {
    Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
}

/// One row a day on which a link was first found or lost, the earliest first.
pub(super) fn write_days(
    dataset: &Dataset,
    watch: Watch<'_>,
    take: Take<'_>,
) -> Result<Told, StoreError> {
    let flags = Flags::of(DELETED, |id| dataset.fills(&LINKS, id));
    let mut wanted = columns(&["first_found_date", "date_lost", "source_crawl_date"]);
    wanted.extend(flags.columns());
    let wanted = Wanted {
        columns: &wanted,
        domains: false,
    };
    let all = Rows::Range(0..dataset.links());
    let mut by_day: BTreeMap<i32, (u64, u64)> = BTreeMap::new();
    let (mut unfound, mut undated) = (0, 0);
    dataset.scan(&ALL, &all, wanted, watch.cancel, &mut |batch| {
        (watch.progress)(batch.row(0));
        let [found, lost, crawled] = [0, 1, 2].map(|at| days(batch, at));
        for (row, bits) in flags.read(batch, 3).into_iter().enumerate() {
            match day(found, row) {
                Some(day) => by_day.entry(day).or_default().0 += 1,
                None => unfound += 1,
            }
            let is_lost = bits & DELETED != 0;
            let lost = day(lost, row).or(day(crawled, row).filter(|_| is_lost));
            match lost {
                Some(day) => by_day.entry(day).or_default().1 += 1,
                None => undated += u64::from(is_lost),
            }
        }
        Ok(true)
    })?;
    let mut out = Out::new(&DAYS, &["date", "new_links", "lost_links"], take)?;
    for (day, (new, lost)) in by_day {
        out.add(&[
            ("date", Value::Date(day)),
            ("new_links", count(new)),
            ("lost_links", count(lost)),
        ])?;
    }
    let notes = [
        note(unfound, "links have no day on which they were first found"),
        note(undated, "lost links have no day on which that was found"),
    ];
    out.done(notes.into_iter().flatten().collect())
}

/// What was first found on a day, or in a month.
#[derive(Clone, Copy, Default)]
struct Came {
    links: u64,
    domains: u64,
    texts: u64,
    kinds: [u64; KINDS.len()],
}

impl Came {
    fn add(&mut self, bits: u8) {
        self.links += 1;
        self.texts += u64::from(bits & NO_TEXT == 0);
        for (kind, (_, bit)) in self.kinds.iter_mut().zip(KINDS) {
            *kind += u64::from(bits & bit != 0);
        }
    }

    fn join(&mut self, other: Self) {
        self.links += other.links;
        self.domains += other.domains;
        self.texts += other.texts;
        for (kind, more) in self.kinds.iter_mut().zip(other.kinds) {
            *kind += more;
        }
    }
}

/// One row a month in which a link was first found, the earliest first.
pub(super) fn write_periods(
    dataset: &Dataset,
    watch: Watch<'_>,
    take: Take<'_>,
) -> Result<Told, StoreError> {
    let bits = KINDS.iter().fold(0, |all, (_, bit)| all | bit);
    let flags = Flags::of(bits, |id| dataset.fills(&LINKS, id));
    let mut wanted = columns(&["first_found_date"]);
    wanted.extend(flags.columns());
    let wanted = Wanted {
        columns: &wanted,
        domains: true,
    };
    let all = Rows::Range(0..dataset.links());
    let mut by_day: BTreeMap<i32, Came> = BTreeMap::new();
    let mut first: Vec<i32> = Vec::new();
    let mut unfound = 0;
    dataset.scan(&ALL, &all, wanted, watch.cancel, &mut |batch| {
        (watch.progress)(batch.row(0));
        let found = days(batch, 0);
        for (row, bits) in flags.read(batch, 1).into_iter().enumerate() {
            let Some(day) = day(found, row) else {
                unfound += 1;
                continue;
            };
            by_day.entry(day).or_default().add(bits);
            let domain = batch.domains.get(row).map_or(0, |domain| *domain as usize);
            if domain >= first.len() {
                first.resize(domain + 1, i32::MAX);
            }
            first[domain] = first[domain].min(day);
        }
        Ok(true)
    })?;
    for day in first.into_iter().filter(|day| *day != i32::MAX) {
        by_day.entry(day).or_default().domains += 1;
    }
    let mut by_month: BTreeMap<i32, Came> = BTreeMap::new();
    for (day, came) in by_day {
        let month = date_text(day);
        let month = month
            .get(..7)
            .and_then(|month| parse_date(&format!("{month}-01")));
        by_month.entry(month.unwrap_or(day)).or_default().join(came);
    }
    hand_out(by_month, unfound, (dataset, take))
}

fn hand_out(
    by_month: BTreeMap<i32, Came>,
    unfound: u64,
    (dataset, take): (&Dataset, Take<'_>),
) -> Result<Told, StoreError> {
    let mut ids = vec!["date", "item", "total_links", "ref_domains", "text_links"];
    ids.extend(KINDS.iter().map(|(id, _)| *id));
    let mut out = Out::new(&PERIODS, &ids, take)?;
    let target = dataset.manifest().target.as_ref();
    let item = target.map_or(Value::Null, |target| Value::Text(target.item.clone()));
    for (month, came) in by_month {
        let mut cells = vec![
            ("date", Value::Time(i64::from(month) * 86_400)),
            ("item", item.clone()),
            ("total_links", count(came.links)),
            ("ref_domains", count(came.domains)),
            ("text_links", count(came.texts)),
        ];
        let kinds = KINDS.iter().zip(came.kinds);
        cells.extend(kinds.map(|((id, _), n)| (*id, count(n))));
        out.add(&cells)?;
    }
    let note = note(unfound, "links have no day on which they were first found");
    out.done(note.into_iter().collect())
}
