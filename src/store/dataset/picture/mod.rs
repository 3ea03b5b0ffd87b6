//! Counting what pictures show: over the rows of a ranking, from columns of numbers where numbers do.

mod history;
mod months;
mod numbers;
mod sheets;
mod sparks;
mod subnets;
#[cfg(test)]
mod tests;
mod values;

use std::sync::atomic::AtomicBool;

use super::part::ListPart;
use super::scan::{Rows, Wanted};
use super::tally::ascending;
use super::{Awaited, Dataset, Ranking};
use crate::model::column::{Table, grouped};
use crate::model::computed::{BEST_FLOWS, OWN_FLOWS};
use crate::model::domain::DOMAINS;
use crate::model::far::Step;
use crate::model::picture::{self, Axis, Basis, Drawn, MatrixPlan, Name, Picture, Plan};
use crate::model::rows::{Field, List};
use crate::store::StoreError;

/// Bars that are given out to be drawn.
const MOST_BARS: usize = 200;

/// What is counted over, and against what.
struct Counting<'a> {
    list: &'a List,
    rows: Rows<'a>,
    awaited: Awaited<'a>,
    basis: Basis,
    /// Bars that are given out.
    most: usize,
}

impl Counting<'_> {
    /// A column along an axis.
    fn axis(&self, field: Field) -> Axis {
        let table = self.list.table();
        Axis {
            title: field.column_in(table).title.to_owned(),
            name: field.name(table),
        }
    }

    fn table(&self) -> &'static Table {
        self.list.table()
    }
}

impl Dataset {
    /// The pictures that a list can show.
    pub fn pictures(&self, list: &List) -> Vec<Name> {
        let mut offered = picture::offered(list, &|table, id| self.is_undrawn(table, id));
        offered.retain(|name| self.has_cells(list, *name));
        offered
    }

    /// Whether a matrix of what rows count has any such row; a picture of anything else passes.
    fn has_cells(&self, list: &List, name: Name) -> bool {
        let absent = |table: &Table, id: &str| self.is_undrawn(table, id);
        let Some(Plan::Matrix(MatrixPlan {
            counted: Some(counted),
            of,
            ..
        })) = picture::plan(list, name, &absent)
        else {
            return true;
        };
        let wanted = Wanted {
            columns: &[counted.column],
            domains: false,
        };
        let (all, mut found) = (Rows::Range(0..self.len_of(list)), false);
        let read = self.scan(list, &all, wanted, &AtomicBool::new(false), &mut |batch| {
            found = batch
                .texts(0)
                .is_some_and(|texts| texts.iter().flatten().any(|what| what == of));
            Ok(!found)
        });
        // What cannot be read says so where it is drawn.
        found || read.is_err()
    }

    /// What a picture is not drawn from: a column that no row fills, and what was fetched of fewer domains than their
    /// pages held tell it of. A picture is of one column, so that each mark has one filter.
    fn is_undrawn(&self, table: &Table, id: &str) -> bool {
        self.is_unfilled(table, id)
            || (table.name == DOMAINS.name && self.is_told_of_few(id).is_some())
    }

    /// Of how many domains a column of their own tells less than their pages held do; none where it tells as much.
    fn is_told_of_few(&self, id: &str) -> Option<u64> {
        let (own, pages): (&[&str], &[&str]) = match id {
            "own_topic" => (&["own_topic"], &["topic"]),
            id if OWN_FLOWS.contains(&id) => (&OWN_FLOWS, &BEST_FLOWS),
            _ => return None,
        };
        let told = |ids: &[&str]| {
            ids.iter()
                .map(|id| self.domains_with(id))
                .min()
                .unwrap_or(0)
        };
        let (own, pages) = (told(own), told(pages));
        (own < pages).then_some(own)
    }

    /// How many domains have a cell in a column.
    fn domains_with(&self, id: &str) -> u64 {
        let Some(column) = DOMAINS.columns.iter().position(|c| c.id == id) else {
            return 0;
        };
        let of_part = |part: &ListPart| part.place(column).map_or(0, |at| part.part.filled(at));
        self.domains.iter().map(of_part).sum()
    }

