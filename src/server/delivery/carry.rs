//! Runs a finished job's errands: the upload, then the notification, each again and again until it succeeds or is
//! given up. Every outcome is at rest before the next try, so that a server that was stopped goes on where it was.

use std::sync::Arc;

use super::errand::{Errand, NOTICE, UPLOAD};
use super::ftp;
use super::ftp_address::FtpAddress;
use super::notify::{fill, notify};
use crate::server::jobs::{Change, Job};
use crate::server::shared::Shared;
use crate::wire::majestic::code::DownloadStatus;

/// Delivers a job's file, which is whole and published, and leaves the job in its last state. The caller ends this
/// early when the job is deleted or the server stops.
pub(in crate::server) async fn deliver(shared: &Arc<Shared>, id: &str) -> Result<(), Change> {
    if !upload(shared, id).await? {
        return Ok(());
    }
    tell(shared, id).await
}

/// Whether the file is where it is to be.
async fn upload(shared: &Arc<Shared>, id: &str) -> Result<bool, Change> {
    while let Some(upload) = errand_of(shared, id, |job| job.delivery.upload.as_ref())? {
        wait(shared, &upload).await;
        note(shared, id, DownloadStatus::Uploading, |_| {})?;
        let outcome = put(shared, id, &upload).await;
        let now = shared.clock.now();
        match outcome {
            Ok(()) => note(shared, id, DownloadStatus::Uploading, |job| {
                job.last_error = String::new();
                change(&mut job.delivery.upload, Errand::succeed);
            })?,
            Err(why) => note(shared, id, DownloadStatus::Error, |job| {
                job.last_error = format!("The upload failed: {why}");
                change(&mut job.delivery.upload, |e| e.fail(now, UPLOAD));
            })?,
        }
    }
    let job = job(shared, id)?;
    Ok(!job.delivery.upload.is_some_and(|u| u.is_given_up()))
}

async fn put(shared: &Arc<Shared>, id: &str, upload: &Errand) -> Result<(), String> {
    let (name, file) = {
        let board = shared.board();
        let job = board.job(id).ok_or("the job was deleted")?;
        (job.file_name(), board.home().download(id))
    };
    let to = FtpAddress::parse(upload.address())?;
    ftp::upload(&shared.doors, &to, &name, &file).await
}

/// Tells whoever is to be told. The file is complete all the while.
async fn tell(shared: &Arc<Shared>, id: &str) -> Result<(), Change> {
    while let Some(notice) = errand_of(shared, id, |job| job.delivery.notice.as_ref())? {
        if job(shared, id)?.status() != DownloadStatus::PendingNotification {
            note(shared, id, DownloadStatus::PendingNotification, |_| {})?;
        }
        wait(shared, &notice).await;
        let job = job(shared, id)?;
        let here = match job.delivery.base.as_str() {
            "" => format!("http://{}", shared.address),
            base => base.to_owned(),
        };
        let address = fill(
            notice.address(),
            &job.file_name(),
            &job.public_location(&here),
        );
        let outcome = notify(&shared.doors, &address).await;
        let now = shared.clock.now();
        note(shared, id, DownloadStatus::PendingNotification, |job| {
            job.last_error = match &outcome {
                Ok(()) => String::new(),
                Err(why) => format!("The notification failed: {why}"),
            };
            change(&mut job.delivery.notice, |notice| match outcome {
                Ok(()) => notice.succeed(),
                Err(_) => notice.fail(now, NOTICE),
            });
        })?;
    }
    let told = job(shared, id)?.delivery.notice;
    let last = if told.is_some_and(|notice| notice.is_given_up()) {
        DownloadStatus::NotificationFailed
    } else {
        DownloadStatus::Ready
    };
    note(shared, id, last, |_| {})
}

async fn wait(shared: &Shared, errand: &Errand) {
    if let Some(moment) = errand.not_before() {
        shared.clock.until(moment).await;
    }
}

fn job(shared: &Shared, id: &str) -> Result<Job, Change> {
    shared.board().job(id).cloned().ok_or(Change::Gone)
}

fn errand_of(
    shared: &Shared,
    id: &str,
    which: impl FnOnce(&Job) -> Option<&Errand>,
) -> Result<Option<Errand>, Change> {
    let job = job(shared, id)?;
    Ok(which(&job).filter(|errand| errand.is_due()).cloned())
}

fn change(errand: &mut Option<Errand>, how: impl FnOnce(&mut Errand)) {
    if let Some(errand) = errand {
        how(errand);
    }
}

fn note(
    shared: &Shared,
    id: &str,
    status: DownloadStatus,
    change: impl FnOnce(&mut Job),
) -> Result<(), Change> {
    let now = shared.clock.now();
    shared.board().advance(id, status, now, change)
}
