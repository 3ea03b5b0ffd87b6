//! Arguments of `jobs`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::max_cost::MaxCost;

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
    /// Show what is known of charges in doubt: what was sent when, what the free calls said, what it may have cost; asks
    /// nobody
    Doubt(EvidenceArgs),
    /// Ask the service's free calls what became of jobs whose charge is unknown
    Reconcile(DoubtArgs),
    /// Accept a charge that is in doubt: one line in the ledger, nothing held any more
    Accept(AcceptArgs),
    /// Take a charge that is in doubt for not made: what was held is free
    Dismiss(DismissArgs),
}

/// Arguments of `jobs doubt`.
#[derive(Debug, Args)]
pub struct EvidenceArgs {
    /// Numbers of the jobs; all whose charge is in doubt if nothing is said
    #[arg(value_name = "JOB")]
    pub jobs: Vec<i64>,
}

/// Arguments of `jobs reconcile`.
#[derive(Debug, Args)]
pub struct DoubtArgs {
    /// Numbers of the jobs
    #[arg(value_name = "JOB", required = true)]
    pub jobs: Vec<i64>,
}

/// Arguments of `jobs accept`.
#[derive(Debug, Args)]
pub struct AcceptArgs {
    /// Number of the job
    #[arg(value_name = "JOB")]
    pub job: i64,
    /// What was charged, as analysis=N,retrieval=N,items=N or usd=X [default: what it was expected to cost]
    #[arg(long, value_name = "AMOUNTS")]
    pub amount: Option<MaxCost>,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}

/// Arguments of `jobs dismiss`.
#[derive(Debug, Args)]
pub struct DismissArgs {
    /// Number of the job
    #[arg(value_name = "JOB")]
    pub job: i64,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
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
