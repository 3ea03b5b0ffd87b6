//! Looking through a dataset for damage: every file against what the manifest says of it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use sha2::{Digest, Sha256};

use super::rank::stop_if;
use super::scan::{Rows, Wanted};
use super::{Dataset, ListPart};
use crate::columnar::Part;
use crate::model::column::Table;
use crate::model::domain::DOMAINS;
use crate::model::link::LINKS;
use crate::model::rows::{DatasetId, List};
use crate::store::manifest::{self, Manifest, PartEntry};
use crate::store::{Store, StoreError};

/// Bytes hashed at a time.
const CHUNK: usize = 256 * 1024;

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// In which file of the dataset's folder.
    pub file: String,
    /// What is wrong.
    pub what: String,
}

impl Store {
    /// Reads every byte of a dataset's tables and its raw file and says what does not fit the manifest; nothing where
    /// all is well. A manifest that cannot be read, and a dataset that is not there, are errors.
    pub fn check(&self, id: &DatasetId, cancel: &AtomicBool) -> Result<Vec<Finding>, StoreError> {
        let folder = self.folder(id)?;
        let manifest = manifest::read(&folder)?;
        let mut look = Look {
            folder: &folder,
            manifest: &manifest,
            cancel,
            findings: Vec::new(),
        };
        look.files()?;
        if look.findings.is_empty() {
            look.contents()?;
        }
        let mut findings = look.findings;
        for table in self.begun_tables(id) {
            let name = table.0.rsplit('/').next().unwrap_or_default();
            let of_table = match self.check(&table, cancel) {
                // What is counted can be counted anew: that it cannot be read is no more than a finding.
                Err(StoreError::Cancelled) => return Err(StoreError::Cancelled),
                Err(error) => vec![Finding {
                    file: "manifest.json".to_owned(),
                    what: error.to_string(),
                }],
                Ok(findings) => findings,
            };
            findings.extend(of_table.into_iter().map(|finding| Finding {
                file: format!("computed/{name}/{}", finding.file),
                ..finding
            }));
        }
        Ok(findings)
    }
}

struct Look<'a> {
    folder: &'a Path,
    manifest: &'a Manifest,
    cancel: &'a AtomicBool,
    findings: Vec<Finding>,
}

