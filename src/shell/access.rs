//! The way to an account, and to a file: trying, keeping, completing. All of it behind the screen.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::perform::Performer;
use super::running::Work;
use super::service::whole_path;
use super::settings_file::{self, Rights};
use crate::api::Client;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::config::with_access;
use crate::jobs;
use crate::model::access::{Access, Tried};
use crate::store::{MANIFEST_FILE, try_head};

/// Makes the client that asks with what was typed; the sentence says why none can be made.
pub type Connector = Arc<dyn Fn(&Access) -> Result<Client, String> + Send + Sync>;

/// Names that are offered for a path at the most.
const MOST: usize = 12;

impl Performer {
    /// What the first screen and the overview of a target need.
    pub(super) fn guide(&self, effect: Effect) {
        match effect {
            Effect::TryAccess(access) => self.try_access(&access),
            Effect::KeepAccess(access) => self.keep_access(*access),
            Effect::CheckPath(path) => self.check_path(path),
            Effect::CompletePath(path) => self.complete_path(path),
            Effect::ReadOverview(target) => self.blocking(Work::Read, move |p| {
                let read = jobs::overview(&p.store, &p.runners, &target, p.now());
                Some(Action::OverviewRead {
                    outcome: read.map(Box::new).map_err(|e| e.to_string()),
                    target,
                })
            }),
            _ => {}
        }
    }

    fn try_access(&self, access: &Access) {
        let (actions, now) = (self.actions.clone(), self.now());
        let client = match &self.access {
            Some((connect, _)) => connect(access),
            None => Err(
                "this screen has no settings to keep a key for: start `backtrail` alone".to_owned(),
            ),
        };
        tokio::spawn(async move {
            let tried = match client {
                Ok(client) => jobs::try_access(&client, now).await,
                Err(why) => Tried::Unheard(why),
            };
            // The loop has ended when nobody listens.
            let _ = actions.send(Action::AccessTried(tried)).await;
        });
    }

    fn keep_access(&self, access: Access) {
        self.blocking(Work::Other, move |p| {
            let Some((_, file)) = &p.access else {
                let why = "the demo keeps no keys: start `backtrail` without it".to_owned();
                return Some(Action::AccessKept(Err(why)));
            };
            let kept = keep_access(file, &access);
            Some(Action::AccessKept(
                kept.map(|()| file.display().to_string()),
            ))
        });
    }

    fn check_path(&self, typed: String) {
        self.blocking(Work::Other, move |_| {
            let path = whole_path(&typed);
            let outcome = openable(&path).map(|()| path.display().to_string());
            Some(Action::PathChecked {
                path: typed,
                outcome,
            })
        });
    }

    fn complete_path(&self, typed: String) {
        self.blocking(Work::Other, move |_| {
            let (completed, choices) = complete(&typed);
            Some(Action::PathCompleted {
                typed,
                completed,
                choices,
            })
        });
    }
}

/// Writes an account's secrets into the settings file, which only its owner can read afterwards.
pub fn keep_access(file: &Path, access: &Access) -> Result<(), String> {
    let edited = settings_file::change(file, Rights::Private, |text| {
        with_access(text, access).map_err(|why| why.to_string())
    });
    edited.map_err(|why| {
        let variables: Vec<&str> = access
            .kind
            .parts()
            .iter()
            .map(|part| part.variable)
            .collect();
        format!(
            "not kept: {why}. Put it into {} instead",
            variables.join(" and ")
        )
    })
}

/// Whether the explorer can be opened over this: a file of rows, or the folder of a dataset.
fn openable(path: &Path) -> Result<(), String> {
    let shown = path.display();
    let what = fs::metadata(path).map_err(|why| refused(path, &why))?;
    if what.is_dir() {
        return match path.join(MANIFEST_FILE).is_file() {
            true => Ok(()),
            false => Err(format!(
                "{shown} is a folder, and not one of a dataset: it has no {MANIFEST_FILE}"
            )),
        };
    }
    // Opening a pipe would wait for whoever writes into it.
    if !what.is_file() {
        return Err(format!("{shown} is neither a file nor a folder"));
    }
    fs::File::open(path).map_err(|why| refused(path, &why))?;
    try_head(path)
}

