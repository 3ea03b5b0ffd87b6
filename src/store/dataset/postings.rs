//! Which links a referring domain has: four bytes a link, built once from the parts.

use arrow_array::UInt32Array;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;

use super::{Dataset, LinkPart};
use crate::store::StoreError;

/// For each domain row a slice of link rows, ascending.
#[derive(Debug)]
pub(super) struct Postings {
    starts: Vec<u32>,
    links: Vec<u32>,
}

impl Postings {
    /// The links of a domain.
    pub(super) fn of(&self, domain: u64) -> &[u32] {
        let at = usize::try_from(domain).unwrap_or(usize::MAX);
        match (self.starts.get(at), self.starts.get(at.saturating_add(1))) {
            (Some(from), Some(to)) => &self.links[*from as usize..*to as usize],
            _ => &[],
        }
    }

    fn build(columns: &[UInt32Array]) -> Self {
        let values = || columns.iter().flat_map(|c| c.values().iter().copied());
        let domains = values().max().map_or(0, |m| m as usize + 1);
        let mut starts = vec![0u32; domains + 1];
        for domain in values() {
            starts[domain as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut links = vec![0u32; columns.iter().map(|c| c.values().len()).sum()];
        for (link, domain) in values().enumerate() {
            let place = &mut next[domain as usize];
            links[*place as usize] = link as u32;
            *place += 1;
        }
        Self { starts, links }
    }
}

impl Dataset {
    /// The domain rows of a part's links.
    pub(super) fn domain_rows(&self, part: &LinkPart) -> Result<UInt32Array, StoreError> {
        let array = part.part.column(part.domain_row)?;
        array
            .as_primitive_opt::<UInt32Type>()
            .filter(|rows| arrow_array::Array::null_count(*rows) == 0)
            .cloned()
            .ok_or_else(|| self.damaged(&part.entry, "its domain rows are no numbers"))
    }

    /// The posting list, built at the first call.
    pub(super) fn postings(&self) -> Result<&Postings, StoreError> {
        if let Some(built) = self.postings.get() {
            return Ok(built);
        }
        let columns = self
            .parts
            .iter()
            .map(|p| self.domain_rows(p))
            .collect::<Result<Vec<_>, _>>()?;
        // A domain row beyond the links cannot be: each domain came with a link. It would only
        // make the list as long as it pleases.
        let links: usize = columns.iter().map(|c| c.values().len()).sum();
        for (part, column) in self.parts.iter().zip(&columns) {
            if column.values().iter().any(|d| *d as usize >= links) {
                return Err(self.damaged(&part.entry, "a domain row is out of range"));
            }
        }
        Ok(self.postings.get_or_init(|| Postings::build(&columns)))
    }
}
