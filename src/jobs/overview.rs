//! What is known here of a target, read from what is at rest. Nothing is sent and nothing spent; what asking would
//! cost is worked out from price figures that are held.

use std::sync::atomic::AtomicBool;

use jiff::Timestamp;

use super::{JobError, Runner};
use crate::model::catalog::dataforseo::Rates;
use crate::model::catalog::{self, Brings, Provider, Quote, majestic};
use crate::model::column::Value;
use crate::model::job::JobSummary;
use crate::model::money::Price;
use crate::model::overview::{Figure, Held, Lacking, Origin, Overview, Side, terms, usual};
use crate::model::query::Query;
use crate::model::rows::{List, Sheet};
use crate::model::target::Target;
use crate::store::{Manifest, Store};

/// Rows of an answer about several targets that are looked through for the one that is meant.
const MOST_ROWS: u64 = 1_000;

/// What a price look-up is called where a question would stand.
const LOOK_UP: &str = "price look-up";

/// Reads all of it. Prices are those of the accounts that can be asked now; of others what was heard last.
pub fn overview(
    store: &Store,
    runners: &[Runner],
    target: &Target,
    now: Timestamp,
) -> Result<Overview, JobError> {
    let desk = Reading {
        store,
        runners,
        target,
        now,
    };
    let held: Vec<Manifest> = store
        .datasets()?
        .into_iter()
        .filter(|manifest| desk.is_about(manifest))
        .collect();
    let jobs: Vec<JobSummary> = store
        .journal()
        .jobs()?
        .into_iter()
        .map(|record| record.summary)
        .collect();
    let sides = Provider::ALL.map(|provider| desk.side(provider, &held));
    let sides = sides.into_iter().collect::<Result<_, _>>()?;
    let lines = held.iter().map(|manifest| desk.held(manifest, &jobs));
    Ok(Overview {
        target: target.clone(),
        sides,
        held: lines.collect::<Result<_, _>>()?,
        lacking: desk.lacking(&held)?,
    })
}

/// What is read, and for whom.
struct Reading<'a> {
    store: &'a Store,
    runners: &'a [Runner],
    target: &'a Target,
    now: Timestamp,
}

