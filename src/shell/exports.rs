//! Exports that are at work: each becomes whole under its name, or is gone when the explorer is left.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::store::ExportFile;

/// All exports of the explorer. Clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Exports {
    book: Arc<Mutex<Book>>,
}

#[derive(Debug, Default)]
struct Book {
    next: u64,
    at_work: Vec<Entry>,
    ended: bool,
}

#[derive(Debug)]
struct Entry {
    number: u64,
    name: String,
    part: Option<PathBuf>,
}

/// One export, from its wish to its file.
#[derive(Debug)]
pub(super) struct Export {
    exports: Exports,
    number: u64,
    folder: PathBuf,
    stem: String,
    ending: &'static str,
}

impl Exports {
    /// Notes that an export to `STEM.ENDING` in this folder is at work, until what is given back is dropped.
    pub(super) fn announce(&self, folder: &Path, stem: String, ending: &'static str) -> Export {
        let mut book = self.open();
        book.next += 1;
        let number = book.next;
        book.at_work.push(Entry {
            number,
            name: format!("{stem}.{ending}"),
            part: None,
        });
        Export {
            exports: self.clone(),
            number,
            folder: folder.to_owned(),
            stem,
            ending,
        }
    }

    /// Ends all exports and removes what they have written so far; says which they were. From now on none is put in its
    /// place.
    pub(super) fn end(&self) -> Vec<String> {
        let mut book = self.open();
        book.ended = true;
        let at_work = book.at_work.drain(..);
        at_work
            .map(|entry| {
                // Its task goes on writing into a file without a name until the process ends.
                // One that cannot be removed keeps its telling name, `NAME.part`.
                drop(entry.part.map(std::fs::remove_file));
                entry.name
            })
            .collect()
    }

    fn open(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn still_open(&self) -> io::Result<MutexGuard<'_, Book>> {
        let book = self.open();
        if book.ended {
            return Err(io::Error::other("the explorer was left before its end"));
        }
        Ok(book)
    }
}

impl Export {
    /// Begins its file. An existing one is never written over.
    pub(super) fn begin(&self) -> io::Result<ExportFile> {
        let mut book = self.exports.still_open()?;
        let place = self.names().find(|name| name.symlink_metadata().is_err());
        let file = ExportFile::begin(&place.ok_or_else(no_name)?)?;
        let entries = book.at_work.iter_mut();
        for entry in entries.filter(|entry| entry.number == self.number) {
            entry.part = Some(file.part().to_owned());
        }
        Ok(file)
    }

    /// Gives the whole file its name and says which.
    pub(super) fn finish(self, mut file: ExportFile) -> io::Result<PathBuf> {
        // The disk is waited for here, and not by whoever leaves.
        file.settle()?;
        let mut book = self.exports.still_open()?;
        let put = file.put_new(self.names());
        book.at_work.retain(|entry| entry.number != self.number);
        put
    }

    /// Its name, and those that are tried where it is taken.
    fn names(&self) -> impl Iterator<Item = PathBuf> {
        let Self {
            folder,
            stem,
            ending,
            ..
        } = self;
        (1_u32..).map(move |number| {
            folder.join(match number {
                1 => format!("{stem}.{ending}"),
                _ => format!("{stem}-{number}.{ending}"),
            })
        })
    }
}

impl Drop for Export {
    fn drop(&mut self) {
        let mut book = self.exports.open();
        book.at_work.retain(|entry| entry.number != self.number);
    }
}

fn no_name() -> io::Error {
    io::ErrorKind::AlreadyExists.into()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_half_written_when_the_explorer_is_left_is_removed_and_named() {
        let dir = tempfile::tempdir().unwrap();
        let exports = Exports::default();
        let announce = |stem: &str| exports.announce(dir.path(), stem.to_owned(), "csv");
        let whole = announce("whole");
        let mut file = whole.begin().unwrap();
        file.write_all(b"a\n").unwrap();
        assert_eq!(names(dir.path()), ["whole.csv.part"]);
        assert_eq!(whole.finish(file).unwrap(), dir.path().join("whole.csv"));

        let half = announce("half");
        let mut file = half.begin().unwrap();
        file.write_all(b"a\n").unwrap();
        let unbegun = announce("unbegun");
        let failed = announce("failed");
        drop((failed.begin().unwrap(), failed));
        assert_eq!(names(dir.path()), ["half.csv.part", "whole.csv"]);
        assert_eq!(exports.end(), ["half.csv", "unbegun.csv"]);
        assert_eq!(names(dir.path()), ["whole.csv"]);
        assert!(half.finish(file).is_err() && unbegun.begin().is_err());
        assert_eq!(names(dir.path()), ["whole.csv"]);
        assert!(exports.end().is_empty());
    }

    #[test]
    fn an_existing_file_is_never_written_over() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("links.csv"), "old").unwrap();
        let exports = Exports::default();
        let [first, second] = [1, 2].map(|_| {
            let export = exports.announce(dir.path(), "links".to_owned(), "csv");
            let file = export.begin().unwrap();
            (export, file)
        });
        let put = |(export, file): (Export, ExportFile)| export.finish(file).unwrap();
        assert_eq!(put(second), dir.path().join("links-2.csv"));
        assert_eq!(put(first), dir.path().join("links-3.csv"));
        let old = std::fs::read(dir.path().join("links.csv")).unwrap();
        assert_eq!(old, b"old");
        assert_eq!(names(dir.path()).len(), 3);
    }
}
