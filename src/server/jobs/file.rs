//! Makes the file of a job: gzipped CSV, written as the rows come from the index, or the gzipped body of an answer.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

use flate2::write::GzEncoder;

use crate::index::{Index, ItemId, LinkRecord, Topic};
use crate::server::home::private_file;
use crate::server::link_sheet::{Columns, LinkSheet, compression};

/// What to take from the index.
pub(super) struct Source<'a> {
    pub index: &'a Index,
    /// None if the index does not know the item: the file has a header row only.
    pub item: Option<ItemId>,
    pub what: Rows,
}

/// Which links, and in which columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// The best of every referring domain, in 22 columns.
    Best {
        max_per_domain: usize,
        live_only: bool,
    },
    /// All, in 20 columns.
    All,
}

/// What was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Made {
    pub rows: i64,
    pub bytes: u64,
}

/// Writes the file. `domain_done` hears the number of referring domains begun and may stop the work: then `None`.
pub(super) fn write(
    path: &Path,
    source: &Source<'_>,
    mut domain_done: impl FnMut(u64) -> ControlFlow<()>,
) -> io::Result<Option<Made>> {
    let gzip = GzEncoder::new(BufWriter::new(private_file(path)?), compression());
    let (columns, max_per_domain, live_only) = match source.what {
        Rows::Best {
            max_per_domain,
            live_only,
        } => (Columns::Best, max_per_domain, live_only),
        Rows::All => (Columns::All, usize::MAX, false),
    };
    let mut sheet = LinkSheet::new(gzip, columns)?;
    let (mut rows, mut domains) = (0_i64, 0_u64);
    let mut domain = Domain::default();
    let mut outcome = Ok(ControlFlow::Continue(()));
    if let Some(item) = source.item {
        let each = &mut |link: &LinkRecord| {
            if link.source_domain != domain.name {
                domain = Domain::of(source, link);
                domains += 1;
                if domain_done(domains).is_break() {
                    outcome = Ok(ControlFlow::Break(()));
                    return ControlFlow::Break(());
                }
            }
            rows += 1;
            if let Err(error) = sheet.row(link, domain.topic) {
                outcome = Err(error);
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        };
        source
            .index
            .for_each_ref_domain_link(item, max_per_domain, live_only, each);
    }
    if outcome?.is_break() {
        return Ok(None);
    }
    let bytes = finish(sheet.into_inner()?)?;
    Ok(Some(Made { rows, bytes }))
}

fn finish(gzip: GzEncoder<BufWriter<File>>) -> io::Result<u64> {
    let mut file = gzip.finish()?;
    file.flush()?;
    let file = file.into_inner().map_err(|e| e.into_error())?;
    file.sync_data()?;
    Ok(file.metadata()?.len())
}

/// Writes an answer's body as a file, its rows counted by whoever made it.
pub(super) fn write_body(path: &Path, body: &[u8], rows: i64) -> io::Result<Made> {
    let mut gzip = GzEncoder::new(BufWriter::new(private_file(path)?), compression());
    gzip.write_all(body)?;
    let bytes = finish(gzip)?;
    Ok(Made { rows, bytes })
}

/// The referring domain whose links are being written.
#[derive(Default)]
struct Domain {
    name: String,
    /// Its own leading topic, where the columns want it.
    topic: Topic,
}

impl Domain {
    fn of(source: &Source<'_>, link: &LinkRecord) -> Self {
        let topic = match source.what {
            Rows::Best { .. } => None,
            Rows::All => leading_topic(source.index, &link.source_domain),
        };
        Self {
            name: link.source_domain.clone(),
            topic: topic.unwrap_or_default(),
        }
    }
}

fn leading_topic(index: &Index, domain: &str) -> Option<Topic> {
    index.domain_facts(domain)?.topics.first().copied()
}