impl Look<'_> {
    fn find(&mut self, file: &str, what: impl Into<String>) {
        self.findings.push(Finding {
            file: file.to_owned(),
            what: what.into(),
        });
    }

    /// Sizes, hashes, and whether each file opens with as many rows as it should have.
    fn files(&mut self) -> Result<(), StoreError> {
        let manifest = self.manifest;
        let mut next = 0;
        for entry in &manifest.parts {
            self.table(entry, Some(&LINKS))?;
            if entry.first_row != next {
                self.find(
                    &entry.file,
                    format!("begins with row {}, not {next}", entry.first_row),
                );
            }
            next = entry.first_row + entry.rows;
        }
        if next != manifest.rows {
            let what = format!("says {} links, its parts have {next}", manifest.rows);
            self.find("manifest.json", what);
        }
        for (entry, table) in [
            (&manifest.domain_table, Some(&DOMAINS)),
            (&manifest.item_table, Some(manifest.sheet.table())),
            (&manifest.posting_table, None),
        ] {
            if let Some(entry) = entry {
                self.table(entry, table)?;
            }
        }
        for raw in manifest.raw.iter().chain(&manifest.pages) {
            let name = format!("raw/{}", raw.name);
            if !manifest::is_plain_name(&raw.name) {
                self.find("manifest.json", "names a raw file outside its folder");
            } else if !raw.sha256.is_empty() && self.folder.join(&name).exists() {
                self.bytes(&name, raw.bytes, &raw.sha256)?;
            } else if manifest.complete {
                self.find(&name, "is missing");
            }
        }
        Ok(())
    }

    fn table(
        &mut self,
        entry: &PartEntry,
        table: Option<&'static Table>,
    ) -> Result<(), StoreError> {
        if !self.bytes(&entry.file, entry.bytes, &entry.sha256)? {
            return Ok(());
        }
        let opened = match table {
            Some(table) => ListPart::open(self.folder, entry, 0, table).map(|_| entry.rows),
            None => Part::open(&self.folder.join(&entry.file))
                .map(|part| part.rows() as u64)
                .map_err(StoreError::from),
        };
        match opened {
            Ok(rows) if rows == entry.rows => {}
            Ok(rows) => self.find(&entry.file, format!("has {rows} rows, not {}", entry.rows)),
            Err(error) => self.find(&entry.file, error.to_string()),
        }
        Ok(())
    }

    /// Whether a file has the size and hash that it should have.
    fn bytes(&mut self, file: &str, size: u64, sha256: &str) -> Result<bool, StoreError> {
        let found = match hash(&self.folder.join(file), self.cancel)? {
            Ok(found) => found,
            Err(error) => {
                let missing = error.kind() == std::io::ErrorKind::NotFound;
                let what = if missing {
                    "is missing".to_owned()
                } else {
                    error.to_string()
                };
                self.find(file, what);
                return Ok(false);
            }
        };
        if found.0 != size {
            self.find(file, format!("has {} bytes, not {size}", found.0));
            return Ok(false);
        }
        let is_same = sha256.is_empty() || found.1 == sha256;
        if !is_same {
            self.find(
                file,
                "has other bytes than when it was written (SHA-256 differs)",
            );
        }
        Ok(is_same)
    }

    /// Whether the tables fit each other, cell by cell.
    fn contents(&mut self) -> Result<(), StoreError> {
        let dataset = match Dataset::open(self.folder.to_owned()) {
            Ok(dataset) => dataset,
            Err(error) => return self.find_damage(error),
        };
        let sheet = List::Sheet(self.manifest.sheet);
        for list in [List::Links { domain: None }, List::Domains, sheet] {
            self.cells(&dataset, &list)?;
        }
        self.domain_rows(&dataset)
    }

    /// Reads every cell of a list.
    fn cells(&mut self, dataset: &Dataset, list: &List) -> Result<(), StoreError> {
        let columns: Vec<usize> = (0..list.table().columns.len()).collect();
        let wanted = Wanted {
            columns: &columns,
            domains: matches!(list, List::Links { .. }),
        };
        let rows = Rows::Range(0..dataset.len_of(list));
        match dataset.scan(list, &rows, wanted, self.cancel, &mut |_| Ok(true)) {
            Err(error) => self.find_damage(error),
            Ok(()) => Ok(()),
        }
    }

    /// A file that cannot be read as it should is a finding under its own name.
    fn find_damage(&mut self, error: StoreError) -> Result<(), StoreError> {
        let (path, why) = match error {
            StoreError::Damaged { path, why } => (path, why),
            StoreError::Part(error) => (error.path, error.why),
            other => return Err(other),
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // The same damage may be met by several ways.
        if !self
            .findings
            .iter()
            .any(|f| f.file == name && f.what == why)
        {
            self.find(&name, why);
        }
        Ok(())
    }

    /// Each domain has as many links as its row says, and the postings name just these.
    fn domain_rows(&mut self, dataset: &Dataset) -> Result<(), StoreError> {
        let Some(postings) = &self.manifest.posting_table else {
            return Ok(());
        };
        if postings.first_row != dataset.links() {
            let what = format!("covers {} of {} links", postings.first_row, dataset.links());
            self.find(&postings.file, what);
            return Ok(());
        }
        match dataset.misplaced_link(self.cancel) {
            Ok(None) => {}
            Ok(Some(link)) => {
                let what = format!("does not name link {link} for the domain that it has");
                self.find(&postings.file, what);
            }
            Err(StoreError::Cancelled) => return Err(StoreError::Cancelled),
            Err(error @ (StoreError::Damaged { .. } | StoreError::Part(_))) => {
                return self.find_damage(error);
            }
            Err(error) => self.find(&postings.file, error.to_string()),
        }
        Ok(())
    }
}

/// The size and hash of a file, or why it cannot be read.
fn hash(path: &Path, cancel: &AtomicBool) -> Result<std::io::Result<(u64, String)>, StoreError> {
    let mut hash = Sha256::new();
    let mut bytes = 0;
    let mut buffer = vec![0; CHUNK];
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return Ok(Err(error)),
    };
    loop {
        stop_if(cancel)?;
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                hash.update(&buffer[..read]);
                bytes += read as u64;
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Ok(Err(error)),
        }
    }
    let digest = hash.finalize();
    Ok(Ok((
        bytes,
        digest.iter().map(|b| format!("{b:02x}")).collect(),
    )))
}
