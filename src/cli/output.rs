//! Standard output: data only, written in one place.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::args::Form;
use super::failure::Failure;
use super::interrupts::Asked;
use crate::model::text::lines;
use crate::store::{ExportFile, manifest_name};

/// Where data goes.
#[derive(Clone, Debug)]
pub enum Outlet {
    /// Standard output.
    Stdout,
    /// A file, written beside and renamed, so that a reader never sees half of it.
    File(PathBuf),
    /// The same for data that is not all that was asked for: nothing stands beside it.
    Part(PathBuf),
}

impl Outlet {
    /// `--output`; `-` means standard output.
    pub fn new(output: Option<&Path>) -> Self {
        match output {
            Some(path) if path != Path::new("-") => Self::File(path.to_owned()),
            _ => Self::Stdout,
        }
    }

    /// Refuses a file that cannot come about, before anything is done, let alone bought, for it; and bytes that a
    /// terminal would only be hurt by.
    pub fn check(&self, form: Form) -> Result<(), Failure> {
        let Self::File(path) = self else {
            return match form == Form::Parquet && io::stdout().is_terminal() {
                true => Err(Failure::Usage(
                    "--format parquet is nothing for a terminal; nothing was done. Name a file (--output rows.parquet) or a pipe"
                        .to_owned(),
                )),
                false => Ok(()),
            };
        };
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        if folder.is_dir() && path.file_name().is_some() && !path.is_dir() {
            return Ok(());
        }
        Err(Failure::Usage(format!(
            "--output {} can be no file there; nothing was done. Name a file in a folder that exists",
            path.display()
        )))
    }

    /// Where data goes that is not all that was asked for: a file must not look whole under the name it was to have.
    pub fn in_part(self) -> Self {
        match self {
            Self::Stdout => Self::Stdout,
            Self::File(path) | Self::Part(path) => {
                let mut name = path.into_os_string();
                name.push(".part");
                Self::Part(name.into())
            }
        }
    }

    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Stdout => None,
            Self::File(path) | Self::Part(path) => Some(path),
        }
    }

    /// Hands the outlet to a writer of data and finishes it.
    pub fn deliver(
        &self,
        write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        match self {
            Self::Stdout => to_stdout(write),
            Self::File(path) | Self::Part(path) => to_file(path, |out| write(out).map(|()| None)),
        }
    }

    /// [`Self::deliver`], with what describes the data in a file beside it: both appear, or neither. Standard output and
    /// devices have nothing beside them.
    pub fn deliver_described(
        &self,
        write: impl FnOnce(&mut dyn Write) -> Result<Vec<u8>, Failure>,
    ) -> Result<(), Failure> {
        match self {
            Self::Stdout => to_stdout(|out| write(out).map(drop)),
            Self::File(path) => to_file(path, |out| write(out).map(Some)),
            Self::Part(path) => to_file(path, |out| write(out).map(|_| None)),
        }
    }
}

/// Notes that the reader went away, whatever the layers above make of the error.
struct Pipe<W> {
    inner: W,
    reader_gone: bool,
}

impl<W: Write> Pipe<W> {
    fn noted<T>(&mut self, outcome: io::Result<T>) -> io::Result<T> {
        if let Err(why) = &outcome {
            self.reader_gone |= why.kind() == io::ErrorKind::BrokenPipe;
        }
        outcome
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let outcome = self.inner.write(bytes);
        self.noted(outcome)
    }

    fn flush(&mut self) -> io::Result<()> {
        let outcome = self.inner.flush();
        self.noted(outcome)
    }
}

fn to_stdout(write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>) -> Result<(), Failure> {
    let stdout = io::stdout().lock();
    if stdout.is_terminal() {
        into(Shown::new(stdout), write)
    } else {
        into(stdout, write)
    }
}

/// A terminal: texts from outside must not steer it, whatever form the data has. Elsewhere bytes stay as they are.
struct Shown<W> {
    inner: W,
    /// The beginning of a letter whose rest is not written yet.
    begun: Vec<u8>,
}

impl<W: Write> Shown<W> {
    fn new(inner: W) -> Self {
        Self {
            inner,
            begun: Vec::new(),
        }
    }
}

