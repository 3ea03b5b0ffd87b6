//! The notify receiver: the service calls a path that only it was told, and the job is asked about at once instead
//! of at the next turn of its patience.
//!
//! A call is a hint and nothing else: what it says is not read, and nothing it names is fetched. Every caller is
//! strange, so connections, bytes and time are bounded. The paths stand in the journal with their queries
//! (NotifyURL), so that they hold over a restart.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::desk::hold;
use super::setup::NotifySetup;
use crate::model::job::JobId;

/// Connections at a time; more wait.
const CONNECTIONS: usize = 16;
/// Bytes of a request's head.
const HEAD: usize = 8 << 10;
/// Time for a request to come and its answer to go.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of a random path.
const RANDOM: usize = 16;
/// What stands before the random part.
const PREFIX: &str = "/n/";

/// A job's random name, and when it last was heard.
struct Known {
    job: JobId,
    heard: Option<Instant>,
}

/// Listens, and knows which path is which job's.
pub(super) struct Receiver {
    public: Url,
    known: Arc<Mutex<HashMap<String, Known>>>,
}

impl Receiver {
    /// Binds the address and answers until `stopping`. `hint` is called for a job at most once in `least`.
    pub async fn listen(
        setup: &NotifySetup,
        least: Duration,
        stopping: CancellationToken,
        hint: impl Fn(JobId) + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let listener = TcpListener::bind(setup.listen).await?;
        let known: Arc<Mutex<HashMap<String, Known>>> = Arc::default();
        let heard = known.clone();
        let answer = Arc::new(move |path: &str| {
            let Some(name) = name_in(path) else {
                return false;
            };
            let mut all = hold(&heard);
            let Some(known) = all.get_mut(name) else {
                return false;
            };
            if known.heard.is_none_or(|at| at.elapsed() >= least) {
                known.heard = Some(Instant::now());
                hint(known.job);
            }
            true
        });
        tokio::spawn(async move {
            tokio::select! {
                () = accept(&listener, answer) => {}
                () = stopping.cancelled() => {}
            }
        });
        Ok(Self {
            public: setup.public.clone(),
            known,
        })
    }

    /// A new address for a job that is about to be written down.
    pub fn address(&self) -> Result<String, getrandom::Error> {
        let mut bytes = [0u8; RANDOM];
        getrandom::fill(&mut bytes)?;
        let name: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        let base = self.public.as_str().trim_end_matches('/');
        Ok(format!("{base}{PREFIX}{name}"))
    }

    /// Listens for a job under the address that its query names, if that is one of ours.
    pub fn expect(&self, job: JobId, address: &str) {
        if let Some(name) = name_in(address) {
            let known = Known { job, heard: None };
            hold(&self.known).insert(name.to_owned(), known);
        }
    }

    /// Forgets a job.
    pub fn forget(&self, job: JobId) {
        hold(&self.known).retain(|_, known| known.job != job);
    }
}

/// The random part of a path or address that has the shape of ours.
fn name_in(path: &str) -> Option<&str> {
    let path = path.split(['?', '#']).next()?;
    let at = path.rfind(PREFIX)?;
    let name = &path[at + PREFIX.len()..];
    let ours =
        name.len() == RANDOM * 2 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    ours.then_some(name)
}

async fn accept<A>(listener: &TcpListener, answer: Arc<A>)
where
    A: Fn(&str) -> bool + Send + Sync + 'static,
{
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        // Never closed; should it be, the receiver ends and jobs are polled as ever.
        let Ok(place) = room.clone().acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let answer = answer.clone();
                tokio::spawn(async move {
                    let _gone_or_too_slow =
                        tokio::time::timeout(PATIENCE, serve(stream, answer.as_ref())).await;
                    drop(place);
                });
            }
            // Out of descriptors, or the caller hung up already: the next one may do better.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn serve(mut stream: TcpStream, answer: &impl Fn(&str) -> bool) -> std::io::Result<()> {
    let mut head = Vec::with_capacity(1 << 10);
    while !ends(&head) && head.len() <= HEAD {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let (status, body) = match request(&head) {
        Some(("GET", path)) if answer(path) => ("200 OK", "OK"),
        Some(("GET", _)) => ("404 Not Found", "no"),
        Some(_) => ("405 Method Not Allowed", "no"),
        None => ("400 Bad Request", "no"),
    };
    let reply = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(reply.as_bytes()).await?;
    stream.shutdown().await
}

