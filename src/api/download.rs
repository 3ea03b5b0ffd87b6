//! Fetching a file so that no interruption costs what is already here: ranges continue an unfinished file as
//! long as the service still has the same one.

use std::path::Path;

use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, IF_RANGE, LAST_MODIFIED,
    LOCATION, RANGE,
};
use reqwest::{Client, Response, StatusCode};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use url::Url;

use super::error::DownloadError;
use super::file_on_disk::{self as disk, Identity};
use super::http;
use super::majestic::MajesticClient;

/// After so many bytes they are forced to the disk, so that a power cut costs little.
const SYNC_EVERY: u64 = 16 << 20;

/// What is fetched, and where to.
#[derive(Clone, Copy, Debug)]
pub struct FileRequest<'a> {
    /// Its address.
    pub url: &'a str,
    /// The finished file; while unfinished it is called `NAME.part`.
    pub to: &'a Path,
    /// Its size as the service's list says, if it does.
    pub size: Option<u64>,
    /// The public location that was typed for this job: its host and port are allowed beside the service's own.
    pub also_from: Option<&'a str>,
    /// Where neither list nor transfer says the size: bytes after which the file is taken for endless.
    pub most: u64,
}

/// No real file is longer: the largest profiles have a few hundred million links, of less than 100 packed bytes each.
pub const LONGEST: u64 = 64 << 30;

/// A fetch that came to its end: `NAME.part` holds every byte and is not renamed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Bytes in all.
    pub size: u64,
    /// Bytes that were here before this fetch.
    pub kept: u64,
}

/// How the transfer begins.
enum Start {
    /// From the first byte.
    Whole(Response),
    /// After the bytes that are here.
    Rest(Response),
    /// Everything is here already.
    Complete,
}

