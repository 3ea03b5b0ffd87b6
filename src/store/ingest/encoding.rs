//! The second stage: columns become pages of parts, beside their places.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender};

use arrow_array::RecordBatch;

use super::priority;
use super::stages::{Encoded, Gone, Parsed, Ready, Standing, hand};
use crate::columnar::{PartError, PartWriter};

/// The name of a part of the links.
pub(super) fn part_name(number: usize) -> String {
    format!("links-{number:05}.parquet")
}

/// Writes what is read.
#[derive(Debug)]
pub(super) struct Encoding {
    pub(super) folder: PathBuf,
    /// Parts of the links there are.
    pub(super) parts: usize,
    pub(super) part: Option<PartWriter>,
    pub(super) domains: Option<PartWriter>,
    pub(super) sheet: Option<PartWriter>,
}

impl Encoding {
    /// Works until nothing more comes, or nobody takes it.
    pub(super) fn run(mut self, parsed: &Receiver<Parsed>, out: &SyncSender<Encoded>) {
        while let Ok(parsed) = parsed.recv() {
            let handed = match self.take(parsed) {
                Ok(Some(encoded)) => {
                    let publishes = matches!(encoded, Encoded::Publish(_));
                    let handed = hand(out, encoded);
                    // The first rows are waited for, those behind them are not.
                    if publishes {
                        priority::lower();
                    }
                    handed
                }
                Ok(None) => Ok(()),
                Err(error) => hand(out, Encoded::Failed(error)).and(Err(Gone)),
            };
            if handed.is_err() {
                break;
            }
        }
    }

    fn take(&mut self, parsed: Parsed) -> Result<Option<Encoded>, PartError> {
        match parsed {
            Parsed::Progress => return Ok(Some(Encoded::Progress)),
            Parsed::Links(batch) => {
                let name = part_name(self.parts);
                let before = self.part.take();
                self.part = Some(self.write(before, &name, &batch)?);
            }
            Parsed::Domains(batch, name) => {
                let before = self.domains.take();
                self.domains = Some(self.write(before, &name, &batch)?);
            }
            Parsed::Sheet(batch, name) => {
                let before = self.sheet.take();
                self.sheet = Some(self.write(before, &name, &batch)?);
            }
            Parsed::Publish(standing) => {
                return self.ready(*standing).map(Some);
            }
        }
        Ok(None)
    }

    fn write(
        &self,
        before: Option<PartWriter>,
        name: &str,
        batch: &RecordBatch,
    ) -> Result<PartWriter, PartError> {
        let mut writer = match before {
            Some(writer) => writer,
            None => PartWriter::create(&self.folder.join(name), batch.schema())?,
        };
        writer.write(batch)?;
        Ok(writer)
    }

    fn ready(&mut self, standing: Standing) -> Result<Encoded, PartError> {
        let (mut part, mut domains) = (self.part.take(), self.domains.take());
        let mut sheet = self.sheet.take();
        for writer in [&mut part, &mut domains, &mut sheet].into_iter().flatten() {
            writer.flush()?;
        }
        self.parts += usize::from(part.is_some());
        Ok(Encoded::Publish(Box::new(Ready {
            part,
            domains,
            sheet,
            standing,
        })))
    }
}
