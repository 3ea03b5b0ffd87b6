//! A file for a person that appears whole or not at all: written as `NAME.part` beside its place and renamed.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Bytes handed to the file system at a time.
const PIECE: usize = 64 * 1024;

/// A file that is being written beside its place. Dropped before it is put there, it is removed.
#[derive(Debug)]
pub struct ExportFile {
    place: PathBuf,
    /// The place itself where that is a device or a pipe: nothing may take its place.
    part: PathBuf,
    out: BufWriter<File>,
    is_put: bool,
}

impl ExportFile {
    /// Begins a file that is to stand at `place`. The part file of somebody else is left alone: a number is added then.
    pub fn begin(place: &Path) -> io::Result<Self> {
        if place.file_name().is_none() {
            return Err(io::Error::other("the path names no file"));
        }
        // What a link leads to is meant, not the link.
        let found = place.canonicalize();
        let place = found.as_deref().unwrap_or(place);
        if place.metadata().is_ok_and(|there| !there.is_file()) {
            return Self::into(place);
        }
        let mut number = 1;
        let (part, file) = loop {
            let part = part(place, number);
            match File::create_new(&part) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
                other => break (part, other?),
            }
        };
        Ok(Self {
            place: place.to_owned(),
            part,
            out: BufWriter::with_capacity(PIECE, file),
            is_put: false,
        })
    }

    /// Into what is there and is no file.
    fn into(place: &Path) -> io::Result<Self> {
        let file = File::options().write(true).open(place)?;
        Ok(Self {
            place: place.to_owned(),
            part: place.to_owned(),
            out: BufWriter::with_capacity(PIECE, file),
            is_put: true,
        })
    }

    /// Whether it is a file, and neither a device nor a pipe.
    pub fn is_file(&self) -> bool {
        self.part != self.place
    }

    /// Where it is written until it is whole.
    pub fn part(&self) -> &Path {
        &self.part
    }

    /// Waits until all that was written is on the disk.
    pub fn settle(&mut self) -> io::Result<()> {
        self.out.flush()?;
        match self.is_put {
            // Nothing of it comes to rest.
            true => Ok(()),
            false => self.out.get_ref().sync_all(),
        }
    }

    /// Puts it in its place, instead of what stands there.
    pub fn put(mut self) -> io::Result<()> {
        self.settle()?;
        if !self.is_put {
            fs::rename(&self.part, &self.place)?;
            self.is_put = true;
        }
        Ok(())
    }

    /// Puts it in its place, or, where something stands there by now, under the first of `others` that is free; says
    /// where it is.
    pub fn put_new(mut self, mut others: impl Iterator<Item = PathBuf>) -> io::Result<PathBuf> {
        self.settle()?;
        let mut place = self.place.clone();
        while !self.link(&place)? {
            let taken = || io::Error::from(ErrorKind::AlreadyExists);
            place = others.next().ok_or_else(taken)?;
        }
        self.is_put = true;
        Ok(place)
    }

    /// Gives it a name that nobody has; false where somebody has it.
    fn link(&self, place: &Path) -> io::Result<bool> {
        match fs::hard_link(&self.part, place) {
            Ok(()) => {
                // It has two names until this one goes; under the new one it is whole whatever happens.
                drop(fs::remove_file(&self.part));
                Ok(true)
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            // File systems without second names: nobody but us is expected in the moment between the two.
            Err(_) if place.symlink_metadata().is_ok() => Ok(false),
            Err(_) => fs::rename(&self.part, place).map(|()| true),
        }
    }
}

impl Write for ExportFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for ExportFile {
    fn drop(&mut self) {
        if !self.is_put {
            // Half a file helps nobody; why it is only half is told by whoever drops it.
            drop(fs::remove_file(&self.part));
        }
    }
}

fn part(place: &Path, number: u32) -> PathBuf {
    let mut name = place.file_name().map_or_else(OsString::new, OsString::from);
    if number > 1 {
        name.push(format!(".{number}"));
    }
    name.push(".part");
    place.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn it_is_beside_its_place_until_it_is_whole() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("links.csv");
        let mut file = ExportFile::begin(&place).unwrap();
        file.write_all(b"half").unwrap();
        assert_eq!(names(dir.path()), ["links.csv.part"]);
        drop(file);
        assert!(names(dir.path()).is_empty());
        let mut file = ExportFile::begin(&place).unwrap();
        let other = ExportFile::begin(&place).unwrap();
        assert_ne!(file.part(), other.part());
        drop(other);
        file.write_all(b"whole").unwrap();
        file.put().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"whole");
        assert_eq!(names(dir.path()), ["links.csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_stays_one_and_a_link_leads_on() {
        use std::os::unix::fs::{FileTypeExt, symlink};
        let dir = tempfile::tempdir().unwrap();
        let mut file = ExportFile::begin(Path::new("/dev/null")).unwrap();
        file.write_all(b"gone").unwrap();
        file.put().unwrap();
        let kind = fs::metadata("/dev/null").unwrap().file_type();
        assert!(kind.is_char_device());
        let (link, place) = (dir.path().join("link"), dir.path().join("place"));
        fs::write(&place, "old").unwrap();
        symlink(&place, &link).unwrap();
        let mut file = ExportFile::begin(&link).unwrap();
        file.write_all(b"new").unwrap();
        file.put().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"new");
        assert!(link.is_symlink());
    }

    #[test]
    fn a_new_file_writes_over_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("links.csv");
        let mut file = ExportFile::begin(&place).unwrap();
        file.write_all(b"new").unwrap();
        fs::write(&place, "old").unwrap();
        let others = ["links-2.csv", "links-3.csv"].map(|name| dir.path().join(name));
        fs::write(&others[0], "old").unwrap();
        let put = file.put_new(others.clone().into_iter()).unwrap();
        assert_eq!(put, others[1]);
        assert_eq!(fs::read(&put).unwrap(), b"new");
        assert_eq!(fs::read(&place).unwrap(), b"old");
        assert_eq!(names(dir.path()).len(), 3);
        let file = ExportFile::begin(&place).unwrap();
        assert!(file.put_new(std::iter::empty()).is_err());
        assert_eq!(names(dir.path()).len(), 3);
    }
}
