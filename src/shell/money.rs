//! What the explorer asks of the journal and the settings about money: charges, doubts, limits. Nothing here spends.

use std::path::Path;

use super::perform::{Performer, Whose};
use super::running::Work;
use super::settings_file::{self, Rights};
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
    let edited = settings_file::change(file, Rights::AsBefore, |text| {
        with_limit(text, change).map_err(|why| why.to_string())
    });
    edited.map_err(|why| {
        format!(
            "{why}; set {} under [limits.{}] by hand; the limits are as before",
            change.unit,
            change.kind.name()
        )
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

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
