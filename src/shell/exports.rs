//! Exports that are at work: each becomes whole under its name, or is gone when the explorer is left.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::store::{ExportFile, manifest_name};

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
    stop: Arc<AtomicBool>,
}

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Secrecy {
    /// Whoever may read the files that this user writes.
    AsUsual,
    /// This user alone.
    Own,
}

/// One export, from its wish to its file.
#[derive(Debug)]
pub(super) struct Export {
    exports: Exports,
    number: u64,
    folder: PathBuf,
    stem: String,
    ending: String,
    stop: Arc<AtomicBool>,
}

impl Exports {
    /// Notes that an export to `STEM.ENDING` in this folder is at work, until what is given back is dropped.
    pub(super) fn announce(&self, folder: &Path, stem: String, ending: String) -> Export {
        let mut book = self.open();
        book.next += 1;
        let number = book.next;
        let stop = Arc::new(AtomicBool::new(false));
        book.at_work.push(Entry {
            number,
            name: named(&stem, &ending, 1),
            part: None,
            stop: Arc::clone(&stop),
        });
        Export {
            exports: self.clone(),
            number,
            folder: folder.to_owned(),
            stem,
            ending,
            stop,
        }
    }

    /// Stops what is being written; whoever writes it says so.
    pub(super) fn stop(&self) {
        for entry in &self.open().at_work {
            entry.stop.store(true, Ordering::Relaxed);
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
        self.begin_for(Secrecy::AsUsual)
    }

    /// [`Self::begin`], for those who may read it.
    pub(super) fn begin_for(&self, secrecy: Secrecy) -> io::Result<ExportFile> {
        let mut book = self.exports.still_open()?;
        let place = self.free_names().next();
        let file = ExportFile::begin(&place.ok_or_else(no_name)?)?;
        if secrecy == Secrecy::Own {
            // Nothing stands in it yet.
            for_its_owner(file.part())?;
        }
        let entries = book.at_work.iter_mut();
        for entry in entries.filter(|entry| entry.number == self.number) {
            entry.part = Some(file.part().to_owned());
        }
        Ok(file)
    }

    /// What stops it.
    pub(super) fn stop(&self) -> &AtomicBool {
        &self.stop
    }

    /// Whether it is to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Gives the whole file its name, and what describes it a name beside; says where the file is. Neither stands there
    /// without the other.
    pub(super) fn finish(
        self,
        mut file: ExportFile,
        description: impl FnOnce(&Path) -> io::Result<Option<Vec<u8>>>,
    ) -> io::Result<PathBuf> {
        // The disk is waited for here, and not by whoever leaves.
        file.settle()?;
        let mut book = self.exports.still_open()?;
        let place = file.put_new(self.free_names())?;
        let beside = description(&place).and_then(|bytes| match bytes {
            Some(bytes) => {
                let mut beside = ExportFile::begin(&manifest_name(&place))?;
                beside.write_all(&bytes)?;
                beside.put_new(std::iter::empty()).map(drop)
            }
            None => Ok(()),
        });
        book.at_work.retain(|entry| entry.number != self.number);
        match beside {
            Ok(()) => Ok(place),
            Err(why) => {
                std::fs::remove_file(&place)?;
                Err(why)
            }
        }
    }

    /// Its name, and those that are tried where it is taken.
    fn names(&self) -> impl Iterator<Item = PathBuf> {
        (1_u32..).map(|number| self.folder.join(named(&self.stem, &self.ending, number)))
    }

    /// Those that nobody has, nor a manifest beside.
    fn free_names(&self) -> impl Iterator<Item = PathBuf> {
        let is_free = |name: &PathBuf| {
            let beside = manifest_name(name);
            name.symlink_metadata().is_err() && beside.symlink_metadata().is_err()
        };
        self.names().filter(is_free)
    }
}

fn named(stem: &str, ending: &str, number: u32) -> String {
    let number = match number {
        1 => String::new(),
        n => format!("-{n}"),
    };
    match ending.is_empty() {
        true => format!("{stem}{number}"),
        false => format!("{stem}{number}.{ending}"),
    }
}

impl Drop for Export {
    fn drop(&mut self) {
        let mut book = self.exports.open();
        book.at_work.retain(|entry| entry.number != self.number);
    }
}

#[cfg(unix)]
fn for_its_owner(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn for_its_owner(_: &Path) -> io::Result<()> {
    Ok(())
}

fn no_name() -> io::Error {
    io::ErrorKind::AlreadyExists.into()
}

#[cfg(test)]
mod tests {
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
        let announce = |stem: &str| exports.announce(dir.path(), stem.to_owned(), "csv".to_owned());
        let none = |_: &Path| Ok(None);
        let whole = announce("whole");
        let mut file = whole.begin().unwrap();
        file.write_all(b"a\n").unwrap();
        assert_eq!(names(dir.path()), ["whole.csv.part"]);
        assert_eq!(
            whole.finish(file, none).unwrap(),
            dir.path().join("whole.csv")
        );

        let half = announce("half");
        let mut file = half.begin().unwrap();
        file.write_all(b"a\n").unwrap();
        let unbegun = announce("unbegun");
        let failed = announce("failed");
        drop((failed.begin().unwrap(), failed));
        assert_eq!(names(dir.path()), ["half.csv.part", "whole.csv"]);
        assert_eq!(exports.end(), ["half.csv", "unbegun.csv"]);
        assert_eq!(names(dir.path()), ["whole.csv"]);
        assert!(half.finish(file, none).is_err() && unbegun.begin().is_err());
        assert_eq!(names(dir.path()), ["whole.csv"]);
        assert!(exports.end().is_empty());
    }

    #[test]
    fn an_existing_file_is_never_written_over() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("links.csv"), "old").unwrap();
        let exports = Exports::default();
        let [first, second] = [1, 2].map(|_| {
            let export = exports.announce(dir.path(), "links".to_owned(), "csv".to_owned());
            let file = export.begin().unwrap();
            (export, file)
        });
        let put = |(export, file): (Export, ExportFile)| export.finish(file, |_| Ok(None)).unwrap();
        assert_eq!(put(second), dir.path().join("links-2.csv"));
        assert_eq!(put(first), dir.path().join("links-3.csv"));
        let old = std::fs::read(dir.path().join("links.csv")).unwrap();
        assert_eq!(old, b"old");
        assert_eq!(names(dir.path()).len(), 3);
    }

    #[test]
    fn a_file_and_its_manifest_stand_together_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.csv.manifest.json"), "old").unwrap();
        let exports = Exports::default();
        let begin = || {
            let export = exports.announce(dir.path(), "a".to_owned(), "csv".to_owned());
            let file = export.begin().unwrap();
            (export, file)
        };
        let (export, file) = begin();
        let put = export.finish(file, |place| {
            assert_eq!(
                place,
                dir.path().join("a-2.csv"),
                "no file before stands under its name"
            );
            Ok(Some(b"{}".to_vec()))
        });
        assert_eq!(put.unwrap(), dir.path().join("a-2.csv"));
        let all = ["a-2.csv", "a-2.csv.manifest.json", "a.csv.manifest.json"];
        assert_eq!(names(dir.path()), all);
        let (export, file) = begin();
        let failed = export.finish(file, |_| Err(io::Error::other("full")));
        assert!(failed.is_err());
        assert_eq!(names(dir.path()), all);
        let (export, file) = begin();
        assert!(!export.is_stopped());
        exports.stop();
        assert!(export.is_stopped());
        drop((export, file));
        assert_eq!(names(dir.path()), all);
    }
}
