//! Notifications, and where deliveries may go.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use backtrail::server::Running;
use bytes::Bytes;
use futures_util::stream;
use jiff::SignedDuration;

use crate::client::{
    ManualClock, Row, Wanted, call, global, http, order, plain, start, target, until, until_listed,
};

/// What a receiver says to a call.
#[derive(Clone, Copy)]
enum Say {
    Text(u16, &'static str),
    Elsewhere,
    Endlessly,
}

/// Somebody who is notified.
struct Receiver {
    url: String,
    seen: Arc<Mutex<Vec<Uri>>>,
}

impl Receiver {
    /// Says one thing after another, the last again and again.
    async fn start(script: Vec<Say>) -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let there = seen.clone();
        let answer = move |uri: Uri| {
            let mut seen: std::sync::MutexGuard<'_, Vec<Uri>> = there.lock().unwrap();
            let said = script[seen.len().min(script.len() - 1)];
            seen.push(uri);
            std::future::ready(said.into_response())
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
        Self { url, seen }
    }

    fn seen(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(Uri::to_string).collect()
    }
}

impl IntoResponse for Say {
    fn into_response(self) -> Response {
        match self {
            Self::Text(status, text) => {
                (StatusCode::from_u16(status).unwrap(), text).into_response()
            }
            Self::Elsewhere => {
                (StatusCode::FOUND, [(header::LOCATION, "/other")], "OK").into_response()
            }
            Self::Endlessly => {
                let ok = stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(b"OK")));
                Body::from_stream(ok).into_response()
            }
        }
    }
}

/// Waits until a job's last failure says this.
async fn failed(server: &Running, job: &str, why: &str) -> Row {
    until_listed(server, job, |row| row("LastError").contains(why)).await
}

#[tokio::test]
async fn who_fails_three_times_is_told_on_the_fourth() {
    let receiver = Receiver::start(vec![
        Say::Text(500, "OK"),
        Say::Text(200, "OK\n"),
        Say::Text(404, "OK"),
        Say::Text(200, "OK"),
    ])
    .await;
    let clock = ManualClock::new();
    let server = start(&Wanted::default(), clock.clone()).await;
    let notify = format!(
        "{}/ready?file=%%DOWNLOAD_FILE%%&at=%%DOWNLOAD_FILE_LOCATION%%&raw=%%download_file%%",
        receiver.url
    );
    let more = [("NotifyURL", notify.as_str())];
    let item = target(&server, 0);
    let job = global(&order(&server, &item, &more).await, "JobID");
    for (tries, (why, pause)) in [("HTTP 500", 10), ("exactly OK", 20), ("HTTP 404", 40)]
        .into_iter()
        .enumerate()
    {
        let row = failed(&server, &job, why).await;
        assert_eq!(row("Status"), "6");
        assert_eq!(receiver.seen().len(), tries + 1);
        let file = http()
            .get(row("PublicDownloadLocation"))
            .send()
            .await
            .unwrap();
        assert_eq!(file.status(), 200);
        clock.advance(SignedDuration::from_secs(pause));
    }
    let row = until(&server, &job, "4").await;
    assert_eq!(row("LastError"), "");
    let (location, seen) = (row("PublicDownloadLocation"), receiver.seen());
    let name = location.rsplit_once('/').unwrap().1;
    assert_eq!(
        seen[3],
        format!("/ready?file={name}&at={location}&raw=%%download_file%%")
    );
    assert_eq!(seen.len(), 4);
    // Whom to notify is no part of what was ordered.
    assert_eq!(global(&order(&server, &item, &[]).await, "JobID"), job);
}

#[tokio::test]
async fn who_never_says_ok_is_given_up() {
    let codes = [500, 501, 502, 503, 504, 505, 506, 507];
    let script = codes.map(|code| Say::Text(code, "no"));
    let receiver = Receiver::start(script.to_vec()).await;
    let clock = ManualClock::new();
    let server = start(&Wanted::default(), clock.clone()).await;
    let more = [("NotifyURL", receiver.url.as_str())];
    let job = global(&order(&server, &target(&server, 0), &more).await, "JobID");
    for code in codes {
        let _row = failed(&server, &job, &format!("HTTP {code}")).await;
        clock.advance(SignedDuration::from_mins(30));
    }
    let row = until(&server, &job, "7").await;
    let file = http()
        .get(row("PublicDownloadLocation"))
        .send()
        .await
        .unwrap();
    assert_eq!(
        file.bytes().await.unwrap().len().to_string(),
        row("FileSize")
    );
    assert_eq!(receiver.seen().len(), codes.len());
}

#[tokio::test]
async fn no_redirect_is_followed_and_no_endless_answer_read() {
    for (say, why) in [(Say::Elsewhere, "HTTP 302"), (Say::Endlessly, "exactly OK")] {
        let receiver = Receiver::start(vec![say]).await;
        let server = plain().await;
        let notify = format!("{}/ready", receiver.url);
        let more = [("NotifyURL", notify.as_str())];
        let job = global(&order(&server, &target(&server, 3), &more).await, "JobID");
        let _row = failed(&server, &job, why).await;
        assert_eq!(receiver.seen(), ["/ready"]);
    }
}

#[tokio::test]
async fn deliveries_stay_on_this_machine_unless_a_host_is_allowed() {
    let server = plain().await;
    for (name, address) in [
        ("NotifyURL", "http://192.0.2.1/"),
        ("NotifyURL", "http://[::ffff:192.0.2.1]/"),
        ("NotifyURL", "http://0.0.0.0:1/"),
        ("NotifyURL", "ftp://127.0.0.1/"),
        ("NotifyURL", "/ready"),
        ("UploadToFTP", "ftp://u:s3cret@192.0.2.1/in/"),
        ("UploadToFTP", "http://u:s3cret@127.0.0.1/in/"),
        ("UploadToFTP", "u:s3cret@127.0.0.1"),
    ] {
        for command in ["DownloadRefDomainBackLinks", "DownloadBackLinks"] {
            let params = [
                ("cmd", command),
                ("item", "a.example"),
                ("Query", "a.example"),
                (name, address),
            ];
            let refused = call(&server, &params).await;
            assert_eq!(refused.code, "InvalidParameter", "{address}");
            assert!(refused.error_message.contains(&format!("'{name}'")));
            assert!(!format!("{refused:?}").contains("s3cret"));
        }
    }
    assert!(server.charges().is_empty());
    let wanted = Wanted {
        allow_delivery: &["192.0.2.1"],
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let allowed = [("NotifyURL", "http://192.0.2.1:1/")];
    let queued = order(&server, "a.example", &allowed).await;
    assert_eq!(queued.code, "QueuedForProcessing");
    let elsewhere = [("NotifyURL", "http://192.0.2.2/")];
    let refused = order(&server, "b.example", &elsewhere).await;
    assert_eq!(refused.code, "InvalidParameter");
    server.stop().await;
}
