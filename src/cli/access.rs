//! Accounts that are added: `key add` and `key test`, and what the explorer's screen for them is made of. A secret is never
//! an argument: it is typed without being shown, or comes on standard input.

use std::io::{IsTerminal, Read};
use std::sync::Arc;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::desk::Desk;
use super::failure::Failure;
use super::service::{self, Service};
use super::{credentials, dataforseo};
use crate::jobs;
use crate::model::access::{Access, AccessKind, Part, Tried};
use crate::model::catalog::Provider;
use crate::shell::{Connector, hidden_line, keep_access};

/// Arguments of `key`.
#[derive(Debug, Args)]
pub struct AccessArgs {
    /// What to do.
    #[command(subcommand)]
    pub task: AccessTask,
}

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum AccessTask {
    /// Type an account's key, try it with the service's free call, and keep it in the settings file (0600)
    Add(AddArgs),
    /// Try the accounts that are known with their free calls
    Test,
}

/// Arguments of `key add`.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// Which account: its key, an OpenApps token and its private key, or login and API password. They are typed hidden, or
    /// read from standard input, a line each
    #[arg(value_name = "ACCOUNT", value_parser = kind())]
    pub kind: AccessKind,
    /// Keep it although the service could not be asked
    #[arg(long)]
    pub untested: bool,
}

/// A longer input is no key.
const LONGEST: u64 = 16_384;

fn kind() -> impl TypedValueParser<Value = AccessKind> {
    let names = AccessKind::ALL.map(AccessKind::name);
    let known = |name: String| {
        let mut all = AccessKind::ALL.into_iter();
        all.find(|kind| kind.name() == name)
            .ok_or("no such account")
    };
    PossibleValuesParser::new(names).try_map(known)
}

/// Runs the command.
pub async fn run(desk: &Desk, args: &AccessArgs) -> Result<(), Failure> {
    match &args.task {
        AccessTask::Add(add) => self::add(desk, add).await,
        AccessTask::Test => test(desk).await,
    }
}

async fn add(desk: &Desk, args: &AddArgs) -> Result<(), Failure> {
    let usage = |why: String| Failure::Usage(format!("{why}; nothing was sent or kept"));
    let typed = read(desk, args.kind)?;
    let texts: Vec<&str> = typed.iter().map(String::as_str).collect();
    let access = Access::read(args.kind, &texts).map_err(usage)?;
    let service = connect(desk, &access)?;
    match tried(&service).await {
        Tried::Accepted(words) => desk
            .talk
            .say(&format!("{} accepted it: {words}", service.host)),
        Tried::Refused(why) => return Err(Failure::Refused(format!("{why}; it is not kept"))),
        Tried::Unheard(why) if args.untested => {
            desk.talk.insist(&format!("it is kept untested: {why}"));
        }
        Tried::Unheard(why) => {
            return Err(Failure::Failed(format!(
                "{why}; it is not kept. Add --untested to keep it all the same"
            )));
        }
    }
    let file = &desk.places.settings;
    keep_access(file, &access).map_err(Failure::Failed)?;
    desk.talk.say(&format!(
        "kept in {}, which only you can read",
        file.display()
    ));
    Ok(())
}

async fn tried(service: &Service) -> Tried {
    jobs::try_access(&service.client, Desk::clock()()).await
}

/// Every account that is known, or the one of --provider.
async fn test(desk: &Desk) -> Result<(), Failure> {
    let mut worst = Ok(());
    for service in service::need_any(desk)? {
        let name = format!("{} at {}", service.provider().title(), service.host);
        worst = match tried(&service).await {
            Tried::Accepted(words) => {
                desk.talk.insist(&format!("{name}: accepted, {words}"));
                worst
            }
            Tried::Refused(why) => Err(Failure::Refused(format!("{name}: {why}"))),
            Tried::Unheard(why) => worst.and(Err(Failure::Failed(format!("{name}: {why}")))),
        };
    }
    worst
}

/// The service that an account which was typed in is with.
fn connect(desk: &Desk, access: &Access) -> Result<Service, Failure> {
    match access.kind.provider() {
        Provider::Majestic => service::with_typed(desk, credentials::typed(access)),
        Provider::DataForSeo => dataforseo::with_typed(desk, access),
    }
}

/// The same for the explorer's screen.
pub fn connector(desk: &Desk) -> Connector {
    let desk = desk.clone();
    Arc::new(move |access: &Access| {
        let service = connect(&desk, access).map_err(|why| why.to_string())?;
        Ok(service.client)
    })
}

/// The parts, typed on a terminal or as lines of standard input.
fn read(desk: &Desk, kind: AccessKind) -> Result<Vec<String>, Failure> {
    let failed = |why: std::io::Error| {
        Failure::Failed(format!(
            "nothing could be read: {why}; nothing was sent or kept"
        ))
    };
    if std::io::stdin().is_terminal() {
        if !desk.talk.can_ask() {
            return Err(Failure::Usage(
                "nobody is here to type it: give it on standard input, a line each; nothing was sent or kept".to_owned(),
            ));
        }
        return kind.parts().iter().map(|part| typed(desk, part)).collect();
    }
    let mut text = String::new();
    std::io::stdin()
        .lock()
        .take(LONGEST)
        .read_to_string(&mut text)
        .map_err(failed)?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// A line typed without being shown.
fn typed(desk: &Desk, part: &Part) -> Result<String, Failure> {
    let failed = |why: std::io::Error| {
        Failure::Failed(format!(
            "the terminal cannot be read: {why}; nothing was sent or kept"
        ))
    };
    desk.talk.insist(&match part.is_hidden {
        true => format!(
            "{} (it is not shown while it is typed), then enter:",
            part.title
        ),
        false => format!("{}, then enter:", part.title),
    });
    if !part.is_hidden {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map_err(failed)?;
        return Ok(line);
    }
    let line = hidden_line().map_err(failed)?;
    line.ok_or_else(|| Failure::Interrupted("stopped; nothing was sent or kept".to_owned()))
}
