//! What the explorer remembers from one start to the next, as text beside the journal.

use std::fs;
use std::io::ErrorKind;

use super::{Store, StoreError, private};

/// More than this is not what the explorer wrote.
const MOST: u64 = 1024 * 1024;

impl Store {
    /// What was remembered; none where nothing was.
    pub fn remembered(&self) -> Result<Option<String>, StoreError> {
        let path = self.inner.root.join("session.toml");
        let read = fs::metadata(&path).and_then(|meta| match meta.len() {
            0..=MOST => fs::read_to_string(&path),
            _ => Err(ErrorKind::FileTooLarge.into()),
        });
        match read {
            Ok(text) => Ok(Some(text)),
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
            Err(why) => Err(StoreError::io("cannot read", &path)(why)),
        }
    }

    /// Remembers a text in the place of the last one. A folder that is only looked at stays as it is.
    pub fn remember(&self, text: &str) -> Result<(), StoreError> {
        if self.is_looked_at() {
            return Ok(());
        }
        let path = self.inner.root.join("session.toml");
        private::replace(&path, text.as_bytes()).map_err(StoreError::io("cannot write", &path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_text_is_remembered() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(store.remembered().unwrap(), None);
        store.remember("a = 1\n").unwrap();
        store.remember("a = 2\n").unwrap();
        assert_eq!(store.remembered().unwrap().as_deref(), Some("a = 2\n"));
        let path = dir.path().join("session.toml");
        fs::write(&path, vec![b' '; 2 * 1024 * 1024]).unwrap();
        assert!(
            store
                .remembered()
                .unwrap_err()
                .to_string()
                .contains("session.toml")
        );
    }
}
