//! Arguments of the commands that buy: targets, the function's own options, and what it may cost.

use std::path::PathBuf;

use clap::Args;

use super::entry_options::{DomainInfo, EntryOptions, Named};
use super::max_cost::MaxCost;

/// What is asked about.
#[derive(Clone, Debug, Args)]
pub struct TargetArgs {
    /// Domains, hosts or URLs; of `search` and `keywords` the words of each in quotes, of `neighbours` also IPv4
    /// addresses, of `estimate` and `crawl` URLs
    #[arg(value_name = "TARGET")]
    pub targets: Vec<String>,
    /// More targets from a file, one a line (- reads standard input); # begins a remark
    #[arg(long, value_name = "FILE")]
    pub targets_from: Option<PathBuf>,
}

/// What every purchase takes.
#[derive(Clone, Debug, Args)]
pub struct Spending {
    /// Do not ask whether to spend; limits bind all the same
    #[arg(long)]
    pub yes: bool,
    /// The most that this command may cost in all: analysis=N,retrieval=N,items=N, or usd=X
    #[arg(long, value_name = "LIMITS")]
    pub max_cost: Option<MaxCost>,
    /// Say what it would cost, from what is known here, and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Client or project that the ledger names for it
    #[arg(long, value_name = "CLIENT")]
    pub tag: Option<String>,
}

/// Arguments of a command that asks one function about targets.
#[derive(Debug, Args)]
pub struct AskArgs<E: Named> {
    /// What it is about.
    #[command(flatten)]
    pub about: TargetArgs,
    /// The function's own options.
    #[command(flatten)]
    pub options: EntryOptions<E>,
    /// What it may cost.
    #[command(flatten)]
    pub spending: Spending,
    /// Answer from links of the target that are held, and send nothing: Majestic's anchors, topics, pages, profile,
    /// history and calendar
    #[arg(long)]
    pub held: bool,
}

/// Arguments of `domain-info`.
#[derive(Debug, Args)]
pub struct DomainInfoArgs {
    /// What it is about.
    #[command(flatten)]
    pub about: TargetArgs,
    /// Fill the referring domains of this stored dataset: its id, a unique beginning of it, or `latest`
    #[arg(long, value_name = "ID", conflicts_with_all = ["targets", "targets_from"])]
    pub dataset: Option<String>,
    /// Only these domains of the dataset
    #[arg(
        long,
        value_name = "a,b",
        value_delimiter = ',',
        requires = "dataset",
        conflicts_with = "all"
    )]
    pub domains: Vec<String>,
    /// Every domain of the dataset that is not filled yet
    #[arg(long, requires = "dataset")]
    pub all: bool,
    /// Ask for domains that are filled already, too
    #[arg(long, requires = "dataset")]
    pub again: bool,
    /// The function's own options.
    #[command(flatten)]
    pub options: EntryOptions<DomainInfo>,
    /// What it may cost.
    #[command(flatten)]
    pub spending: Spending,
}
