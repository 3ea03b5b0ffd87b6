//! Links as the service's files hold them: CSV with a header row, in either of its two sets of columns.

use std::io::{self, Write};

use flate2::Compression;

use crate::index::{LinkRecord, Topic};
use crate::model::column::date_text;
use crate::wire::majestic::download::{COLUMNS, all_links_headers, flag_text, headers};

/// Which columns a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// The 22 of the best links of every referring domain.
    Best,
    /// The 20 of all links.
    All,
}

/// How hard the service's files are packed.
pub fn compression() -> Compression {
    Compression::fast()
}

/// Rows on their way into a file.
#[derive(Debug)]
pub struct LinkSheet<W: Write> {
    csv: csv::Writer<W>,
    columns: Columns,
}

impl<W: Write> LinkSheet<W> {
    /// Begins with the header row.
    pub fn new(out: W, columns: Columns) -> io::Result<Self> {
        let mut csv = csv::Writer::from_writer(out);
        match columns {
            Columns::Best => csv.write_record(headers())?,
            Columns::All => csv.write_record(all_links_headers())?,
        }
        Ok(Self { csv, columns })
    }

    /// Writes a link. `domain_topic` is the leading topic of its referring domain, which only [`Columns::All`] hold.
    pub fn row(&mut self, link: &LinkRecord, domain_topic: Topic) -> io::Result<()> {
        let last_topic = match self.columns {
            Columns::Best => link.target_topic,
            Columns::All => domain_topic,
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
        if self.columns == Columns::Best {
            return Ok(self.csv.write_record(row)?);
        }
        let cells = headers()
            .zip(row)
            .filter(|(header, _)| !header.ends_with("ACRank"));
        Ok(self.csv.write_record(cells.map(|(_, cell)| cell))?)
    }

    /// What it was written to, after the last row.
    pub fn into_inner(self) -> io::Result<W> {
        self.csv
            .into_inner()
            .map_err(|e| io::Error::other(e.to_string()))
    }
}

fn topic_value((topic, value): Topic) -> String {
    if topic.is_empty() {
        String::new()
    } else {
        value.to_string()
    }
}
