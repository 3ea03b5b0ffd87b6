//! What the explorer asks of the journal and the settings about money: charges, doubts, limits. Nothing here spends.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::perform::{Performer, Whose};
use super::running::Work;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::config::with_limit;
use crate::jobs;
use crate::model::charge::Verdict;
use crate::model::job::JobId;
use crate::model::money::{LimitChange, Limits};

impl Performer {
    pub(super) fn on_money(&self, effect: Effect) {
        match effect {
            Effect::ReadLedger => self.blocking(Work::Other, |p| {
                let read = p.store.journal().ledger(None);
                Some(Action::LedgerRead(read.map_err(|e| e.to_string())))
            }),
            Effect::ReadDoubt(job) => self.blocking(Work::Other, move |p| {
                let known = jobs::doubt(&p.store, job);
                Some(Action::DoubtRead(known.map_err(|e| e.to_string())))
            }),
            Effect::Resolve { job, verdict } => self.resolve(job, verdict),
            Effect::SetLimit(change) => self.blocking(Work::Other, move |p| {
                Some(Action::LimitSet(Box::new(p.set_limit(change))))
            }),
            _ => {}
        }
    }

    fn resolve(&self, job: JobId, verdict: Verdict) {
        self.with_runner(Whose::Job(job), move |runner| async move {
            let resolved = runner.resolve(job, verdict).await;
            resolved.err().map(|e| Action::Trouble(e.to_string()))
        });
    }

    /// The limit binds at once, for every account that is open here; then it is kept.
    fn set_limit(&self, change: LimitChange) -> Result<(Limits, String), String> {
        let mut limits = self
            .limits
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let wanted = limits.with(change);
        let kept = match &self.settings_file {
            Some(file) => {
                keep(file, change)?;
                format!("kept in {}", file.display())
            }
            None => "for this session: what the demo spends is play".to_owned(),
        };
        *limits = wanted;
        for runner in &self.runners {
            runner.set_limits(wanted);
        }
        let amount = change.written().map_or_else(
            || "lifted".to_owned(),
            |amount| format!("{} {amount}", change.unit),
        );
        let said = format!("{} {amount}, {kept}", change.kind.name());
        Ok((wanted, said))
    }
}

/// Changes the limit in the settings file; every other line stays.
fn keep(file: &Path, change: LimitChange) -> Result<(), String> {
    let by_hand = format!(
        "set {} under [limits.{}] by hand; the limits are as before",
        change.unit,
        change.kind.name()
    );
    let failed = |why: io::Error| format!("{}: {why}; {by_hand}", file.display());
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(why) if why.kind() == io::ErrorKind::NotFound => String::new(),
        Err(why) => return Err(failed(why)),
    };
    let edited = with_limit(&text, change).map_err(|why| format!("{}: {why}", file.display()))?;
    // A link stays a link: what it names is written.
    let place = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    replace(&place, edited.as_bytes()).map_err(failed)
}

/// Writes beside and renames, with the rights that the file had; a new one only its owner reads.
fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    let mut beside = tempfile_in(folder, file)?;
    beside.1.write_all(bytes)?;
    if let Ok(meta) = fs::metadata(file) {
        beside.1.set_permissions(meta.permissions())?;
    }
    beside.1.sync_all()?;
    fs::rename(&beside.0, file)
}

fn tempfile_in(folder: &Path, file: &Path) -> io::Result<(std::path::PathBuf, fs::File)> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let path = folder.join(format!(".{name}.{}.part", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(&path)?;
    Ok((path, opened))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_limit_leaves_the_rest_of_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("deep/settings.toml");
        let change = LimitChange::read("per_day usd=2").unwrap();
        keep(&file, change).unwrap();
        let text = "# mine\n[majestic]\nsandbox = true\n";
        fs::write(&file, text).unwrap();
        keep(&file, change).unwrap();
        let kept = fs::read_to_string(&file).unwrap();
        assert_eq!(kept, format!("{text}\n[limits.per_day]\nusd = \"2.00\"\n"));
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
        fs::write(&file, "limits = 5").unwrap();
        assert!(keep(&file, change).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "limits = 5");
    }
}
