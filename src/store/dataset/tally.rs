//! Counting the values of a column.
//!
//! Values are counted by keys of 128 bits, so that memory grows with the number of different values but not with
//! the length of texts; the texts themselves are read again only for the values that are given out. One thread reads
//! and hashes, another counts.

mod counted;
mod elements;
mod keys;

use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::rank::{Ids, stop_if};
use super::scan::{Rows, Wanted};
use super::{Awaited, Dataset, Ranking};
use crate::columnar::value;
use crate::model::column::Value;
use crate::model::domain::DOMAINS;
use crate::model::far::Step;
use crate::model::nested::Part;
use crate::model::rows::{Field, List, Of};
use crate::model::tally::{Tally, TallyRow};
use crate::store::StoreError;

use counted::Counted;
pub(super) use counted::Counter;
pub(super) use keys::{Hasher, UNKNOWN};

/// Batches that may lie between the two threads.
const AHEAD: usize = 4;

/// Rows of a batch that was read: their keys and their referring domains.
struct Read {
    keys: Vec<u128>,
    domains: Vec<u32>,
}

/// Why counting stopped.
enum Stop {
    /// The domains are not in their order: pairs of value and domain must be kept.
    Disordered,
    Failed(StoreError),
}

impl Dataset {
    /// Counts the values of a column over the rows of a whole ranking, in any order. At most `most` values are
    /// given out, the most frequent; the counts are over all. Where a cell holds several values, a row counts for each
    /// of them.
    pub fn tally<'w>(
        &self,
        ranking: &Ranking,
        field: Field,
        most: usize,
        awaited: impl Into<Awaited<'w>>,
    ) -> Result<Tally, StoreError> {
        self.tally_part(ranking, (field, Part::Kind), most, awaited)
    }

    /// The same; of the stops on a way it counts what is named of them.
    pub fn tally_part<'w>(
        &self,
        ranking: &Ranking,
        (field, part): (Field, Part),
        most: usize,
        awaited: impl Into<Awaited<'w>>,
    ) -> Result<Tally, StoreError> {
        let awaited = awaited.into();
        let list = ranking.list();
        let is_links = matches!(list, List::Links { .. });
        let known = match field.of {
            Of::Row => list.table().columns.len(),
            Of::Domain if is_links => DOMAINS.columns.len(),
            Of::Domain => 0,
        };
        if field.column >= known {
            return Err(StoreError::NoSuchColumn(field.column));
        }
        let ids = ascending(ranking, awaited.cancel())?;
        let rows = match &ids {
            None => Rows::Range(0..ranking.len()),
            Some(ids) => Rows::These(ids),
        };
        let columns = match field.of {
            Of::Row => list.table().columns,
            Of::Domain => DOMAINS.columns,
        };
        if columns[field.column].kind.is_nested() {
            return self.tally_elements(list, &rows, (field, part, most), awaited);
        }
        let (source, counted) = match field.of {
            Of::Row => (
                list.clone(),
                self.count_rows(list, &rows, field.column, awaited)?,
            ),
            Of::Domain => {
                let counted = self.count_domains(list, &rows, field.column, awaited)?;
                (List::Domains, counted)
            }
        };
        let values = self.most_frequent(&source, field.column, &counted, most, awaited)?;
        Ok(Tally {
            field,
            rows: counted.rows,
            domains: counted.domains,
            distinct: counted.values.len() as u64,
            values,
        })
    }

    /// Counts by a column of the rows themselves.
    fn count_rows(
        &self,
        list: &List,
        rows: &Rows<'_>,
        column: usize,
        awaited: Awaited<'_>,
    ) -> Result<Counted, StoreError> {
        let hasher = Hasher::new();
        awaited.begin(Step::Look, rows.len(), 1);
        let first = match self.count(list, rows, column, &hasher, false, awaited) {
            Err(Stop::Disordered) => self.count(list, rows, column, &hasher, true, awaited),
            done => done,
        };
        first.map_err(|stop| match stop {
            Stop::Failed(error) => error,
            Stop::Disordered => StoreError::Cancelled,
        })
    }

    fn count(
        &self,
        list: &List,
        rows: &Rows<'_>,
        column: usize,
        hasher: &Hasher,
        in_any_order: bool,
        awaited: Awaited<'_>,
    ) -> Result<Counted, Stop> {
        awaited.pass();
        let (send, receive) = sync_channel(AHEAD);
        let is_links = matches!(list, List::Links { .. });
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| self.read_keys(list, rows, column, hasher, awaited, send));
            let mut counter = Counter::new(self.domains(), is_links, in_any_order);
            let counted = receive_all(receive, rows, &mut counter);
            match reader.join() {
                Ok(Err(error)) => Err(Stop::Failed(error)),
                Ok(Ok(())) if counted => Ok(counter.done()),
                Ok(Ok(())) => Err(Stop::Disordered),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }

    fn read_keys(
        &self,
        list: &List,
        rows: &Rows<'_>,
        column: usize,
        hasher: &Hasher,
        awaited: Awaited<'_>,
        send: SyncSender<Read>,
    ) -> Result<(), StoreError> {
        let kind = list.table().columns[column].kind;
        let wanted = Wanted {
            columns: &[column],
            domains: matches!(list, List::Links { .. }),
        };
        self.scan(list, rows, wanted, awaited, &mut |batch| {
            let cells = batch.columns.first().and_then(Option::as_ref);
            let keys = hasher.keys(cells, kind, batch.len());
            let keys = keys.ok_or(StoreError::NoSuchColumn(column))?;
            let domains = batch.domains.clone();
            Ok(send.send(Read { keys, domains }).is_ok())
        })
    }

    /// Counts links by a column of their referring domains: links of each domain first, then domains by value.
    fn count_domains(
        &self,
        list: &List,
        rows: &Rows<'_>,
        column: usize,
        awaited: Awaited<'_>,
    ) -> Result<Counted, StoreError> {
        let links = self.links_of_domains(list, rows, awaited)?;
        let kind = DOMAINS.columns[column].kind;
        let hasher = Hasher::new();
        let mut counter = Counter::new(0, false, false);
        let all = Rows::Range(0..self.domains());
        let wanted = Wanted {
            columns: &[column],
            domains: false,
        };
        self.scan(
            &List::Domains,
            &all,
            wanted,
            awaited.cancel(),
            &mut |batch| {
                let cells = batch.columns.first().and_then(Option::as_ref);
                let keys = hasher.keys(cells, kind, batch.len());
                for (at, key) in keys
                    .ok_or(StoreError::NoSuchColumn(column))?
                    .into_iter()
                    .enumerate()
                {
                    let row = batch.row(at);
                    let links = links.get(row as usize).copied().unwrap_or(0);
                    if links > 0 {
                        counter.add_domain(key, row as u32, links);
                    }
                }
                Ok(true)
            },
        )?;
        // While rows arrive the table of domains is behind the links: of the domains not yet in it nothing is known.
        let unlisted = (0u32..).zip(&links).skip(self.domains() as usize);
        for (row, links) in unlisted.filter(|(_, links)| **links > 0) {
            counter.add_domain(UNKNOWN, row, *links);
        }
        Ok(counter.done())
    }

    /// How many of some links each domain has, those that are not listed yet too.
    pub(super) fn links_of_domains(
        &self,
        list: &List,
        rows: &Rows<'_>,
        awaited: Awaited<'_>,
    ) -> Result<Vec<u32>, StoreError> {
        awaited.one_pass(Step::Look, rows.len());
        // A domain's number is the order of its first link, so that no more than the links are ever listed.
        let most = self.links().max(self.domains());
        let mut links = vec![0u32; self.domains() as usize];
        let wanted = Wanted {
            columns: &[],
            domains: true,
        };
        self.scan(list, rows, wanted, awaited, &mut |batch| {
            for domain in &batch.domains {
                let (row, at) = (u64::from(*domain), *domain as usize);
                if row >= most {
                    return Err(StoreError::NoSuchRow { row, rows: most });
                }
                if at >= links.len() {
                    links.resize(at + 1, 0);
                }
                links[at] += 1;
            }
            Ok(true)
        })?;
        Ok(links)
    }

    /// The most frequent values with their cells, of equals the smaller value first and the unknown last.
    fn most_frequent(
        &self,
        list: &List,
        column: usize,
        counted: &Counted,
        most: usize,
        awaited: Awaited<'_>,
    ) -> Result<Vec<TallyRow>, StoreError> {
        let (above, tied) = counted.leading(most);
        let mut values = self.smallest(list, column, &above, above.len(), awaited)?;
        let room = most.min(counted.values.len()) - above.len();
        values.extend(self.smallest(list, column, &tied, room, awaited)?);
        let mut given: Vec<TallyRow> = values
            .into_iter()
            .map(|(value, (_, rows, domains))| TallyRow {
                value,
                rows: u64::from(rows),
                domains: u64::from(domains),
            })
            .collect();
        given.sort_by(|a, b| {
            b.rows
                .cmp(&a.rows)
                .then_with(|| smaller_first(&a.value, &b.value))
        });
        Ok(given)
    }

    /// The smallest `room` of some values. Their cells are read again, and no more of them held than twice those
    /// that are wanted.
    fn smallest(
        &self,
        list: &List,
        column: usize,
        values: &[Leading],
        room: usize,
        awaited: Awaited<'_>,
    ) -> Result<Vec<(Value, Leading)>, StoreError> {
        let mut held: Vec<(Value, Leading)> = Vec::new();
        if room == 0 {
            return Ok(held);
        }
        let kind = list.table().columns[column].kind;
        let ids: Vec<u32> = values.iter().map(|(first, ..)| *first).collect();
        let wanted = Wanted {
            columns: &[column],
            domains: false,
        };
        let mut next = values.iter();
        let mut bound: Option<Value> = None;
        awaited.one_pass(Step::Values, ids.len() as u64);
        self.scan(list, &Rows::These(&ids), wanted, awaited, &mut |batch| {
            let texts = batch.texts(0);
            for at in 0..batch.len() {
                let Some(counts) = next.next() else { break };
                let is_beyond = match (&bound, texts) {
                    (Some(Value::Text(bound)), Some(texts)) => {
                        arrow_array::Array::is_valid(texts, at) && texts.value(at) >= bound.as_str()
                    }
                    _ => false,
                };
                if is_beyond {
                    continue;
                }
                let cells = batch.columns.first().and_then(Option::as_ref);
                held.push((cells.map_or(Value::Null, |c| value(c, kind, at)), *counts));
                if held.len() >= room.saturating_mul(2).max(1_024) && values.len() > room {
                    held.sort_by(|a, b| smaller_first(&a.0, &b.0));
                    held.truncate(room);
                    bound = held.last().map(|(value, _)| value.clone());
                }
            }
            Ok(true)
        })?;
        // Rows that the list does not have yet are the last: nothing is known in them.
        held.extend(next.map(|counts| (Value::Null, *counts)));
        stop_if(awaited.cancel())?;
        held.sort_by(|a, b| smaller_first(&a.0, &b.0));
        held.truncate(room);
        Ok(held)
    }
}