impl Reading<'_> {
    /// Whether a dataset answers a question about the target, alone or among others.
    fn is_about(&self, manifest: &Manifest) -> bool {
        if manifest.computed.is_some() {
            return false;
        }
        let names_it = |(name, value): &(String, String)| {
            (name.starts_with("item") || name.starts_with("target")) && *value == self.target.item
        };
        manifest.target.as_ref() == Some(self.target) || manifest.params.iter().any(names_it)
    }

    fn side(&self, provider: Provider, held: &[Manifest]) -> Result<Side, JobError> {
        let mut side = Side {
            provider,
            figures: Vec::new(),
            origins: Vec::new(),
        };
        let own = held
            .iter()
            .filter(|m| m.provider.as_deref() == Some(provider.name()));
        for manifest in own {
            let cells = self.cells(manifest)?;
            add(&mut side, origin(manifest), cells);
        }
        if provider == Provider::Majestic {
            for datasource in ["historic", "fresh"] {
                let known = self
                    .store
                    .journal()
                    .newest_figures(&self.target.item, datasource);
                if let Some(figures) = known? {
                    let day = figures.index_date.split(' ').next().unwrap_or_default();
                    let origin = Origin {
                        source: format!("majestic {datasource} index of {day}"),
                        question: LOOK_UP.to_owned(),
                        dataset: None,
                        asked: figures.looked_up,
                    };
                    let cells = counts(figures.ext_back_links, figures.ref_domains);
                    add(&mut side, origin, cells);
                }
            }
        }
        let order = |figure: &Figure| {
            terms(provider)
                .iter()
                .position(|id| name_of(id) == figure.name)
        };
        side.figures.sort_by_key(order);
        Ok(side)
    }

    /// What an answer says of the target itself, by the ids of the overview's columns.
    fn cells(&self, manifest: &Manifest) -> Result<Vec<(&'static str, Value)>, JobError> {
        let list = match manifest.brings() {
            Some(Brings::Sheet(Sheet::Items)) => List::Sheet(Sheet::Items),
            Some(Brings::Domains)
                if manifest.command.as_deref() == Some(majestic::GET_REF_DOMAIN_INFO.command) =>
            {
                List::Domains
            }
            _ => {
                let figures = manifest.figures.as_ref();
                return Ok(
                    figures.map_or_else(Vec::new, |f| counts(f.ext_back_links, f.ref_domains))
                );
            }
        };
        let provider = Provider::from_name(manifest.provider.as_deref().unwrap_or_default());
        let ids = terms(provider.unwrap_or_default());
        let table = list.table();
        let known: Vec<(&'static str, usize)> = ids
            .iter()
            .filter_map(|id| Some((*id, table.position(id)?)))
            .collect();
        let dataset = self.store.dataset(&manifest.id)?;
        let ranking = dataset.rank(&list, None, &[], &AtomicBool::new(false))?;
        let rows = 0..ranking.len().min(MOST_ROWS);
        let columns: Vec<usize> = std::iter::once(0)
            .chain(known.iter().map(|(_, at)| *at))
            .collect();
        let rows = dataset.read(&ranking, rows, &columns)?;
        let is_it = |name: &str| {
            name == self.target.item || Target::parse(name).is_ok_and(|t| t == *self.target)
        };
        let alone = rows.len() == 1;
        let row = rows
            .into_iter()
            .find(|row| alone || row.cells.first().is_some_and(|cell| is_it(&cell.plain())));
        let cells = row.map_or_else(Vec::new, |row| row.cells);
        Ok(known
            .iter()
            .map(|(id, _)| *id)
            .zip(cells.into_iter().skip(1))
            .collect())
    }

    fn held(&self, manifest: &Manifest, jobs: &[JobSummary]) -> Result<Held, JobError> {
        let command = manifest.command.as_deref().unwrap_or_default();
        let list = manifest.brings().map_or(List::Domains, Brings::list);
        let (rows, known) = manifest.held_and_known(&list);
        // The newest job that brought rows of it asks for what it holds.
        let job = jobs
            .iter()
            .filter(|job| job.dataset.as_ref() == Some(&manifest.id));
        let query = job.max_by_key(|job| job.id).map(|job| job.query.clone());
        let query = query.filter(|query| query.enriches.is_none());
        let query = query.map(|query| Query {
            continues: None,
            ..query
        });
        let again = match &query {
            Some(query) => self.price(query)?,
            None => Price::Unknown,
        };
        Ok(Held {
            dataset: manifest.id.clone(),
            provider: Provider::from_name(manifest.provider.as_deref().unwrap_or_default())
                .unwrap_or_default(),
            question: catalog::entry(command)
                .map_or(command, |entry| entry.name)
                .to_owned(),
            source: manifest.source(),
            since: manifest.created,
            noun: list.noun(),
            rows,
            known,
            complete: manifest.complete,
            paid: manifest.cost,
            query,
            again,
        })
    }

    fn lacking(&self, held: &[Manifest]) -> Result<Vec<Lacking>, JobError> {
        let is_held = |command: &str| held.iter().any(|m| m.command.as_deref() == Some(command));
        let mut lacking = Vec::new();
        for entry in Provider::ALL.into_iter().flat_map(usual) {
            let query = Query::new(entry, self.target.clone());
            if !is_held(entry.command) && query.check().is_ok() {
                let price = self.price(&query)?;
                lacking.push(Lacking { query, price });
            }
        }
        Ok(lacking)
    }

    /// What a question would cost, from what is held: nothing is asked for it.
    fn price(&self, query: &Query) -> Result<Price, JobError> {
        let provider = query.provider();
        if let Some(runner) = self.runners.iter().find(|r| r.provider() == provider) {
            return Ok(runner.quote_from_cache(query)?.price);
        }
        let journal = self.store.journal();
        let quote = match provider {
            Provider::Majestic => {
                let known = journal.newest_figures(&query.target.item, query.datasource());
                Quote::new(query.clone(), known?)
            }
            Provider::DataForSeo => {
                let list = journal.newest_prices()?;
                let rates = Rates::of(list.as_ref(), &query.command, self.now);
                Quote::at(query.clone(), rates)
            }
        };
        Ok(quote.price)
    }
}

