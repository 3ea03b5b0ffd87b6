//! A filter as it is typed becomes one that can test: the files it names are read.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::StoreError;
use crate::model::filter::Filter;
use crate::model::rows::List;

/// The largest list that is read.
const MOST_BYTES: u64 = 64 << 20;

/// Reads a filter for the rows of a list; none where the text is empty. Files stand relative to the working folder.
pub fn filter(list: &List, text: &str) -> Result<Option<Filter>, StoreError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    Ok(Some(Filter::parse(list.table(), text, &read)?))
}

fn read(name: &str) -> Result<String, String> {
    let path = Path::new(name);
    let said = |e: std::io::Error| e.to_string();
    // Asked before it is opened: opening a pipe waits for whoever writes into it.
    if !std::fs::metadata(path).map_err(said)?.is_file() {
        return Err("it is no plain file".to_owned());
    }
    let mut bytes = Vec::new();
    // What a file says of its size need not be so.
    let mut head = File::open(path).map_err(said)?.take(MOST_BYTES + 1);
    head.read_to_end(&mut bytes).map_err(said)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!(
            "it has more than the {MOST_BYTES} bytes that are read"
        ));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreError;

    const LINKS: List = List::Links { domain: None };

    fn refused(path: &Path) -> String {
        match filter(&LINKS, &format!("anchor in @\"{}\"", path.display())) {
            Err(StoreError::Filter(mistake)) => mistake.why,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn lists_are_plain_files_of_bounded_size() {
        let dir = tempfile::tempdir().unwrap();
        assert!(refused(dir.path()).contains("no plain file"));
        #[cfg(unix)]
        assert!(refused(Path::new("/dev/zero")).contains("no plain file"));
        let path = dir.path().join("list.txt");
        std::fs::write(&path, "casino\n").unwrap();
        let text = format!("anchor in @\"{}\"", path.display());
        assert!(filter(&LINKS, &text).unwrap().is_some());
        let large = File::options().write(true).open(&path).unwrap();
        large.set_len(MOST_BYTES + 1).unwrap();
        assert!(refused(&path).contains("more than"));
    }
}
