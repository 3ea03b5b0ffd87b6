//! Makes the file of a job: gzipped CSV, written as the rows come from the index, or the gzipped body of an answer.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::index::{Index, ItemId, LinkRecord, Topic};
use crate::model::column::date_text;
use crate::server::home::private_file;
use crate::wire::majestic::download::{COLUMNS, all_links_headers, flag_text, headers};

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
    let gzip = GzEncoder::new(BufWriter::new(private_file(path)?), Compression::fast());
    let mut csv = csv::WriterBuilder::new().from_writer(gzip);
    let (max_per_domain, live_only) = match source.what {
        Rows::Best {
            max_per_domain,
            live_only,
        } => {
            csv.write_record(headers())?;
            (max_per_domain, live_only)
        }
        Rows::All => {
            csv.write_record(all_links_headers())?;
            (usize::MAX, false)
        }
    };
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
            let written = write_row(&mut csv, link, source.what, domain.topic);
            if let Err(error) = written {
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
    let gzip = csv
        .into_inner()
        .map_err(|e| io::Error::other(e.to_string()))?;
    let bytes = finish(gzip)?;
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
    let mut gzip = GzEncoder::new(BufWriter::new(private_file(path)?), Compression::fast());
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

fn write_row(
    csv: &mut csv::Writer<impl Write>,
    link: &LinkRecord,
    what: Rows,
    domain_topic: Topic,
) -> io::Result<()> {
    let topic_value = |(topic, value): Topic| {
        if topic.is_empty() {
            String::new()
        } else {
            value.to_string()
        }
    };
    let last_topic = match what {
        Rows::Best { .. } => link.target_topic,
        Rows::All => domain_topic,
    };
    let row: [&str; COLUMNS] = [
        &link.target_url,
        &link.target_acrank.to_string(),
        &link.source_url,
        &link.source_acrank.to_string(),
        &link.anchor,
        &date_text(link.source_crawl_date),
        &date_text(link.first_found),
        flag_text(link.nofollow),
        flag_text(link.image),
        flag_text(link.redirect),
        flag_text(link.frame),
        flag_text(link.deleted),
        flag_text(link.alt_text),
        flag_text(link.mention),
        &link.source_cf.to_string(),
        &link.source_tf.to_string(),
        &link.target_cf.to_string(),
        &link.target_tf.to_string(),
        link.source_topic.0,
        &topic_value(link.source_topic),
        last_topic.0,
        &topic_value(last_topic),
    ];
    let is_best = what != Rows::All;
    let cells = headers()
        .zip(row)
        .filter(|(header, _)| is_best || !header.ends_with("ACRank"));
    Ok(csv.write_record(cells.map(|(_, cell)| cell))?)
}