    /// What is said where the domains' own figures are left aside.
    fn left_aside(&self, list: &List, plan: &Plan) -> Option<String> {
        let is_of = |id: &str| {
            let at = list.table().position(id);
            at.is_some_and(|at| plan.fields().iter().any(|field| field.column == at))
        };
        let (own, pages) = match list {
            List::Domains if is_of("topic") => (
                "own_topic",
                "the most frequent one of a domain's pages held",
            ),
            List::Domains if BEST_FLOWS.iter().any(|id| is_of(id)) => {
                ("trust_flow", "the best of a domain's pages held")
            }
            _ => return None,
        };
        let few = self.is_told_of_few(own).filter(|few| *few > 0)?;
        let few = grouped(i64::try_from(few).unwrap_or(i64::MAX));
        Some(format!("by {pages}; domains with one of their own: {few}"))
    }

    fn is_unfilled(&self, table: &Table, id: &str) -> bool {
        let is_it = |name: &String| name.split_once('.') == Some((table.name, id));
        self.manifest.absent.iter().any(is_it)
    }

    /// Counts a picture over the rows of a whole ranking, in any order; none where the list cannot show it. `filter` is
    /// the one that the ranking was made by, for the words beside the numbers.
    pub fn picture<'w>(
        &self,
        ranking: &Ranking,
        filter: &str,
        name: Name,
        awaited: impl Into<Awaited<'w>>,
    ) -> Result<Option<Picture>, StoreError> {
        self.picture_of(ranking, filter, (name, MOST_BARS), awaited)
    }

    /// The same with at most so many bars.
    pub fn picture_of<'w>(
        &self,
        ranking: &Ranking,
        filter: &str,
        (name, most): (Name, usize),
        awaited: impl Into<Awaited<'w>>,
    ) -> Result<Option<Picture>, StoreError> {
        let awaited = awaited.into();
        let list = ranking.list();
        let absent = |table: &Table, id: &str| self.is_undrawn(table, id);
        let plan = picture::plan(list, name, &absent).filter(|_| self.has_cells(list, name));
        let Some(plan) = plan else {
            return Ok(None);
        };
        let ids = ascending(ranking, awaited.cancel())?;
        let rows = match &ids {
            None => Rows::Range(0..ranking.len()),
            Some(ids) => Rows::These(ids),
        };
        let mut counting = Counting {
            list,
            rows,
            awaited,
            basis: self.basis(ranking, filter)?,
            most,
        };
        counting.basis.notes.extend(self.left_aside(list, &plan));
        awaited.one_pass(Step::Look, counting.rows.len());
        let drawn = match &plan {
            Plan::Grid { x, y } => Drawn::Grid(self.grid(&mut counting, *x, *y)?),
            Plan::Matrix(plan) => Drawn::Grid(self.matrix(&mut counting, plan)?),
            Plan::Bins(field) => Drawn::Bins(self.bins(&mut counting, *field)?),
            Plan::Months(plan) => Drawn::Months(self.months(&mut counting, plan)?),
            Plan::Values(field) => Drawn::Bars(self.bars(&mut counting, ranking, *field)?),
            Plan::Subnets { field, by_address } => {
                Drawn::Bars(self.subnets(&mut counting, *field, *by_address)?)
            }
            Plan::Weighted(plan) => Drawn::Bars(self.weighted(&mut counting, plan)?),
            Plan::Lines(plan) => Drawn::Lines(self.lines(&mut counting, plan)?),
        };
        Ok(Some(Picture {
            name,
            list: list.clone(),
            basis: counting.basis,
            drawn,
        }))
    }

    /// What the numbers are of, before any is counted.
    fn basis(&self, ranking: &Ranking, filter: &str) -> Result<Basis, StoreError> {
        let list = ranking.list();
        let manifest = &self.manifest;
        let noun = list.noun().to_owned();
        let mut basis = Basis {
            unit: noun.clone(),
            noun,
            rows: ranking.len(),
            of: self.len_of(list),
            filter: filter.trim().to_owned(),
            arriving: !manifest.complete && manifest.trouble.is_none(),
            source: manifest.source(),
            whole: ranking.len(),
            ..Basis::default()
        };
        match list {
            List::Links {
                domain: Some(domain),
            } => {
                basis.of = self.links_of(domain.0)?.len() as u64;
                let name = self.domain_name(*domain)?;
                basis.noun = format!("{} from {name}", basis.noun);
            }
            whole => {
                let known = manifest.held_and_known(whole).1;
                basis.known = known.and_then(|known| u64::try_from(known).ok());
            }
        }
        if let Some(from) = &manifest.computed {
            let links = grouped(i64::try_from(from.links).unwrap_or(i64::MAX));
            basis
                .notes
                .push(format!("counted here from {links} links held"));
            basis.known = None;
        }
        Ok(basis)
    }
}
