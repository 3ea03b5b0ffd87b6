//! Makes the file of a job: gzipped CSV, written as the rows come from the index.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::index::{Index, ItemId, LinkRecord};
use crate::model::column::date_text;
use crate::server::home::private_file;
use crate::wire::majestic::download::{COLUMNS, flag_text, headers};

/// What to take from the index.
pub(super) struct Source<'a> {
    pub index: &'a Index,
    /// None if the index does not know the item: the file has a header row only.
    pub item: Option<ItemId>,
    pub max_per_domain: usize,
    pub live_only: bool,
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
    csv.write_record(headers())?;
    let (mut rows, mut domains) = (0_i64, 0_u64);
    let mut last_domain = String::new();
    let mut outcome = Ok(ControlFlow::Continue(()));
    if let Some(item) = source.item {
        let each = &mut |link: &LinkRecord| {
            if link.source_domain != last_domain {
                last_domain.clone_from(&link.source_domain);
                domains += 1;
                if domain_done(domains).is_break() {
                    outcome = Ok(ControlFlow::Break(()));
                    return ControlFlow::Break(());
                }
            }
            rows += 1;
            let written = write_row(&mut csv, link);
            if let Err(error) = written {
                outcome = Err(error);
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        };
        source
            .index
            .for_each_ref_domain_link(item, source.max_per_domain, source.live_only, each);
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

fn write_row(csv: &mut csv::Writer<impl Write>, link: &LinkRecord) -> io::Result<()> {
    let topic_value = |topic: &str, value: u8| {
        if topic.is_empty() {
            String::new()
        } else {
            value.to_string()
        }
    };
    let (source_topic, source_value) = link.source_topic;
    let (target_topic, target_value) = link.target_topic;
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
        source_topic,
        &topic_value(source_topic, source_value),
        target_topic,
        &topic_value(target_topic, target_value),
    ];
    Ok(csv.write_record(row)?)
}