fn refused(path: &Path, why: &io::Error) -> String {
    let shown = path.display();
    match why.kind() {
        io::ErrorKind::NotFound => format!("there is no file {shown}"),
        io::ErrorKind::PermissionDenied => {
            format!("you may not read {shown}: its rights forbid it")
        }
        _ => format!("{shown} cannot be read ({why})"),
    }
}

/// A path as far as it is clear, and the names that begin so.
fn complete(typed: &str) -> (String, Vec<String>) {
    let (folder, begun) = match typed.rfind('/') {
        Some(at) => typed.split_at(at + 1),
        None => ("", typed),
    };
    let place = match folder {
        "" => Path::new(".").to_owned(),
        folder => whole_path(folder),
    };
    let mut names: Vec<String> = fs::read_dir(place)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().to_str()?.to_owned();
            let is_folder = fs::metadata(entry.path()).is_ok_and(|meta| meta.is_dir());
            Some(if is_folder { format!("{name}/") } else { name })
        })
        .filter(|name| {
            name.starts_with(begun) && (!name.starts_with('.') || begun.starts_with('.'))
        })
        .collect();
    names.sort();
    let common = names
        .iter()
        .skip(1)
        .fold(names.first().cloned(), |common, name| {
            common.map(|common| shared(&common, name).to_owned())
        });
    names.truncate(MOST);
    let completed = common.map_or_else(|| typed.to_owned(), |common| format!("{folder}{common}"));
    (completed, names)
}

/// What two texts begin with alike.
fn shared<'a>(one: &'a str, other: &str) -> &'a str {
    let same = one
        .char_indices()
        .zip(other.chars())
        .find(|((_, a), b)| a != b);
    let end = same.map_or(one.len().min(other.len()), |((at, _), _)| at);
    one.get(..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_opened_is_said_before_the_screen_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::write(
            at("links.csv"),
            "Source URL,Target URL\nhttps://a.example/,https://t.example/\n",
        )
        .unwrap();
        fs::write(at("notes.txt"), "Dear Ann,\n").unwrap();
        fs::write(at("empty.csv"), "").unwrap();
        fs::create_dir_all(at("dataset")).unwrap();
        fs::write(at("dataset").join(MANIFEST_FILE), "{}").unwrap();
        for sound in ["links.csv", "dataset"] {
            assert_eq!(openable(&at(sound)), Ok(()), "{sound}");
        }
        for (name, wanted) in [
            ("none.csv", "there is no file"),
            ("", "no manifest.json"),
            ("empty.csv", "is empty"),
            ("notes.txt", "neither links nor referring domains"),
            ("links.csv/x", "cannot be read"),
        ] {
            let told = openable(&at(name)).unwrap_err();
            assert!(told.contains(wanted), "{name}: {told}");
        }
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        let told = refused(Path::new("/x/links.csv"), &denied);
        assert_eq!(told, "you may not read /x/links.csv: its rights forbid it");
        // Its rights bind nobody who may do everything.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let closed = at("links.csv");
            fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
            match fs::File::open(&closed) {
                Ok(_) => assert_eq!(openable(&closed), Ok(())),
                Err(_) => assert!(openable(&closed).unwrap_err().contains("may not read")),
            }
        }
    }

    #[test]
    fn a_path_is_completed_as_far_as_it_is_clear() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["links-a.csv", "links-b.csv", ".hidden", "über.csv"] {
            fs::write(dir.path().join(name), "").unwrap();
        }
        fs::create_dir(dir.path().join("other")).unwrap();
        let at = |text: &str| complete(&format!("{}/{text}", dir.path().display()));
        let (completed, choices) = at("l");
        assert!(completed.ends_with("/links-"), "{completed}");
        assert_eq!(choices, ["links-a.csv", "links-b.csv"]);
        assert!(at("links-a").0.ends_with("/links-a.csv"));
        assert!(at("o").0.ends_with("/other/"));
        assert!(at("ü").0.ends_with("/über.csv"));
        assert_eq!(at("x").1, Vec::<String>::new());
        assert!(at("x").0.ends_with("/x"));
        assert_eq!(at("").1.len(), 4, "what is hidden is not offered");
    }
}
