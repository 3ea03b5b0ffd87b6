//! How much comes from how few networks.

use std::collections::HashMap;

use arrow_array::{Array as _, StringArray};

use super::Counting;
use crate::model::column::Value;
use crate::model::filter::for_value;
use crate::model::picture::{Bar, Bars};
use crate::model::rows::{Field, List, Of};
use crate::store::StoreError;
use crate::store::dataset::Dataset;
use crate::store::dataset::scan::{Batch, Rows, Wanted};

/// Rows and referring domains of each network.
#[derive(Default)]
struct Networks {
    of: HashMap<Box<str>, (u64, u64)>,
    unknown: u64,
    by_address: bool,
}

impl Networks {
    fn add(&mut self, texts: Option<&StringArray>, row: usize, rows: u64) {
        let Some(texts) = texts.filter(|texts| texts.is_valid(row)) else {
            self.unknown += rows;
            return;
        };
        let text = texts.value(row);
        let key = match self.by_address {
            true => network(text).unwrap_or(text),
            false => text,
        };
        match self.of.get_mut(key) {
            Some(counts) => {
                counts.0 += rows;
                counts.1 += 1;
            }
            None => {
                self.of.insert(Box::from(key), (rows, 1));
            }
        }
    }
}

/// The first three numbers of an address with their dots; none where it does not begin with three.
fn network(text: &str) -> Option<&str> {
    let mut dots = text.match_indices('.');
    let (third, _) = dots.nth(2)?;
    let start = &text[..=third];
    let is_numeric = start.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_numeric.then_some(start)
}

impl Dataset {
    /// Networks of the rows, or of the referring domains of links; those that tell none are left out.
    pub(super) fn subnets(
        &self,
        counting: &mut Counting<'_>,
        field: Field,
        by_address: bool,
    ) -> Result<Bars, StoreError> {
        let mut networks = Networks {
            by_address,
            ..Networks::default()
        };
        let columns = [field.column];
        let wanted = Wanted {
            columns: &columns,
            domains: false,
        };
        let Counting {
            list,
            rows,
            awaited,
            ..
        } = &*counting;
        match field.of {
            Of::Row => self.scan(list, rows, wanted, *awaited, &mut |batch: &Batch<'_>| {
                let texts = batch.texts(0);
                (0..batch.len()).for_each(|row| networks.add(texts, row, 1));
                Ok(true)
            })?,
            Of::Domain => {
                let links = self.links_of_domains(list, rows, *awaited)?;
                let all = Rows::Range(0..self.domains());
                self.scan(
                    &List::Domains,
                    &all,
                    wanted,
                    awaited.cancel(),
                    &mut |batch| {
                        let texts = batch.texts(0);
                        for row in 0..batch.len() {
                            let place = usize::try_from(batch.row(row)).unwrap_or(usize::MAX);
                            let links = links.get(place).copied().unwrap_or(0);
                            if links > 0 {
                                networks.add(texts, row, u64::from(links));
                            }
                        }
                        Ok(true)
                    },
                )?;
                // Domains that are not in their table yet.
                let behind = links.iter().skip(self.domains() as usize);
                networks.unknown += behind.map(|links| u64::from(*links)).sum::<u64>();
            }
        }
        Ok(bars(counting, field, networks))
    }
}

fn bars(counting: &mut Counting<'_>, field: Field, networks: Networks) -> Bars {
    let table = counting.table();
    let axis = counting.axis(field);
    let distinct = networks.of.len() as u64;
    let whole = networks.of.values().map(|(rows, _)| rows).sum();
    let mut all: Vec<(Box<str>, (u64, u64))> = networks.of.into_iter().collect();
    all.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
    all.truncate(counting.most);
    let by_domain = field.of == Of::Domain;
    let bars = all.into_iter().map(|(key, (rows, domains))| {
        let is_network = networks.by_address && key.ends_with('.') && network(&key).is_some();
        let value = Value::Text(match is_network {
            true => format!("{key}0"),
            false => String::from(key.clone()),
        });
        Bar {
            filter: match is_network {
                true => format!("{} starts \"{key}\"", axis.name),
                false => for_value(table, field, &Value::Text(String::from(key))),
            },
            value,
            rows,
            domains: by_domain.then_some(domains),
        }
    });
    let bars: Vec<Bar> = bars.collect();
    let basis = &mut counting.basis;
    basis.whole = whole;
    basis.leave_out(networks.unknown, "without an address");
    for top in [10, 100] {
        let share: u64 = bars.iter().take(top).map(|bar| bar.rows).sum();
        if distinct > top as u64 {
            let percent = basis.share(share) * 100.0;
            basis
                .notes
                .push(format!("the top {top} of {distinct} hold {percent:.1}%"));
        }
    }
    Bars {
        axis,
        bars,
        distinct,
        cumulated: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_the_first_three_numbers() {
        assert_eq!(network("10.2.3.44"), Some("10.2.3."));
        assert_eq!(network("10.2.3.4.5"), Some("10.2.3."));
        for other in ["", "10.2.3", "a.b.c.d", "2001:db8::1", "::ffff:1.2.3.4"] {
            assert_eq!(network(other), None, "{other}");
        }
    }
}
