//! Whether a file has rows to be read at all, by its head: asked before a person leaves the line in which its path is
//! typed.

use std::path::Path;
use std::sync::atomic::AtomicU64;

use super::fault::IngestError;
use super::raw::{self, Kind};
use super::source::{LINK_NEEDS, RawReader, header_of};
use super::{IngestOptions, Limits, parquet, tables};
use crate::model::link::LINKS;

/// Letters of a head that lists something else.
const SHOWN: usize = 120;

/// Looks at the head of a file as [`super::ingest`] begins with it: links, or a list of referring domains. Reads no row
/// and keeps nothing; the sentence says what it is instead. Blocks.
pub fn try_head(raw: &Path) -> Result<(), String> {
    look(raw).map_err(|why| told(&why))
}

fn look(raw: &Path) -> Result<(), IngestError> {
    let limits = Limits::from(&IngestOptions::default());
    if raw::kind(raw)? == Kind::Parquet {
        let rows = parquet::Rows::open(raw, limits)?;
        return header_of(raw, &LINKS, rows.names(), &LINK_NEEDS).map(drop);
    }
    let bytes = AtomicU64::new(0);
    let mut source = RawReader::open(raw, None, &bytes, limits)?;
    let names = source.names().map_err(|why| source.explain(why))?;
    if tables::lists_domains(&names) {
        return Ok(());
    }
    header_of(raw, &LINKS, &names, &LINK_NEEDS).map(drop)
}

/// What is wrong; that rows before it are kept would be said too much.
fn told(why: &IngestError) -> String {
    match why {
        IngestError::Empty { path } => format!("{} is empty", path.display()),
        IngestError::MissingColumn {
            path,
            column,
            found,
        } => {
            let path = path.display();
            let mut head: String = found.chars().take(SHOWN).collect();
            if head.len() < found.len() {
                head.push('…');
            }
            format!(
                "{path} lists neither links nor referring domains: it has no column `{column}`, its first line is `{head}`"
            )
        }
        IngestError::Truncated { path, at, why, .. } => {
            format!(
                "{} is damaged or ends early, at byte {at} ({why})",
                path.display()
            )
        }
        IngestError::LongRow { path, limit, .. } => format!(
            "{} is no table: its first line is longer than {limit} bytes",
            path.display()
        ),
        IngestError::Parquet { path, why, .. } => {
            format!("{} cannot be read as Parquet ({why})", path.display())
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write as _;

    #[test]
    fn a_head_tells_whether_there_are_rows_to_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        let tried = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            try_head(&path)
        };
        let packed = |text: &str| {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
            gzip.write_all(text.as_bytes()).unwrap();
            gzip.finish().unwrap()
        };
        let links = "Source URL,Target URL\nhttps://a.example/,https://t.example/\n";
        assert_eq!(tried(links.as_bytes()), Ok(()));
        assert_eq!(tried(&packed(links)), Ok(()));
        assert_eq!(tried(b"Domain,TrustFlow\na.example,20\n"), Ok(()));
        for (bytes, wanted) in [
            (b"".to_vec(), "is empty"),
            (b"Dear Ann,\nhow are you?\n".to_vec(), "no column `"),
            (b"\x1b]0;x\x07,y\n".to_vec(), "neither links nor"),
            (packed(links)[..12].to_vec(), "damaged or ends early"),
            (b"PAR1nothing else".to_vec(), "cannot be read as Parquet"),
            (vec![b'x'; 64 << 20], "is no table"),
        ] {
            let told = tried(&bytes).unwrap_err();
            assert!(told.contains(wanted), "{told}");
            assert!(
                told.chars().count() < 400 && !told.contains('\x1b'),
                "{told}"
            );
            assert!(!told.contains("kept"), "{told}");
        }
    }
}