/// Whether a request's head is whole.
fn ends(head: &[u8]) -> bool {
    head.windows(4).any(|w| w == b"\r\n\r\n") || head.windows(2).any(|w| w == b"\n\n")
}

/// Method and path of a whole head.
fn request(head: &[u8]) -> Option<(&str, &str)> {
    if head.len() > HEAD || !ends(head) {
        return None;
    }
    let line = head.split(|b| *b == b'\n').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split_ascii_whitespace();
    let method = words.next()?;
    let path = words.next()?;
    words
        .next()?
        .starts_with("HTTP/1.")
        .then_some((method, path))
}

/// Where an address to listen on was refused.
#[derive(Debug, thiserror::Error)]
#[error(
    "notifications cannot be taken at {address} ({source}); nothing was sent or charged. Choose another --notify-listen"
)]
pub struct NotifyError {
    /// The address.
    pub address: SocketAddr,
    /// Why not.
    pub source: std::io::Error,
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(address: SocketAddr, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut reply = Vec::new();
        // A refused oversized head may be cut off by a reset; what came counts.
        let _reset = stream.read_to_end(&mut reply).await;
        String::from_utf8(reply).unwrap()
    }

    #[tokio::test]
    async fn only_the_path_that_was_told_is_answered_with_ok() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let listen = free.local_addr().unwrap();
        drop(free);
        let setup = NotifySetup {
            listen,
            public: format!("http://{listen}/hooks/").parse().unwrap(),
        };
        let hints: Arc<Mutex<Vec<JobId>>> = Arc::default();
        let heard = hints.clone();
        let receiver = Receiver::listen(
            &setup,
            Duration::from_secs(60),
            CancellationToken::new(),
            move |job| hold(&heard).push(job),
        )
        .await
        .unwrap();
        let address = receiver.address().unwrap();
        assert_ne!(address, receiver.address().unwrap());
        receiver.expect(JobId(7), &address);
        let path = address.strip_prefix(&format!("http://{listen}")).unwrap();
        assert!(path.starts_with("/hooks/n/"), "{path}");
        for _ in 0..2 {
            let asked = format!("GET {path}?f=x HTTP/1.1\r\nHost: h\r\n\r\n");
            let got = ask(listen, asked.as_bytes()).await;
            assert!(
                got.starts_with("HTTP/1.1 200") && got.ends_with("\r\n\r\nOK"),
                "{got}"
            );
        }
        assert_eq!(
            *hold(&hints),
            [JobId(7)],
            "a second call a moment later tells nothing new"
        );
        let wrong = format!("GET /n/{} HTTP/1.1\r\n\r\n", "0".repeat(32));
        assert!(
            ask(listen, wrong.as_bytes())
                .await
                .starts_with("HTTP/1.1 404")
        );
        let post = format!("POST {path} HTTP/1.1\r\n\r\n");
        assert!(
            ask(listen, post.as_bytes())
                .await
                .starts_with("HTTP/1.1 405")
        );
        assert!(
            ask(listen, b"hello\r\n\r\n")
                .await
                .starts_with("HTTP/1.1 400")
        );
        let long = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(2 * HEAD));
        assert!(!ask(listen, long.as_bytes()).await.contains("200"));
        receiver.forget(JobId(7));
        let gone = format!("GET {path} HTTP/1.1\r\n\r\n");
        assert!(
            ask(listen, gone.as_bytes())
                .await
                .starts_with("HTTP/1.1 404")
        );
    }
}
