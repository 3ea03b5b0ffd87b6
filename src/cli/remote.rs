//! Downloads in the account: `jobs remote`, `adopt`, `attach` and `delete-remote`. All of it is free.

use super::desk::Desk;
use super::failure::Failure;
use super::jobs::{self, moment};
use super::jobs_args::{AdoptArgs, AttachArgs, DeleteArgs};
use super::reception::Reception;
use super::records::{Records, count, text};
use super::service;
use super::verdict;
use crate::model::catalog::Provider;
use crate::model::column::Value;
use crate::model::job::{JobId, JobSummary, RemoteDownload};
use crate::store::Store;

const COLUMNS: [&str; 8] = [
    "remote_id",
    "description",
    "status",
    "created",
    "expires",
    "bytes",
    "job",
    "location",
];

/// What leaving means while the account is asked.
const LEFT: &str = "stopped; nothing was charged";

/// `jobs remote`.
pub async fn list(desk: &Desk, store: &Store) -> Result<(), Failure> {
    let mut reception = open(desk, store).await?;
    let listed = downloads(&mut reception).await;
    reception.close().await;
    let listed = listed?;
    if listed.is_empty() {
        desk.talk.say("no download lies in the account");
    }
    let mut records = Records::new(COLUMNS);
    for download in &listed {
        records.push(row(download));
    }
    desk.deliver(&records)
}

/// `jobs adopt`: takes downloads over and waits for their rows.
pub async fn adopt(desk: &Desk, store: &Store, args: &AdoptArgs) -> Result<(), Failure> {
    let mut reception = open(desk, store).await?;
    let mut ended = Vec::new();
    let outcome = adopt_all(desk, store, &mut reception, args, &mut ended).await;
    reception.close().await;
    jobs::deliver_bought(desk, store, &ended)?;
    outcome
}

async fn adopt_all(
    desk: &Desk,
    store: &Store,
    reception: &mut Reception,
    args: &AdoptArgs,
    ended: &mut Vec<JobSummary>,
) -> Result<(), Failure> {
    let wanted = if args.all {
        let listed = downloads(reception).await?;
        let strangers = listed.into_iter().filter(|d| d.ours.is_none());
        strangers.map(|d| d.remote_id).collect()
    } else {
        args.remote.clone()
    };
    if wanted.is_empty() {
        desk.talk
            .say("every download in the account is a job here already");
    }
    let mut worst = Ok(());
    for remote in &wanted {
        if let Err(failure) = adopt_one(desk, store, reception, remote, ended).await {
            if matches!(failure, Failure::Interrupted(_)) {
                return Err(failure);
            }
            desk.talk.insist(&format!("download {remote}: {failure}"));
            worst = Err(failure);
        }
    }
    worst
}

async fn adopt_one(
    desk: &Desk,
    store: &Store,
    reception: &mut Reception,
    remote: &str,
    ended: &mut Vec<JobSummary>,
) -> Result<(), Failure> {
    let runner = reception.runner.clone();
    let adopting = runner.adopt(remote);
    let id = reception.unless_interrupted(LEFT, adopting).await?;
    desk.talk.say(&format!(
        "download {remote} is job {id} now; nothing is charged for it here"
    ));
    finish(store, reception, id, ended).await
}

/// `jobs attach`: the delivered file joins its job, and its rows are waited for.
pub async fn attach(desk: &Desk, store: &Store, args: &AttachArgs) -> Result<(), Failure> {
    if !args.file.is_file() {
        return Err(Failure::Usage(format!(
            "there is no file {}; nothing was attached",
            args.file.display()
        )));
    }
    let mut reception = open(desk, store).await?;
    let mut ended = Vec::new();
    let outcome = attach_one(store, &mut reception, args, &mut ended).await;
    reception.close().await;
    jobs::deliver_bought(desk, store, &ended)?;
    outcome
}

async fn attach_one(
    store: &Store,
    reception: &mut Reception,
    args: &AttachArgs,
    ended: &mut Vec<JobSummary>,
) -> Result<(), Failure> {
    let id = JobId(args.job);
    let runner = reception.runner.clone();
    let attaching = runner.attach(id, &args.file);
    let left = "stopped while the file was taken over; attach it again";
    reception.unless_interrupted(left, attaching).await?;
    finish(store, reception, id, ended).await
}

/// Waits for a job and keeps how it ended.
async fn finish(
    store: &Store,
    reception: &mut Reception,
    id: JobId,
    ended: &mut Vec<JobSummary>,
) -> Result<(), Failure> {
    let job = reception.wait_for(id).await?;
    let verdict = verdict::of_job(&job, store);
    ended.push(job);
    verdict
}

/// `jobs delete-remote`: asks, because a file that is deleted at the service cannot be fetched again.
pub async fn delete(desk: &Desk, store: &Store, args: &DeleteArgs) -> Result<(), Failure> {
    let numbers: Vec<String> = args.jobs.iter().map(i64::to_string).collect();
    let question = format!(
        "Delete the service's files of job {}? What is held here stays",
        numbers.join(", ")
    );
    if !args.yes && !desk.talk.can_ask() {
        return Err(Failure::Limit(
            "a file that is deleted at the service cannot be fetched again; nobody is here to ask, so nothing was \
             deleted. Add --yes to delete it"
                .to_owned(),
        ));
    }
    let mut reception = open(desk, store).await?;
    let agreed = match args.yes {
        true => Ok(true),
        false => reception.ask(question).await,
    };
    let outcome = match agreed {
        Ok(true) => delete_all(desk, &mut reception, &args.jobs).await,
        Ok(false) => Err(Failure::Limit(
            "not confirmed; nothing was deleted".to_owned(),
        )),
        Err(left) => Err(left),
    };
    reception.close().await;
    outcome
}

async fn delete_all(desk: &Desk, reception: &mut Reception, jobs: &[i64]) -> Result<(), Failure> {
    let runner = reception.runner.clone();
    for job in jobs.iter().copied().map(JobId) {
        let deleting = runner.delete_remote(job);
        let left =
            "stopped; what was deleted so far is gone at the service, what is held here stays";
        reception.unless_interrupted(left, deleting).await?;
        desk.talk.say(&format!(
            "job {job}: its file is deleted at the service; what is held here stays"
        ));
    }
    Ok(())
}

async fn open(desk: &Desk, store: &Store) -> Result<Reception, Failure> {
    let service = service::need(desk, Provider::Majestic)?;
    Reception::open(desk, &service, store.clone()).await
}

async fn downloads(reception: &mut Reception) -> Result<Vec<RemoteDownload>, Failure> {
    let runner = reception.runner.clone();
    reception
        .unless_interrupted(LEFT, runner.remote_downloads())
        .await
}

fn row(download: &RemoteDownload) -> Vec<Value> {
    vec![
        text(download.remote_id.clone()),
        text(download.description.clone()),
        text(download.status.clone()),
        text(download.created.map(moment).unwrap_or_default()),
        text(download.expires.map(moment).unwrap_or_default()),
        count(download.size),
        download.ours.map_or(Value::Null, |job| Value::Int(job.0)),
        text(download.location.clone()),
    ]
}
