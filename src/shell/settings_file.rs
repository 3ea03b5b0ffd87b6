//! Changing a settings file in place: written beside and renamed, so that a reader sees the old text or the new.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Who may read the file afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// As before; a new file only its owner.
    AsBefore,
    /// Only its owner: a secret stands in it.
    Private,
}

/// Changes a settings file by its text, which is empty where there is no file. What went wrong names the file.
pub fn change(
    file: &Path,
    rights: Rights,
    edit: impl FnOnce(&str) -> Result<String, String>,
) -> Result<(), String> {
    let failed = |why: io::Error| format!("{}: {why}", file.display());
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(why) if why.kind() == io::ErrorKind::NotFound => String::new(),
        Err(why) => return Err(failed(why)),
    };
    let edited = edit(&text).map_err(|why| format!("{}: {why}", file.display()))?;
    // A link stays a link: what it names is written.
    let place = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    replace(&place, edited.as_bytes(), rights).map_err(failed)
}

fn replace(file: &Path, bytes: &[u8], rights: Rights) -> io::Result<()> {
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    let (path, mut beside) = file_beside(folder, file)?;
    let written = beside.write_all(bytes).and_then(|()| {
        if let (Rights::AsBefore, Ok(meta)) = (rights, fs::metadata(file)) {
            beside.set_permissions(meta.permissions())?;
        }
        beside.sync_all()?;
        fs::rename(&path, file)
    });
    if written.is_err() {
        // Nothing of a secret stays behind.
        drop(fs::remove_file(&path));
    }
    written
}

fn file_beside(folder: &Path, file: &Path) -> io::Result<(PathBuf, fs::File)> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let path = folder.join(format!(".{name}.{}.part", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(&path)?;
    Ok((path, opened))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn what_holds_a_secret_is_its_owners_alone() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("deep/settings.toml");
        let mode = || fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        change(&file, Rights::AsBefore, |text| Ok(format!("{text}a"))).unwrap();
        assert_eq!(mode(), 0o600);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        change(&file, Rights::AsBefore, |text| Ok(format!("{text}b"))).unwrap();
        assert_eq!(mode(), 0o644);
        change(&file, Rights::Private, |text| Ok(format!("{text}c"))).unwrap();
        assert_eq!(mode(), 0o600);
        assert_eq!(fs::read_to_string(&file).unwrap(), "abc");
        assert!(change(&file, Rights::Private, |_| Err("no".into())).is_err());
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
    }
}
