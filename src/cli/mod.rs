//! The command line: one file a subcommand, and what they share.
//!
//! Headless commands use the same rooms as the explorer (jobs, store) and none of its state. Standard
//! output is data, standard error is talk, and the exit code is a promise.

pub mod access;
mod answer;
pub mod args;
mod ask;
pub mod ask_args;
mod budget;
mod buy;
mod check;
pub mod completions;
pub mod config;
mod config_check;
mod count;
mod credentials;
mod dataforseo;
mod dataset_name;
mod datasets;
mod demo;
mod derived;
mod desk;
pub mod docs;
mod domain_info;
mod doubt;
pub mod entry_options;
mod explore;
pub mod failure;
mod filter;
mod gaps;
mod generate;
mod headline;
mod held;
mod ids;
mod import;
mod in_full;
mod in_part;
mod interrupts;
mod jobs;
pub mod jobs_args;
pub mod journal;
pub mod keys;
pub mod ledger;
mod limits;
mod logging;
mod looks;
mod man;
pub mod max_cost;
mod measure;
mod offered;
mod output;
pub mod overview;
mod picture;
mod places;
pub mod plan;
mod purchase;
mod questions;
mod reception;
mod records;
mod remote;
mod schema;
mod second_pass;
mod serve;
mod service;
mod sheet;
mod show;
pub mod show_args;
mod take_over;
mod talk;
mod targets;
mod verdict;
mod width;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::builder::Resettable;
use clap::{CommandFactory, Parser};

use args::{Cli, Task};
use desk::Desk;
use explore::Way;
use failure::{Failure, code};
use talk::Talk;

/// Runs the program: arguments in, exit code out.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    crate::shell::note_start();
    crate::columnar::hush_decoders();
    let args: Vec<OsString> = args.into_iter().collect();
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        Err(refusal) => {
            let refusal = without_environment(&args, refusal);
            // Help and version are no mistakes and end with 0; a closed stream has nobody to tell.
            drop(refusal.print());
            return ExitCode::from(u8::try_from(refusal.exit_code()).unwrap_or(code::USAGE));
        }
    };
    let talk = Talk::new(cli.common.quiet, cli.common.no_input);
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !matches!(failure, Failure::ReaderGone) {
                talk.insist(&format!("backtrail: {failure}"));
            }
            ExitCode::from(failure.code())
        }
    }
}

/// The refusal as it is without what the environment sets: its usage line would list that as if it were required.
fn without_environment(args: &[OsString], refusal: clap::Error) -> clap::Error {
    let bare = Cli::command().mut_args(|arg| arg.env(Resettable::Reset));
    match bare.try_get_matches_from(args) {
        Err(same) if same.kind() == refusal.kind() => same,
        // It is about what the environment sets.
        _ => refusal,
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let desk = Desk::new(cli.common, bears_faults(cli.task.as_ref()))?;
    // Without a log the work can still be done; that it is missing is told.
    let log = needs_log(cli.task.as_ref())
        .then(|| logging::start(&desk.places.data, desk.common.verbose));
    if let Some(Err(why)) = &log {
        desk.talk.insist(&format!("no log is written: {why}"));
    }
    if !bears_faults(cli.task.as_ref())
        && let Err(why) = desk.places.read_keymap()
    {
        desk.talk.insist(&format!(
            "warning: the explorer will have the built-in keys: {why}"
        ));
    }
    tracing::info!(task = ?cli.task, "started");
    let outcome = perform(&desk, cli.task);
    match &outcome {
        Ok(()) => tracing::info!("ended well"),
        Err(failure) => tracing::warn!(code = failure.code(), %failure, "ended"),
    }
    outcome
}

fn perform(desk: &Desk, task: Option<Task>) -> Result<(), Failure> {
    match task {
        None => wait_for(explore::run(desk, Way::Known)),
        Some(Task::Open(args)) => wait_for(explore::run(desk, Way::Open(args))),
        Some(Task::Demo(args)) => wait_for(explore::run(desk, Way::Demo(args))),
        Some(Task::Key(args)) => wait_for(access::run(desk, &args)),
        Some(Task::Ask(question)) => wait_for(questions::run(desk, &question)),
        Some(Task::Jobs(args)) => wait_for(jobs::run(desk, &args)),
        Some(Task::Journal(args)) => journal::run(desk, &args),
        Some(Task::Budget(args)) => wait_for(budget::run(desk, &args)),
        Some(Task::Serve(args)) => wait_for(serve::run(desk, &args)),
        Some(Task::Import(args)) => wait_for(import::run(desk, &args)),
        Some(Task::Show(args)) => show::run(desk, &args),
        Some(Task::Datasets(args)) => datasets::run(desk, &args),
        Some(Task::Generate(args)) => generate::run(desk, &args),
        Some(Task::Measure(args)) => measure::run(desk, &args),
        Some(Task::Run(args)) => wait_for(plan::run(desk, &args)),
        Some(Task::Overview(args)) => overview::run(desk, &args),
        Some(Task::Config(args)) => config::run(desk, &args),
        Some(Task::Keys(args)) => keys::run(desk, &args),
        Some(Task::Docs(args)) => docs::run(desk, &args),
        Some(Task::Man) => man::run(desk),
        Some(Task::Ids(args)) => ids::run(desk, &args),
        Some(Task::Completions(args)) => completions::run(desk, &args),
    }
}

/// Whether the task opens the explorer, which tells by itself what is wrong with its files.
fn draws(task: Option<&Task>) -> bool {
    matches!(task, None | Some(Task::Open(_) | Task::Demo(_)))
}

/// Whether the task tells by itself what is wrong with the settings or the table of keys, or needs neither: it begins
/// with files that are at fault, too, and asks nobody then.
fn bears_faults(task: Option<&Task>) -> bool {
    let reads = matches!(
        task,
        Some(
            Task::Keys(_)
                | Task::Docs(_)
                | Task::Man
                | Task::Completions(_)
                | Task::Ids(_)
                | Task::Config(_)
        )
    );
    draws(task) || reads
}

/// What only reads, or has no data folder, leaves no trace.
fn needs_log(task: Option<&Task>) -> bool {
    !matches!(
        task,
        Some(
            Task::Keys(_)
                | Task::Config(_)
                | Task::Docs(_)
                | Task::Man
                | Task::Completions(_)
                | Task::Ids(_)
                | Task::Serve(_)
                | Task::Show(_)
                | Task::Datasets(_)
                | Task::Journal(_)
                | Task::Generate(_)
                | Task::Measure(_)
                | Task::Overview(_)
                | Task::Key(_)
        )
    )
}

fn wait_for(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|why| Failure::Failed(format!("the program could not be started: {why}")))?;
    let outcome = runtime.block_on(work);
    // A question that nobody answered must not keep the program alive.
    runtime.shutdown_background();
    outcome
}