/// What a provider calls a column.
fn name_of(id: &str) -> &'static str {
    let table = List::Sheet(Sheet::Items).table();
    let column = table.position(id).and_then(|at| table.columns.get(at));
    column
        .and_then(|column| column.wires.first())
        .copied()
        .unwrap_or_default()
}

fn counts(links: i64, domains: i64) -> Vec<(&'static str, Value)> {
    vec![
        ("ext_back_links", Value::Int(links)),
        ("ref_domains", Value::Int(domains)),
    ]
}

/// Where an answer's counts come from.
fn origin(manifest: &Manifest) -> Origin {
    let command = manifest.command.as_deref().unwrap_or_default();
    let of_hundred = manifest
        .params
        .iter()
        .any(|(name, value)| name == "rank_scale" && value == "one_hundred");
    let scale = if of_hundred { ", rank 0–100" } else { "" };
    Origin {
        source: format!("{}{scale}", manifest.source()),
        question: catalog::entry(command)
            .map_or(command, |entry| entry.name)
            .to_owned(),
        dataset: Some(manifest.id.clone()),
        asked: manifest.created,
    }
}

/// Takes of an answer what no newer one told.
fn add(side: &mut Side, origin: Origin, cells: Vec<(&'static str, Value)>) {
    let at = side.origins.len();
    let newest_first = side.origins.iter().all(|known| known.asked >= origin.asked);
    let mut took = false;
    for (id, value) in cells.into_iter().filter(|(_, value)| !value.is_null()) {
        let name = name_of(id);
        let known = side.figures.iter_mut().find(|figure| figure.name == name);
        match known {
            Some(figure) if !newest_first && side.origins[figure.origin].asked < origin.asked => {
                (figure.value, figure.origin, took) = (value, at, true);
            }
            Some(_) => {}
            None => {
                took = true;
                side.figures.push(Figure {
                    name,
                    value,
                    origin: at,
                });
            }
        }
    }
    if took {
        side.origins.push(origin);
        prune(side);
    }
}

/// Leaves out answers of which every count was told by a newer one.
fn prune(side: &mut Side) {
    let mut at = 0;
    while at < side.origins.len() {
        if side.figures.iter().any(|figure| figure.origin == at) {
            at += 1;
            continue;
        }
        side.origins.remove(at);
        for figure in side.figures.iter_mut().filter(|f| f.origin > at) {
            figure.origin -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side() -> Side {
        Side {
            provider: Provider::Majestic,
            figures: Vec::new(),
            origins: Vec::new(),
        }
    }

    fn from(day: &str) -> Origin {
        Origin {
            source: day.to_owned(),
            question: "info".to_owned(),
            dataset: None,
            asked: format!("{day}T00:00:00Z").parse().unwrap(),
        }
    }

    #[test]
    fn each_count_is_of_the_newest_answer_that_has_it() {
        let mut side = side();
        add(&mut side, from("2026-11-02"), counts(7, 3));
        let older = vec![
            ("ext_back_links", Value::Int(5)),
            ("trust_flow", Value::Int(40)),
            ("status", Value::Null),
        ];
        add(&mut side, from("2026-11-01"), older);
        assert_eq!(side.figures.len(), 3, "an empty cell tells nothing");
        let of = |side: &Side, name: &str| {
            let figure = side.figures.iter().find(|f| f.name == name).unwrap();
            let source = side.origins[figure.origin].source.clone();
            (figure.value.clone(), source)
        };
        assert_eq!(
            of(&side, "ExtBackLinks"),
            (Value::Int(7), "2026-11-02".into())
        );
        assert_eq!(
            of(&side, "TrustFlow"),
            (Value::Int(40), "2026-11-01".into())
        );
        add(&mut side, from("2026-11-03"), counts(9, 4));
        assert_eq!(
            of(&side, "RefDomains"),
            (Value::Int(4), "2026-11-03".into())
        );
        assert_eq!(
            of(&side, "TrustFlow"),
            (Value::Int(40), "2026-11-01".into())
        );
        assert_eq!(
            side.origins.len(),
            2,
            "the answer that tells nothing any more is gone"
        );
    }
}
