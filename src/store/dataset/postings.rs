//! Which links a referring domain has: a slice of a table at rest, or four bytes a link in memory where a dataset has
//! no such table, because it still grows or an earlier program wrote it.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use arrow_array::Array as _;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;

use super::rank::stop_if;
use super::{Dataset, scan, spread};
use crate::columnar::{Codes, Part, SCAN_ROWS};
use crate::model::column::Kind;
use crate::model::domain::DOMAINS;
use crate::store::StoreError;

/// The one column of the table.
pub(in crate::store) const LINK_ROW: &str = "link_row";

/// For each domain row a slice of link rows, ascending.
#[derive(Debug)]
pub(super) struct Postings {
    /// Where each domain's slice begins, and where the last ends.
    starts: Vec<u32>,
    links: Links,
}

#[derive(Debug)]
enum Links {
    Here(Vec<u32>),
    AtRest(Arc<Part>),
}

impl Postings {
    fn build(columns: &[Vec<u32>]) -> Self {
        let values = || columns.iter().flatten().copied();
        let domains = values().max().map_or(0, |m| m as usize + 1);
        let mut counts = vec![0u32; domains];
        for domain in values() {
            counts[domain as usize] += 1;
        }
        let starts = behind(counts.into_iter().map(u64::from));
        let mut next = starts.clone();
        let mut links = vec![0u32; columns.iter().map(Vec::len).sum()];
        for (link, domain) in values().enumerate() {
            let place = &mut next[domain as usize];
            links[*place as usize] = link as u32;
            *place += 1;
        }
        let links = Links::Here(links);
        Self { starts, links }
    }
}

/// Where each slice begins behind those before it, and where the last ends; too many end at the largest number.
fn behind(lengths: impl Iterator<Item = u64>) -> Vec<u32> {
    let mut end = 0u64;
    let mut starts = vec![0];
    starts.extend(lengths.map(|len| {
        end = end.saturating_add(len);
        u32::try_from(end).unwrap_or(u32::MAX)
    }));
    starts
}

impl Dataset {
    /// The links of a domain, ascending; none of a domain that is not there.
    pub(super) fn links_of(&self, domain: u64) -> Result<Vec<u32>, StoreError> {
        let postings = self.postings()?;
        let at = usize::try_from(domain).unwrap_or(usize::MAX);
        let (Some(from), Some(to)) = (
            postings.starts.get(at),
            postings.starts.get(at.saturating_add(1)),
        ) else {
            return Ok(Vec::new());
        };
        let slice = *from as usize..*to as usize;
        let part = match &postings.links {
            Links::Here(links) => return Ok(links[slice].to_vec()),
            Links::AtRest(part) => part,
        };
        let array = part.read_range(0, slice)?;
        let numbers = array
            .as_primitive_opt::<UInt32Type>()
            .filter(|n| n.null_count() == 0);
        let numbers = numbers.map(|n| n.values().to_vec()).unwrap_or_default();
        let ascend = numbers.windows(2).all(|pair| pair[0] < pair[1]);
        let held = numbers
            .last()
            .is_none_or(|last| u64::from(*last) < self.links());
        if numbers.len() != array.len() || !ascend || !held {
            return Err(damaged(
                part,
                "the links of a domain do not ascend within those held",
            ));
        }
        Ok(numbers)
    }

    /// Where the links of each domain begin among those ordered by domain, and where the last end.
    pub(super) fn link_starts(&self) -> Result<&[u32], StoreError> {
        Ok(&self.postings()?.starts)
    }

    /// A link that stands in the slice of another domain than its own, or out of order; none if all is well.
    pub(super) fn misplaced_link(&self, cancel: &AtomicBool) -> Result<Option<u64>, StoreError> {
        let postings = self.postings()?;
        let Links::AtRest(part) = &postings.links else {
            return Ok(None);
        };
        let domains = self.domain_rows_at(0..self.links())?;
        let (mut domain, mut at, mut last, mut wrong) = (0, 0u32, None, None);
        let all = 0..part.rows();
        part.scan_column(0, std::slice::from_ref(&all), SCAN_ROWS, &mut |array| {
            let links = array.as_primitive_opt::<UInt32Type>();
            for link in links.into_iter().flat_map(|links| links.values()) {
                while postings
                    .starts
                    .get(domain + 1)
                    .is_some_and(|end| *end <= at)
                {
                    domain += 1;
                    last = None;
                }
                let is_own = domains.get(*link as usize).map(|d| *d as usize) == Some(domain);
                if !is_own || last >= Some(*link) {
                    wrong = Some(u64::from(*link));
                    return Ok(false);
                }
                last = Some(*link);
                at += 1;
            }
            Ok(stop_if(cancel).is_ok())
        })?;
        stop_if(cancel)?;
        Ok(wrong)
    }

    fn postings(&self) -> Result<&Postings, StoreError> {
        if let Some(ready) = self.postings.get() {
            return Ok(ready);
        }
        let ready = match &self.manifest.posting_table {
            Some(table) if table.first_row == self.links() => self.open_postings(&table.file)?,
            _ => self.build_postings()?,
        };
        Ok(self.postings.get_or_init(|| ready))
    }

    /// Opens the table: it must be as long as the domains say.
    fn open_postings(&self, file: &str) -> Result<Postings, StoreError> {
        let part = Part::open(&self.folder.join(file))?;
        let fields = part.schema().fields();
        if fields.len() != 1 || fields[0].name() != LINK_ROW {
            return Err(damaged(&part, "it has other columns"));
        }
        let column = DOMAINS.position("links").unwrap_or_default();
        let never = AtomicBool::new(false);
        let lengths = self.numbers(&self.domains, column, Kind::Int, &never)?;
        let mut starts = behind(lengths.iter().flat_map(|numbers| {
            let codes: &Codes = numbers.codes();
            (0..codes.len()).map(move |row| {
                let links = codes
                    .get(row)
                    .map(|code| numbers.base().saturating_add_unsigned(code));
                u64::try_from(links.unwrap_or(0)).unwrap_or(u64::MAX)
            })
        }));
        starts.shrink_to_fit();
        let rows = part.rows() as u64;
        if rows != self.links() || starts.last().copied().map(u64::from) != Some(rows) {
            return Err(damaged(&part, "it has other links than the domains count"));
        }
        let links = Links::AtRest(Arc::new(part));
        Ok(Postings { starts, links })
    }

    fn build_postings(&self) -> Result<Postings, StoreError> {
        let never = AtomicBool::new(false);
        let columns = spread::over(self.links.len(), &never, &|at| {
            let part = &self.links[at];
            let all = 0..part.part.rows();
            let rows = scan::domain_rows(part, std::slice::from_ref(&all))?;
            // A domain row beyond the links cannot be: each domain came with a link. It would only
            // make the list as long as it pleases.
            match rows.iter().any(|d| u64::from(*d) >= self.links()) {
                true => Err(part.damaged("a domain row is out of range")),
                false => Ok(rows),
            }
        })?;
        Ok(Postings::build(&columns))
    }
}

fn damaged(part: &Part, why: &str) -> StoreError {
    StoreError::Damaged {
        path: part.path().to_owned(),
        why: why.to_owned(),
    }
}