/// A value that leads: the first row that has it, its rows and its domains.
type Leading = (u32, u32, u32);

/// The order of equals; the unknown comes last.
fn smaller_first(a: &Value, b: &Value) -> std::cmp::Ordering {
    a.is_null().cmp(&b.is_null()).then_with(|| a.order(b))
}

/// The row ids of a ranking in their order of arrival; none where all rows are in it.
pub(super) fn ascending(
    ranking: &Ranking,
    cancel: &AtomicBool,
) -> Result<Option<Vec<u32>>, StoreError> {
    let Ids::These(ids) = &ranking.ids else {
        return Ok(None);
    };
    stop_if(cancel)?;
    if ids.is_sorted() {
        return Ok(Some(ids.to_vec()));
    }
    let end = ids.iter().max().map_or(0, |id| *id as usize + 1);
    let mut among = vec![0u64; end.div_ceil(64)];
    for id in ids.iter() {
        among[*id as usize / 64] |= 1 << (id % 64);
    }
    stop_if(cancel)?;
    let mut sorted = Vec::with_capacity(ids.len());
    for (at, word) in (0u32..).zip(among) {
        let mut word = word;
        while word != 0 {
            sorted.push(at * 64 + word.trailing_zeros());
            word &= word - 1;
        }
    }
    Ok(Some(sorted))
}

/// Counts what is read; says whether it could be.
fn receive_all(receive: Receiver<Read>, rows: &Rows<'_>, counter: &mut Counter) -> bool {
    let mut place = 0usize;
    for read in receive {
        for (at, key) in read.keys.into_iter().enumerate() {
            let row = match rows {
                Rows::Range(range) => (range.start as usize + place) as u32,
                Rows::These(ids) => ids.get(place).copied().unwrap_or(u32::MAX),
            };
            if counter
                .add(key, row, read.domains.get(at).copied())
                .is_none()
            {
                return false;
            }
            place += 1;
        }
    }
    true
}
