//! Tables with a row for each text: anchor texts, and pages of the target.
//!
//! One thread reads the links and makes keys of the texts, another counts by them; the texts themselves are read again
//! from the first link of each, in its order, while the rows are written.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use arrow_array::Array as _;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;

use super::flags::{DELETED, Flags, NOFOLLOW};
use super::out::{Out, Take};
use super::{ALL, Told, Watch, columns, note};
use crate::columnar::{Array, Cells};
use crate::model::column::Kind;
use crate::model::link::LINKS;
use crate::model::rows::Sheet;
use crate::store::StoreError;
use crate::store::dataset::Dataset;
use crate::store::dataset::scan::{Rows, Wanted};
use crate::store::dataset::tally::{Counter, Hasher, UNKNOWN};

/// Batches that may lie between the two threads.
const AHEAD: usize = 4;

/// A column of the sheet and the column of the links that it comes from.
type From = (&'static str, &'static str);

/// What is counted of the links with a text.
pub(super) struct Groups {
    sheet: Sheet,
    text: From,
    /// Columns for referring domains and for links.
    domains: &'static str,
    links: &'static str,
    /// How many of the links are so.
    flags: &'static [(&'static str, u8)],
    /// The mean over the links in which it is known.
    means: &'static [From],
    /// What the first link with the text says.
    told: &'static [From],
    /// What is said of links without a text; where nothing is, they are a row too.
    without: &'static str,
}

/// One row an anchor text. The estimated flows of Majestic are taken for means over the links (unverified).
pub(super) static ANCHORS: Groups = Groups {
    sheet: Sheet::Anchors,
    text: ("anchor", "anchor_text"),
    domains: "ref_domains",
    links: "total_links",
    flags: &[("deleted_links", DELETED), ("nofollow_links", NOFOLLOW)],
    means: &[
        ("trust_flow", "source_trust_flow"),
        ("citation_flow", "source_citation_flow"),
    ],
    told: &[],
    without: "",
};

/// One row a page of the target.
pub(super) static PAGES: Groups = Groups {
    sheet: Sheet::Pages,
    text: ("url", "target_url"),
    domains: "ref_domains",
    links: "ext_back_links",
    flags: &[],
    means: &[],
    told: &[
        ("trust_flow", "target_trust_flow"),
        ("citation_flow", "target_citation_flow"),
        ("title", "target_title"),
        ("acrank", "target_acrank"),
        ("language", "target_language"),
        ("topic", "target_topic"),
        ("topic_value", "target_topic_value"),
    ],
    without: "links name no page",
};

/// Rows of a batch that was read.
struct Read {
    first: u64,
    keys: Vec<u128>,
    domains: Vec<u32>,
    flags: Vec<u8>,
    /// For each mean the cells of the rows.
    numbers: Vec<Option<Array>>,
}

/// A mean on its way.
#[derive(Clone, Copy, Default)]
struct Mean {
    sum: i64,
    rows: u32,
}

/// What is known of each text, by its number.
struct Counts {
    /// Its first link, its links, its domains.
    values: Vec<(u32, u32, u32)>,
    /// For each of the flags how many links have it.
    flags: Vec<Vec<u32>>,
    means: Vec<Vec<Mean>>,
    /// The number of what has no text.
    unknown: Option<u32>,
}

/// Counts and hands out the rows, in the order of the texts' first links.
pub(super) fn write(
    dataset: &Dataset,
    groups: &Groups,
    watch: Watch<'_>,
    take: Take<'_>,
) -> Result<Told, StoreError> {
    let job = Job {
        dataset,
        groups,
        watch,
        hasher: Hasher::new(),
        flags: Flags::of(
            groups.flags.iter().fold(0, |all, (_, bit)| all | bit),
            |id| dataset.fills(&LINKS, id),
        ),
    };
    let counts = match job.count(false)? {
        Some(counts) => counts,
        // The domains are not in their order: pairs of text and domain are kept.
        None => job.count(true)?.ok_or(StoreError::Cancelled)?,
    };
    job.hand_out(&counts, take)
}

struct Job<'a> {
    dataset: &'a Dataset,
    groups: &'a Groups,
    watch: Watch<'a>,
    hasher: Hasher,
    flags: Flags,
}