impl<W: Write> Write for Shown<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let rest = all.split_off(whole_letters(&all));
        self.begun = rest;
        let safe = lines(&String::from_utf8_lossy(&all));
        self.inner.write_all(safe.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// How many of the bytes do not belong to a letter that is cut at their end.
fn whole_letters(bytes: &[u8]) -> usize {
    match bytes.utf8_chunks().last().map(|chunk| chunk.invalid()) {
        Some(cut) if cut.len() < LONGEST_LETTER && is_begun(cut) => bytes.len() - cut.len(),
        _ => bytes.len(),
    }
}

/// Bytes of the longest letter in UTF-8.
const LONGEST_LETTER: usize = 4;

/// Whether these bytes are the beginning of a letter, rather than no letter at all.
fn is_begun(cut: &[u8]) -> bool {
    matches!(std::str::from_utf8(cut), Err(error) if error.error_len().is_none())
}

fn into<W: Write>(
    inner: W,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut pipe = Pipe {
        inner,
        reader_gone: false,
    };
    let mut outcome = {
        let mut buffered = BufWriter::with_capacity(64 * 1024, &mut pipe);
        write(&mut buffered).and_then(|()| {
            buffered
                .flush()
                .map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
        })
    };
    if outcome.is_ok() {
        outcome = pipe
            .flush()
            .map_err(|why| Failure::Failed(format!("writing the output failed: {why}")));
    }
    if pipe.reader_gone {
        Err(Failure::ReaderGone)
    } else {
        outcome
    }
}

fn to_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<Option<Vec<u8>>, Failure>,
) -> Result<(), Failure> {
    let failed = |why: io::Error| Failure::file("writing", path, &why);
    let asked = Asked::listen().map_err(failed)?;
    let mut file = ExportFile::begin(path).map_err(|why| Failure::file("creating", path, &why))?;
    let written = write(&mut Stoppable {
        inner: &mut file,
        asked: &asked,
    });
    // Whatever the writer made of it: who asked for the end is told of the end.
    let stopped = || {
        Failure::Interrupted(format!(
            "stopped; {} was not finished and nothing of it was kept",
            path.display()
        ))
    };
    if asked.to_end() {
        return Err(stopped());
    }
    let description = written?.filter(|_| file.is_file());
    file.settle().map_err(failed)?;
    let beside = description
        .map(|bytes| describe(path, &bytes))
        .transpose()?;
    if asked.to_end() {
        return Err(stopped());
    }
    file.put().map_err(failed)?;
    beside.map_or(Ok(()), |beside| {
        beside
            .put()
            .map_err(|why| Failure::file("writing", &manifest_name(path), &why))
    })
}

/// What stands beside a file, written to its end but not in its place yet.
fn describe(path: &Path, bytes: &[u8]) -> Result<ExportFile, Failure> {
    let place = manifest_name(path);
    let failed = |why: io::Error| {
        let why = Failure::file("writing", &place, &why);
        Failure::Failed(format!(
            "{why}; nothing was written. --no-manifest does without it"
        ))
    };
    let mut beside = ExportFile::begin(&place).map_err(failed)?;
    let written = beside.write_all(bytes).and_then(|()| beside.settle());
    written.map_err(failed)?;
    Ok(beside)
}

/// A writer that refuses to go on once the program was asked to end.
struct Stoppable<'a, W> {
    inner: W,
    asked: &'a Asked,
}

impl<W: Write> Write for Stoppable<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.asked.to_end() {
            return Err(io::Error::other("asked to end"));
        }
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// One line on standard output, at once: for a program that waits for it.
pub fn announce(line: &str) -> Result<(), Failure> {
    to_stdout(|out| {
        writeln!(out, "{line}")
            .map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.csv");
        let outlet = Outlet::new(Some(&path));
        let failed = outlet.deliver(|out| {
            out.write_all(b"half").unwrap();
            Err(Failure::Failed("no".to_owned()))
        });
        assert!(failed.is_err());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        outlet
            .deliver(|out| {
                out.write_all(b"whole").unwrap();
                Ok(())
            })
            .unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"whole");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_terminal_gets_steers_nothing() {
        let text = "é,\u{1b}[31m日本\u{9b}2J\tx\r\n\u{202e}end\n";
        for piece in 1..text.len() {
            let mut shown = Shown::new(Vec::new());
            for bytes in text.as_bytes().chunks(piece) {
                shown.write_all(bytes).unwrap();
            }
            let seen = String::from_utf8(shown.inner).unwrap();
            assert_eq!(seen, "é, [31m日本›2J\tx \nend\n", "{piece}");
        }
        let mut shown = Shown::new(Vec::new());
        shown.write_all(b"a\xff\xe6\x97b\xe6\x97").unwrap();
        shown.write_all(b"\xa5").unwrap();
        assert_eq!(
            String::from_utf8(shown.inner).unwrap(),
            "a\u{fffd}\u{fffd}b日"
        );
    }

    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_went_away_is_no_failure() {
        let outcome = into(Gone, |out| {
            out.write_all(&[b'x'; 100_000])
                .map_err(|why| Failure::Failed(why.to_string()))
        });
        assert!(matches!(outcome, Err(Failure::ReaderGone)));
    }
}
