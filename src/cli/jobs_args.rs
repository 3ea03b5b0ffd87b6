//! Arguments of `jobs`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Arguments of `jobs`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct JobsArgs {
    /// What to do; the jobs of this data folder are listed if nothing is said.
    #[command(subcommand)]
    pub task: Option<JobsTask>,
    /// Go on with what is unfinished and wait for it; buys nothing new
    #[arg(long)]
    pub resume: bool,
}

/// What to do with jobs.
#[derive(Debug, Subcommand)]
pub enum JobsTask {
    /// List the downloads in the account, whoever made them; free
    Remote,
    /// Take over downloads made on the web site or elsewhere; free
    Adopt(AdoptArgs),
    /// Join a file that was delivered elsewhere with its job
    Attach(AttachArgs),
    /// Delete jobs' downloads at the service; what is held here stays
    DeleteRemote(DeleteArgs),
}

/// Arguments of `jobs adopt`.
#[derive(Debug, Args)]
pub struct AdoptArgs {
    /// The service's numbers of them, as `jobs remote` lists them
    #[arg(value_name = "REMOTE", required_unless_present = "all")]
    pub remote: Vec<String>,
    /// Every download that is no job here yet
    #[arg(long, conflicts_with = "remote")]
    pub all: bool,
}

/// Arguments of `jobs attach`.
#[derive(Debug, Args)]
pub struct AttachArgs {
    /// Number of the job
    #[arg(value_name = "JOB")]
    pub job: i64,
    /// The delivered file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Arguments of `jobs delete-remote`.
#[derive(Debug, Args)]
pub struct DeleteArgs {
    /// Numbers of the jobs
    #[arg(value_name = "JOB", required = true)]
    pub jobs: Vec<i64>,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}