impl Job<'_> {
    /// None if the domains have to be counted in any order.
    fn count(&self, in_any_order: bool) -> Result<Option<Counts>, StoreError> {
        let (send, receive) = sync_channel(AHEAD);
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| self.read(send));
            let counts = self.receive(receive, in_any_order);
            match reader.join() {
                Ok(read) => read.map(|()| counts),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }

    fn read(&self, send: SyncSender<Read>) -> Result<(), StoreError> {
        let (_, text) = self.groups.text;
        let mut wanted = columns(&[text]);
        wanted.extend(columns(
            &self
                .groups
                .means
                .iter()
                .map(|(_, of)| *of)
                .collect::<Vec<_>>(),
        ));
        let first_flag = wanted.len();
        wanted.extend(self.flags.columns());
        let all = Rows::Range(0..self.dataset.links());
        let wanted = Wanted {
            columns: &wanted,
            domains: true,
        };
        self.dataset
            .scan(&ALL, &all, wanted, self.watch.cancel, &mut |batch| {
                let cells = batch.columns.first().and_then(Option::as_ref);
                let keys = self.hasher.keys(cells, Kind::Text, batch.len());
                (self.watch.progress)(batch.row(0));
                let read = Read {
                    first: batch.row(0),
                    keys: keys.ok_or(StoreError::NoSuchColumn(0))?,
                    domains: batch.domains.clone(),
                    flags: self.flags.read(batch, first_flag),
                    numbers: batch.columns[1..first_flag].to_vec(),
                };
                Ok(send.send(read).is_ok())
            })
    }

    fn receive(&self, receive: Receiver<Read>, in_any_order: bool) -> Option<Counts> {
        let mut counter = Counter::new(self.dataset.domains(), true, in_any_order);
        let mut flags: Vec<Vec<u32>> = vec![Vec::new(); self.groups.flags.len()];
        let mut means: Vec<Vec<Mean>> = vec![Vec::new(); self.groups.means.len()];
        let (mut known, mut unknown) = (0, None);
        for read in receive {
            let numbers = read.numbers.iter();
            let numbers: Vec<_> = numbers
                .map(|n| n.as_ref().and_then(|n| n.as_primitive_opt::<Int64Type>()))
                .collect();
            for (at, key) in read.keys.iter().enumerate() {
                let domain = read.domains.get(at).copied();
                let text = counter.add(*key, (read.first + at as u64) as u32, domain)?;
                let place = text as usize;
                if place >= known {
                    known = place + 1;
                    flags.iter_mut().for_each(|of| of.resize(known, 0));
                    means
                        .iter_mut()
                        .for_each(|of| of.resize(known, Mean::default()));
                    unknown = unknown.or((*key == UNKNOWN).then_some(text));
                }
                let bits = read.flags.get(at).copied().unwrap_or(0);
                for (of, (_, bit)) in flags.iter_mut().zip(self.groups.flags) {
                    of[place] += u32::from(bits & bit != 0);
                }
                for (of, numbers) in means.iter_mut().zip(&numbers) {
                    if let Some(n) = numbers.filter(|n| n.is_valid(at)) {
                        of[place].sum = of[place].sum.saturating_add(n.value(at));
                        of[place].rows += 1;
                    }
                }
            }
        }
        Some(Counts {
            values: counter.done().values,
            flags,
            means,
            unknown,
        })
    }

    fn hand_out(&self, counts: &Counts, take: Take<'_>) -> Result<Told, StoreError> {
        let groups = self.groups;
        let told: Vec<From> = groups.told.to_vec();
        let mut ids = vec![groups.text.0, groups.domains, groups.links];
        ids.extend(groups.flags.iter().map(|(id, _)| *id));
        ids.extend(groups.means.iter().chain(&told).map(|(id, _)| *id));
        let mut out = Out::new(groups.sheet.table(), &ids, take)?;
        let places: Vec<usize> = ids.iter().map(|id| out.place(id)).collect();
        let mut read = columns(&[groups.text.1]);
        read.extend(columns(&told.iter().map(|(_, of)| *of).collect::<Vec<_>>()));
        let firsts: Vec<u32> = counts.values.iter().map(|(first, ..)| *first).collect();
        let wanted = Wanted {
            columns: &read,
            domains: false,
        };
        let (mut next, rows) = (0usize, Rows::These(&firsts));
        let scanned = &mut |batch: &crate::store::dataset::scan::Batch<'_>| {
            let cells: Vec<Option<Cells<'_>>> = (batch.columns.iter().zip(&read))
                .map(|(array, column)| Cells::of(array.as_ref()?, LINKS.columns[*column].kind))
                .collect();
            for at in 0..batch.len() {
                let number = next;
                next += 1;
                let is_left_out =
                    !groups.without.is_empty() && counts.unknown == Some(number as u32);
                if !is_left_out {
                    counts.row(number, at, &cells, &places, out.rows());
                    out.end_row()?;
                }
            }
            Ok(true)
        };
        self.dataset
            .scan(&ALL, &rows, wanted, self.watch.cancel, scanned)?;
        let unknown = counts.unknown.filter(|_| !groups.without.is_empty());
        let left_out = unknown.map_or(0, |number| u64::from(counts.values[number as usize].1));
        out.done(note(left_out, groups.without).into_iter().collect())
    }
}

impl Counts {
    /// The cells of a text, its own at `at` of what was read.
    fn row(
        &self,
        number: usize,
        at: usize,
        cells: &[Option<Cells<'_>>],
        places: &[usize],
        rows: &mut crate::columnar::RowsBuilder,
    ) {
        let (_, links, domains) = self.values[number];
        let mut places = places.iter().copied();
        let mut place = || places.next().unwrap_or(usize::MAX);
        let text = match cells.first() {
            Some(Some(Cells::Text(texts))) if texts.is_valid(at) => Some(texts.value(at)),
            _ => None,
        };
        rows.text(place(), text);
        rows.int(place(), Some(i64::from(domains)));
        rows.int(place(), Some(i64::from(links)));
        for of in &self.flags {
            rows.int(place(), Some(i64::from(of[number])));
        }
        for of in &self.means {
            let Mean { sum, rows: count } = of[number];
            // Half goes up, as the service rounds.
            let count = i64::from(count);
            rows.int(place(), (2 * sum + count).checked_div(2 * count));
        }
        for cell in cells.iter().skip(1) {
            let value = cell.as_ref().map(|cells| cells.value(at));
            rows.value(place(), &value.unwrap_or(crate::model::column::Value::Null));
        }
    }
}
