//! Files over HTTP, and the faults that stop a client at a chosen moment.

use futures_util::StreamExt;
use reqwest::Response;
use reqwest::header::HeaderMap;

use crate::client::{ManualClock, Wanted, global, http, order, plain, start, target, until};
use backtrail::server::Running;

async fn file(server: &Running) -> String {
    let job = global(&order(server, &target(server, 0), &[]).await, "JobID");
    until(server, &job, "4").await("PublicDownloadLocation")
}

async fn get(url: &str, headers: &[(&'static str, &str)]) -> Response {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(*name, value.parse().unwrap());
    }
    http().get(url).headers(map).send().await.unwrap()
}

#[tokio::test]
async fn a_file_comes_whole_and_in_parts() {
    let server = plain().await;
    let url = file(&server).await;
    assert!(url.starts_with(&format!("{}/downloads/download_historical_", server.url())));
    let whole = get(&url, &[("accept-encoding", "gzip")]).await;
    let headers = whole.headers().clone();
    assert_eq!(headers["content-type"], "application/gzip");
    assert_eq!(headers["accept-ranges"], "bytes");
    assert!(!headers.contains_key("content-encoding"));
    let etag = headers["etag"].to_str().unwrap().to_owned();
    assert!(etag.starts_with('"'));
    let bytes = whole.bytes().await.unwrap();
    let size = bytes.len();
    assert_eq!(headers["content-length"], size.to_string().as_str());
    let head = http().head(&url).send().await.unwrap();
    assert_eq!(head.headers()["content-length"], size.to_string().as_str());
    assert_eq!(head.headers()["etag"], etag.as_str());

    let middle = get(&url, &[("range", "bytes=100-199"), ("if-range", &etag)]).await;
    assert_eq!(middle.status(), 206);
    assert_eq!(
        middle.headers()["content-range"],
        format!("bytes 100-199/{size}").as_str()
    );
    assert_eq!(middle.bytes().await.unwrap(), bytes[100..200]);
    let open = get(&url, &[("range", "bytes=1000-")]).await;
    assert_eq!(open.bytes().await.unwrap(), bytes[1000..]);
    let suffix = get(&url, &[("range", "bytes=-10")]).await;
    assert_eq!(suffix.bytes().await.unwrap(), bytes[size - 10..]);
    let outside = get(&url, &[("range", &format!("bytes={size}-"))]).await;
    assert_eq!(outside.status(), 416);
    assert_eq!(
        outside.headers()["content-range"],
        format!("bytes */{size}").as_str()
    );
    let other = get(
        &url,
        &[("range", "bytes=100-199"), ("if-range", "\"other\"")],
    )
    .await;
    assert_eq!(other.status(), 200);
    assert_eq!(other.bytes().await.unwrap().len(), size);
    let gone = get(&url.replace("download_historical", "download_fresh"), &[]).await;
    assert_eq!(gone.status(), 404);
}

#[tokio::test]
async fn a_held_delivery_stops_at_its_byte_and_goes_on_when_released() {
    let wanted = Wanted {
        faults: "hold=5000,drip=1000/1ms",
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let url = file(&server).await;
    let answer = get(&url, &[]).await;
    let size = answer.content_length().unwrap();
    assert!(size > 6_000, "{size}");
    let mut stream = answer.bytes_stream();
    let mut got = 0;
    while got < 5_000 {
        got += stream.next().await.unwrap().unwrap().len() as u64;
    }
    assert_eq!(got, 5_000);
    assert!(server.reached("hold").await);
    assert_eq!(server.release("hold"), 1);
    while let Some(piece) = stream.next().await {
        got += piece.unwrap().len() as u64;
    }
    assert_eq!(got, size);
}

#[tokio::test]
async fn a_command_hangs_after_its_charge_until_released() {
    let wanted = Wanted {
        faults: "hang=DownloadRefDomainBackLinks",
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let item = target(&server, 0);
    {
        let hanging = order(&server, &item, &[]);
        tokio::pin!(hanging);
        tokio::select! {
            answer = &mut hanging => panic!("answered: {answer:?}"),
            reached = server.reached("hang=DownloadRefDomainBackLinks:after") => assert!(reached),
        }
    }
    let charged = server
        .charges()
        .iter()
        .filter(|c| c.amounts.analysis > 0)
        .count();
    assert_eq!(charged, 1);
    server.release("hang");
    let job = global(&order(&server, &item, &[]).await, "JobID");
    assert_eq!(server.charges()[0].job.as_deref(), Some(job.as_str()));
}

#[tokio::test]
async fn a_command_hangs_before_its_charge() {
    let wanted = Wanted {
        faults: "hang=getindexiteminfo:before",
        ..Wanted::default()
    };
    let server = start(&wanted, ManualClock::new()).await;
    let params = [
        ("cmd", "GetIndexItemInfo"),
        ("items", "1"),
        ("item0", "a.com"),
    ];
    let hanging = crate::client::call(&server, &params);
    tokio::pin!(hanging);
    tokio::select! {
        answer = &mut hanging => panic!("answered: {answer:?}"),
        reached = server.reached("hang=GetIndexItemInfo:before") => assert!(reached),
    }
    assert!(server.charges().is_empty());
    server.release("hang=GetIndexItemInfo:before");
    assert_eq!(hanging.await.code, "OK");
    assert_eq!(server.charges().len(), 1);
}
