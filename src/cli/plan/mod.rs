//! `run`: the queries of a file, priced together, agreed to once, then asked one after another; for a timer as well as
//! for a person. What is held and young enough is not bought again.
//!
//! A query that fails stops none of the others unless the plan says so; the summary says what became of each, and the
//! command ends with the worst of it.

mod age;
mod carry_out;
mod file;
mod price;
mod read;
mod summary;

use std::path::PathBuf;

use clap::Args;

use super::ask_args::Spending;
use super::desk::Desk;
use super::failure::Failure;
use super::max_cost::{Allowance, MaxCost};
use super::reception::Reception;
use super::service;
use crate::model::catalog::Provider;
use crate::store::Store;
use price::Priced;
use read::Plan;

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// The plan (TOML); `backtrail help run` shows one
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,
    /// Do not ask whether to spend; needs --max-cost, and limits bind all the same
    #[arg(long, requires = "max_cost")]
    pub yes: bool,
    /// The most that the whole plan may cost: analysis=N,retrieval=N,items=N,usd=X
    #[arg(long, value_name = "LIMITS")]
    pub max_cost: Option<MaxCost>,
    /// Print the plan with its prices, as far as they are known here, and send nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// What `run --help` ends with.
pub const EXAMPLE: &str = r#"A plan:

  name = "weekly"
  # stop_on_error = true             # else the others are asked all the same
  [defaults]
  provider = "majestic"
  tag = "acme"
  if_older_than = "7d"               # days of the calendar, also 2w or 12h; 1d if nothing is said, 0d buys every time

  [[query]]
  command = "refdomains"             # a subcommand
  targets = ["example.com"]          # and targets_from = "clients.txt"
  options = { count = 500 }          # as the subcommand's --help names them
  output = "domains.csv"             # beside the plan; without it the rows are only held
  filter = "tf>=20"
  sort = "trust_flow:desc"
  columns = ["domain", "trust_flow"]

  [[query]]
  command = "links"
  provider = "dataforseo"
  targets = ["example.com"]
  options = { limit = 1000 }

Every night: backtrail run weekly.toml --yes --max-cost analysis=200000,retrieval=50000,usd=1"#;

/// What the whole command works with: a runner for each provider that the plan asks.
pub(super) struct Offices {
    open: Vec<(Provider, Reception)>,
}

impl Offices {
    /// The one of a provider.
    pub(super) fn of(&mut self, provider: Provider) -> Option<&mut Reception> {
        let own = self.open.iter_mut().find(|(of, _)| *of == provider);
        own.map(|(_, reception)| reception)
    }

    async fn close(self) {
        for (_, reception) in self.open {
            reception.close().await;
        }
    }
}

/// Runs the command.
pub async fn run(desk: &Desk, args: &RunArgs) -> Result<(), Failure> {
    let plan = read::read(desk, &args.plan)?;
    let store = desk.open_store()?;
    let mut offices = open(desk, &store, &plan).await?;
    let outcome = with(desk, args, &plan, &store, &mut offices).await;
    offices.close().await;
    outcome
}

async fn open(desk: &Desk, store: &Store, plan: &Plan) -> Result<Offices, Failure> {
    let asked = |provider: &Provider| plan.items.iter().any(|item| item.provider() == *provider);
    let mut open = Vec::new();
    // All that is missing is told before anything is begun.
    let services = Provider::ALL
        .into_iter()
        .filter(asked)
        .map(|provider| service::need(desk, provider));
    for service in services.collect::<Result<Vec<_>, _>>()? {
        let reception = Reception::open(desk, &service, store.clone()).await?;
        open.push((service.provider(), reception));
    }
    Ok(Offices { open })
}

async fn with(
    desk: &Desk,
    args: &RunArgs,
    plan: &Plan,
    store: &Store,
    offices: &mut Offices,
) -> Result<(), Failure> {
    let spending = Spending {
        yes: args.yes,
        max_cost: args.max_cost,
        dry_run: args.dry_run,
        tag: None,
    };
    let mut allowance = Allowance::new(args.max_cost);
    let calls = price::calls(desk, store, plan, offices)?;
    if args.dry_run {
        let checked = price::check(desk, &spending, &calls, &allowance, offices);
        price::tell_sum(desk, &calls);
        desk.talk.say("--dry-run: nothing was sent");
        desk.deliver(&price::table(plan, &calls))?;
        return checked;
    }
    let calls: Vec<Priced> =
        price::agreed(desk, &spending, plan, calls, offices, &mut allowance).await?;
    let work = carry_out::Work {
        desk,
        store,
        plan,
        spending: &spending,
    };
    work.all(calls, offices, &mut allowance).await
}