impl MajesticClient {
    /// Fetches a file into `NAME.part`, continuing what is there if it is of the same remote file, and tells
    /// `on_progress` the bytes held and the bytes in all (0 if unknown). Slow transfers are tolerated as long
    /// as something comes. May be dropped at any await: the next call continues.
    ///
    /// The size is checked against the transfer's own and the listed one, and the room on the disk against both,
    /// before the first byte; a wrong size discards the bytes.
    pub async fn fetch(
        &self,
        request: FileRequest<'_>,
        on_progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Result<Fetched, DownloadError> {
        let sources = self.sources().and(request.also_from);
        let url = sources.admit(request.url)?;
        let files = match request.also_from {
            None => self.files().clone(),
            Some(_) => http::file_client(self.endpoint(), &sources).map_err(|e| self.broken(&e))?,
        };
        let held = disk::held(request.to).await;
        let known = disk::identity(request.to).await;
        let resumable = held > 0 && known.url == request.url && !known.validator.is_empty();
        let start = self
            .begin(&files, &url, resumable.then_some((held, &known)))
            .await?;
        let (response, mut file, kept, total) = match start {
            Start::Complete => return settle_size(request, held, held).await,
            Start::Rest(response) => {
                expect(request, known.total, held).await?;
                let file = disk::go_on(request.to).await?;
                (response, file, held, known.total)
            }
            Start::Whole(response) => {
                let identity = identify(&response, request.url);
                expect(request, identity.total, 0).await?;
                let file = disk::start_over(request.to, &identity).await?;
                let total = identity.total;
                (response, file, 0, total)
            }
        };
        let limit = if total > 0 {
            total
        } else {
            request.size.unwrap_or(0)
        };
        let got = self
            .receive(response, &mut file, request, kept, limit, on_progress)
            .await?;
        if total > 0 && got < total {
            return Err(interrupted("the transfer ended early"));
        }
        settle_size(request, got, kept).await
    }

    async fn begin(
        &self,
        files: &Client,
        url: &Url,
        resume: Option<(u64, &Identity)>,
    ) -> Result<Start, DownloadError> {
        // Without this a server may pack the file once more on its way.
        let mut request = files.get(url.clone()).header(ACCEPT_ENCODING, "identity");
        if let Some((held, known)) = resume {
            let validator = HeaderValue::from_str(&known.validator)
                .map_err(|_| interrupted("the kept ETag is no header value"))?;
            request = request
                .header(RANGE, format!("bytes={held}-"))
                .header(IF_RANGE, validator);
        }
        let response = request.send().await.map_err(|e| self.broken(&e))?;
        let held = resume.map_or(0, |(held, _)| held);
        match response.status() {
            StatusCode::OK => Ok(Start::Whole(response)),
            StatusCode::PARTIAL_CONTENT if begins_at(response.headers(), held) => {
                Ok(Start::Rest(response))
            }
            StatusCode::RANGE_NOT_SATISFIABLE if resume.is_some_and(|(h, k)| h == k.total) => {
                Ok(Start::Complete)
            }
            StatusCode::RANGE_NOT_SATISFIABLE | StatusCode::PARTIAL_CONTENT if resume.is_some() => {
                Box::pin(self.begin(files, url, None)).await
            }
            StatusCode::NOT_FOUND | StatusCode::GONE => {
                Err(DownloadError::Gone(response.status().as_u16()))
            }
            // Led on to what is no address of the web: the client does not even ask about it.
            status if status.is_redirection() => {
                let there = response.headers().get(LOCATION);
                let there = String::from_utf8_lossy(there.map_or(b"", |v| v.as_bytes()));
                self.sources().admit(&there)?;
                Err(interrupted(&format!("HTTP {}", status.as_u16())))
            }
            status => Err(DownloadError::Interrupted {
                reason: format!("HTTP {}", status.as_u16()),
                retry_after: http::retry_after(response.headers()),
            }),
        }
    }

    async fn receive(
        &self,
        mut response: Response,
        file: &mut File,
        request: FileRequest<'_>,
        kept: u64,
        limit: u64,
        on_progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Result<u64, DownloadError> {
        let path = request.to;
        let part = disk::part_path(path);
        let mut held = kept;
        let mut unsynced = 0;
        on_progress(held, limit);
        loop {
            let chunk = match response.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(e) => {
                    flush(file, &part).await?;
                    return Err(self.broken(&e));
                }
            };
            let size = chunk.len() as u64;
            if limit > 0 && held + size > limit {
                disk::discard(path).await?;
                return Err(DownloadError::WrongSize {
                    expected: limit,
                    got: held + size,
                });
            }
            if limit == 0 && held + size > request.most {
                flush(file, &part).await?;
                return Err(DownloadError::Endless(held));
            }
            file.write_all(&chunk)
                .await
                .map_err(|e| disk::failure(&part, e))?;
            held += size;
            unsynced += size;
            if unsynced >= SYNC_EVERY {
                flush(file, &part).await?;
                disk::has_room(path, limit.saturating_sub(held)).await?;
                unsynced = 0;
            }
            on_progress(held, limit);
        }
        flush(file, &part).await?;
        Ok(held)
    }

    fn broken(&self, error: &reqwest::Error) -> DownloadError {
        if let Some(refused) = http::refused(error) {
            return refused.into();
        }
        DownloadError::Interrupted {
            reason: http::reason(self.endpoint(), error),
            retry_after: None,
        }
    }
}

async fn flush(file: &mut File, part: &Path) -> Result<(), DownloadError> {
    file.flush().await.map_err(|e| disk::failure(part, e))?;
    file.sync_data().await.map_err(|e| disk::failure(part, e))
}

/// Before the first byte of a transfer: two words about its size must agree, and there must be room for it.
async fn expect(request: FileRequest<'_>, total: u64, held: u64) -> Result<(), DownloadError> {
    if total > 0 {
        settle_size(request, total, held).await?;
    }
    let whole = total.max(request.size.unwrap_or(0));
    disk::has_room(request.to, whole.saturating_sub(held)).await
}

/// Compares with the size in the service's list, the only word about it that does not come from the transfer.
async fn settle_size(
    request: FileRequest<'_>,
    got: u64,
    kept: u64,
) -> Result<Fetched, DownloadError> {
    match request.size {
        Some(expected) if expected > 0 && expected != got => {
            disk::discard(request.to).await?;
            Err(DownloadError::WrongSize { expected, got })
        }
        _ => Ok(Fetched { size: got, kept }),
    }
}

fn interrupted(reason: &str) -> DownloadError {
    DownloadError::Interrupted {
        reason: reason.to_owned(),
        retry_after: None,
    }
}

fn identify(response: &Response, url: &str) -> Identity {
    let text = |name| {
        let value = response.headers().get(name).and_then(|v| v.to_str().ok());
        value.map(str::to_owned)
    };
    // A weak ETag does not promise the same bytes.
    let strong = text(ETAG).filter(|tag| !tag.starts_with("W/"));
    Identity {
        url: url.to_owned(),
        validator: strong.or_else(|| text(LAST_MODIFIED)).unwrap_or_default(),
        total: response.content_length().unwrap_or(0),
    }
}

fn begins_at(headers: &HeaderMap, held: u64) -> bool {
    headers
        .get(CONTENT_RANGE)
        .and_then(|v| v.to_str().ok())
        .and_then(|text| text.trim().strip_prefix("bytes "))
        .and_then(|range| range.split_once('-'))
        .is_some_and(|(from, _)| from.trim().parse() == Ok(held))
}
