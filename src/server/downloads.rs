//! The files of finished jobs, served without a key: the job's id in the name is the secret.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use crate::server::faults::Faults;
use crate::server::pages::{not_found, page};
use crate::server::range::{Part, part};
use crate::server::route::{broken_off, turned_away};
use crate::server::shared::Shared;

/// Bytes read at a time.
const PIECE: u64 = 64 * 1024;

/// A file that can be fetched.
struct Offer {
    file: tokio::fs::File,
    size: u64,
    etag: String,
}

/// Answers GET and HEAD for a file.
pub(super) async fn respond(
    shared: Arc<Shared>,
    name: &str,
    method: &Method,
    headers: &HeaderMap,
) -> Response {
    let fate = shared.faults.fate("file");
    if let Some(turned) = fate.turned(false).or(fate.turned(true)) {
        return turned_away(turned);
    }
    if fate.breaks() {
        return broken_off();
    }
    if fate.is_page() {
        return page();
    }
    let Some(mut offer) = open(&shared, name).await else {
        return not_found();
    };
    if fate.has_other_etag() {
        offer.etag = format!("\"{:016x}\"", fastrand::u64(..));
    }
    let spoils = Extension(fate.spoils());
    let text = |name: HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    let range = text(header::RANGE).filter(|_| method == Method::GET);
    let part = part(range, text(header::IF_RANGE), &offer.etag, offer.size);
    let size = offer.size;
    let (status, bytes, content_range) = match part {
        Part::Whole => (StatusCode::OK, 0..size, None),
        Part::Bytes(bytes) => {
            let range = format!("bytes {}-{}/{size}", bytes.start, bytes.end - 1);
            (StatusCode::PARTIAL_CONTENT, bytes, Some(range))
        }
        Part::Outside => (
            StatusCode::RANGE_NOT_SATISFIABLE,
            0..0,
            Some(format!("bytes */{size}")),
        ),
    };
    let head = [
        (header::CONTENT_TYPE, "application/gzip".to_owned()),
        (
            header::CONTENT_LENGTH,
            (bytes.end - bytes.start).to_string(),
        ),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::ETAG, offer.etag.clone()),
    ];
    let content_range = content_range.map(|range| [(header::CONTENT_RANGE, range)]);
    if method == Method::HEAD || bytes.is_empty() {
        return (status, spoils, head, content_range, Body::empty()).into_response();
    }
    match deliver(shared, offer, bytes).await {
        Ok(body) => (status, head, content_range, spoils, body).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn open(shared: &Shared, name: &str) -> Option<Offer> {
    let (path, size, etag) = {
        let mut board = shared.board();
        board.sweep(shared.clock.now());
        let job = board.job_of_file(name).filter(|j| j.is_served())?;
        (board.home().download(&job.id), job.size, job.etag())
    };
    let file = tokio::fs::File::open(path).await.ok()?;
    Some(Offer { file, size, etag })
}

/// What of a file is still to be sent.
struct Delivery {
    shared: Arc<Shared>,
    file: tokio::fs::File,
    left: u64,
    until_hold: Option<u64>,
    faults: Arc<Faults>,
}

async fn deliver(shared: Arc<Shared>, offer: Offer, bytes: Range<u64>) -> io::Result<Body> {
    let mut file = offer.file;
    file.seek(io::SeekFrom::Start(bytes.start)).await?;
    let faults = shared.faults.now();
    let delivery = Delivery {
        until_hold: faults.hold(),
        faults,
        shared,
        file,
        left: bytes.end - bytes.start,
    };
    let pieces = stream::unfold(delivery, |mut delivery| async move {
        match delivery.next().await {
            Ok(piece) if piece.is_empty() => None,
            other => Some((other, delivery)),
        }
    });
    Ok(Body::from_stream(pieces))
}

impl Delivery {
    /// The next piece, empty at the end, as slow as the faults want it.
    async fn next(&mut self) -> io::Result<Bytes> {
        if self.left == 0 {
            return Ok(Bytes::new());
        }
        self.wait().await?;
        let drip = self.faults.drip().map_or(u64::MAX, |d| d.bytes);
        let hold = self.until_hold.unwrap_or(u64::MAX);
        let most = PIECE.min(drip).min(hold).min(self.left);
        let mut piece = Vec::with_capacity(usize::try_from(most).unwrap_or_default());
        let read = (&mut self.file).take(most).read_buf(&mut piece).await? as u64;
        if read == 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the file is shorter than it was",
            ));
        }
        self.left -= read;
        self.until_hold = self.until_hold.map(|left| left - read);
        Ok(piece.into())
    }

    async fn wait(&mut self) -> io::Result<()> {
        let stopped = || io::Error::new(io::ErrorKind::ConnectionAborted, "the server stops");
        let stop = &self.shared.stop;
        if self.until_hold == Some(0) {
            if !self.shared.faults.gates.pass("hold", stop).await {
                return Err(stopped());
            }
            self.until_hold = None;
        }
        if let Some(drip) = self.faults.drip() {
            tokio::select! {
                () = stop.cancelled() => return Err(stopped()),
                () = tokio::time::sleep(drip.pause) => {}
            }
        }
        if stop.is_cancelled() {
            Err(stopped())
        } else {
            Ok(())
        }
    }
}
