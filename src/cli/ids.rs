//! `ids`: what a shell completes that changes from day to day, a name a line. Reads names alone and says nothing of what
//! cannot be read: whoever presses tab has asked nothing.

use clap::{Args, ValueEnum};

use super::desk::Desk;
use super::failure::Failure;
use crate::store::{Journal, dataset_names};

/// Arguments of `ids`.
#[derive(Debug, Args)]
pub struct IdsArgs {
    /// Of what
    #[arg(value_enum)]
    pub of: Of,
}

/// What has names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Of {
    /// What is stored.
    Datasets,
    /// What was bought.
    Jobs,
}

/// Runs the command.
pub fn run(desk: &Desk, args: &IdsArgs) -> Result<(), Failure> {
    let folder = &desk.places.data;
    let names: Vec<String> = match args.of {
        Of::Datasets => dataset_names(folder).into_iter().map(|id| id.0).collect(),
        Of::Jobs => {
            let jobs = Journal::look(folder).ok().and_then(|look| look.jobs().ok());
            let ids = jobs.into_iter().flatten().map(|job| job.summary.id);
            ids.map(|id| id.to_string()).collect()
        }
    };
    desk.outlet().deliver(|out| {
        names.iter().try_for_each(|name| {
            writeln!(out, "{name}")
                .map_err(|why| Failure::Failed(format!("writing the output failed: {why}")))
        })
    })
}
