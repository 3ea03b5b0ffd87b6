//! The server's own log against what the program says of a script.

use std::collections::HashMap;

use backtrail::model::catalog::{PriceRule, RowBound};
use backtrail::model::charge::Charge;
use backtrail::model::job::JobState;
use backtrail::model::money::{Amounts, PaidSource};
use backtrail::server::Running;
use backtrail::store::Manifest;

use super::script::{Kind, OTHERS, Script};
use super::world::Played;

const REQUEST: i64 = 24_000;
const ROW: i64 = 36;

/// What the service took for one purchase.
#[derive(Debug, Default)]
struct Taken {
    /// In all, look-ups included.
    all: Amounts,
    /// For each call of the purchase, or each job of the service's.
    calls: HashMap<String, Amounts>,
}

/// Says what is wrong with how a script ended.
pub fn judge(server: &Running, script: &Script, played: &Played) -> Result<(), String> {
    let taken = taken(server, played.user);
    let job = &played.job;
    let lines = played.store.journal().ledger(None).unwrap();
    // A look-up whose answer is lost is taken for charged: it may be one unit too many, never one too few.
    let is_guess = |line: &&Charge| line.job.is_none() && line.paid.source == PaidSource::Assumed;
    let guessed: Amounts = lines
        .iter()
        .filter(is_guess)
        .map(|line| line.paid.amounts)
        .sum();
    let written: Amounts = lines.iter().map(|line| line.paid.amounts).sum();
    let told = format!("{:?}: {}; {taken:?}; {lines:?}", job.state, job.note);
    if !job.state.is_final() {
        return Err(format!("the job is not over: {told}"));
    }
    let excess = written - taken.all;
    let is_guessed = excess.exceeds(&guessed).is_none() && Amounts::ZERO.exceeds(&excess).is_none();
    if !is_guessed {
        return Err(format!("the ledger has {written:?}: {told}"));
    }
    if !played.held.is_zero() {
        return Err(format!("{:?} are still held: {told}", played.held));
    }
    if script.kind != Kind::Links && script.kind != Kind::Domains && taken.calls.len() > 1 {
        return Err(format!("charged twice: {told}"));
    }
    let paid: Amounts = taken.calls.values().copied().sum();
    let granted = played.store.journal().job(job.id).unwrap().granted;
    if paid.exceeds(&granted).is_some() {
        return Err(format!("more than the granted {granted:?}: {told}"));
    }
    if job.paid.map(|paid| paid.amounts).unwrap_or_default() != paid {
        return Err(format!("the job says {:?}: {told}", job.paid));
    }
    rows(script, played, &taken).map_err(|why| format!("{why}: {told}"))
}

fn taken(server: &Running, user: i64) -> Taken {
    let mut taken = Taken::default();
    for charge in server.charges().into_iter().filter(|c| c.user_id == user) {
        taken.all = taken.all + charge.amounts;
        if charge.command != "GetIndexItemInfo" {
            let name = charge.job.unwrap_or_else(|| charge.at.to_string());
            let call = taken.calls.entry(name).or_default();
            *call = *call + charge.amounts;
        }
    }
    for task in server
        .tasks()
        .into_iter()
        .filter(|t| t.user_id == user && t.cost > 0 && t.path != "elsewhere")
    {
        taken.all = taken.all + Amounts::money(task.cost);
        let tag = task.data["tag"].as_str().unwrap_or_default().to_owned();
        let call = taken.calls.entry(tag).or_default();
        *call = *call + Amounts::money(task.cost);
    }
    taken
}

fn costs_rows(at: usize) -> bool {
    let price = OTHERS[at].0.price;
    matches!(price, PriceRule::Call(call) if call.rows != RowBound::None)
}

/// What was charged is held, or told as lost.
fn rows(script: &Script, played: &Played, taken: &Taken) -> Result<(), String> {
    let job = &played.job;
    let paid = match script.kind {
        // Its rows cost nothing.
        Kind::Other(at) if !costs_rows(at) => return Ok(()),
        Kind::Bulk | Kind::Direct | Kind::Other(_) => {
            taken.calls.values().map(|call| call.retrieval).sum()
        }
        Kind::Links | Kind::Domains => {
            let rows = |call: &Amounts| (call.usd - REQUEST) / ROW;
            taken.calls.values().map(rows).sum::<i64>()
        }
    };
    let held = job.dataset.as_ref().map_or(0, |id| {
        let manifest = played.store.manifest(id);
        let rows = |m: Manifest| match script.kind {
            Kind::Domains => m.domains,
            Kind::Other(_) => m.items + m.rows + m.bad_rows,
            _ => m.rows + m.bad_rows,
        };
        manifest.map_or(0, |m| i64::try_from(rows(m)).unwrap())
    });
    let is_lost = |line: &Charge| line.job_state == Some(JobState::FailedAnswerLost);
    let lines = played.store.journal().ledger(None).unwrap();
    let by_page = matches!(script.kind, Kind::Links | Kind::Domains);
    match job.state {
        JobState::Partial if by_page && job.note.contains("lost") != lines.iter().any(is_lost) => {
            Err("the note and the ledger do not both speak of a lost page".to_owned())
        }
        JobState::Done if held != paid => Err(format!("{held} rows are held of {paid} paid")),
        JobState::FailedUncharged if !taken.calls.is_empty() => Err("charged".to_owned()),
        JobState::FailedAnswerLost if taken.calls.is_empty() => Err("not charged".to_owned()),
        JobState::Partial
            if held < paid
                && !job.note.contains("lost")
                && !job.note.contains("cannot be read") =>
        {
            Err(format!("{held} rows of {paid} paid, and no word of it"))
        }
        _ => Ok(()),
    }
}
