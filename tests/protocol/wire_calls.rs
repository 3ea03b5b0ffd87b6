//! What the client sends and what it makes of what comes back, against a socket that answers as it is told.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri};
use backtrail::api::download::LONGEST;
use backtrail::api::{
    CallError, Credentials, DownloadError, Endpoint, FileRequest, MajesticClient, WireFormat,
};
use bytes::Bytes;
use tokio::net::TcpListener;

const KEY: &str = "0123456789ABCDEF0123456789ABCDEF";

/// What is answered: status, headers, body.
type Reply = (u16, Vec<(&'static str, String)>, Vec<u8>);

/// A server that answers every request with one reply and remembers paths and bodies.
#[derive(Clone)]
struct Stub {
    address: SocketAddr,
    reply: Arc<Reply>,
    heard: Arc<Mutex<Vec<(String, String)>>>,
}

impl Stub {
    async fn start(ip: Ipv4Addr, reply: Reply) -> Self {
        let listener = TcpListener::bind((ip, 0)).await.unwrap();
        let stub = Self {
            address: listener.local_addr().unwrap(),
            reply: Arc::new(reply),
            heard: Arc::default(),
        };
        let router = Router::new().fallback(answer).with_state(stub.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        stub
    }

    async fn answering(status: u16, body: &str) -> Self {
        Self::start(Ipv4Addr::LOCALHOST, (status, vec![], body.into())).await
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn client(&self, credentials: Credentials, format: WireFormat) -> MajesticClient {
        MajesticClient::new(Endpoint::new(&self.url(), credentials).unwrap(), format).unwrap()
    }

    fn heard(&self) -> Vec<(String, String)> {
        self.heard.lock().unwrap().clone()
    }
}

async fn answer(
    State(stub): State<Stub>,
    uri: Uri,
    body: Bytes,
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let said = String::from_utf8(body.to_vec()).unwrap();
    stub.heard.lock().unwrap().push((uri.to_string(), said));
    let (status, headers, body) = stub.reply.as_ref().clone();
    let headers = headers
        .into_iter()
        .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
    (
        StatusCode::from_u16(status).unwrap(),
        headers.collect(),
        body,
    )
}

fn key() -> Credentials {
    Credentials::Key(KEY.into())
}

fn app() -> Credentials {
    Credentials::App {
        access_token: "TOKEN/0123456789+AB".into(),
        private_key: "PRIVATE<0123456789>".into(),
    }
}

#[tokio::test]
async fn each_form_has_its_path_and_each_kind_of_account_its_parameters() {
    let stub = Stub::answering(200, "{\"Code\":\"OK\"}").await;
    let params = [("item".to_owned(), "http://a.example/?b=c&d".to_owned())];
    for format in WireFormat::ALL {
        stub.client(key(), format)
            .call("GetTopics", &params)
            .await
            .unwrap();
    }
    stub.client(app(), WireFormat::Xml)
        .call("GetTopics", &params)
        .await
        .unwrap();
    let said = "cmd=GetTopics&item=http%3A%2F%2Fa.example%2F%3Fb%3Dc%26d";
    let secrets = "accesstoken=TOKEN%2F0123456789%2BAB&privatekey=PRIVATE%3C0123456789%3E";
    let wanted = [
        ("/api/json", format!("app_api_key={KEY}&{said}")),
        ("/api/xml", format!("app_api_key={KEY}&{said}")),
        ("/api/xml", format!("{secrets}&{said}")),
    ];
    let heard = stub.heard();
    let heard: Vec<_> = heard
        .iter()
        .map(|(path, body)| (path.as_str(), body.clone()))
        .collect();
    assert_eq!(heard, wanted);
}

#[tokio::test]
async fn secrets_that_an_answer_repeats_never_leave_the_client() {
    let xml = "<Result Code=\"FailedRequestViaAPI\" ErrorMessage=\"no: &#39;PRIVATE&#60;0123456789&#62;&#39;\" \
               FullError=\"X: TOKEN/0123456789+AB TOKEN%2f0123456789%2bAB\"><GlobalVars/></Result>";
    let stub = Stub::answering(200, xml).await;
    let raw = stub
        .client(app(), WireFormat::Xml)
        .call("GetTopics", &[])
        .await
        .unwrap();
    assert!(
        !String::from_utf8_lossy(&raw.body).contains("0123456789"),
        "{:?}",
        raw.body
    );
    let error = raw.decode().unwrap_err();
    assert!(error.proves_uncharged());
    assert_eq!(
        error.to_string(),
        "the service refused: no: '[key]' (FailedRequestViaAPI)"
    );
    assert_eq!(error.full(), Some("X: [key] [key]"));
    assert!(!format!("{error:?}{raw:?}").contains("0123456789"));
}

#[tokio::test]
async fn a_status_of_https_own_is_typed_with_and_without_a_wait() {
    for status in [429, 500, 502] {
        for wait in [None, Some(("retry-after", "17".to_owned()))] {
            let headers = wait.clone().into_iter().collect();
            let reply = (status, headers, b"<html>busy</html>".to_vec());
            let stub = Stub::start(Ipv4Addr::LOCALHOST, reply).await;
            let raw = stub
                .client(key(), WireFormat::Json)
                .call("GetTopics", &[])
                .await
                .unwrap();
            assert_eq!(raw.body, "<html>busy</html>", "the raw body is kept");
            let error = raw.decode().unwrap_err();
            assert!(matches!(error, CallError::HttpStatus { status: s, .. } if s == status));
            assert_eq!(error.retry_after(), wait.map(|_| Duration::from_secs(17)));
            assert!(!error.proves_uncharged());
            assert_eq!(stub.heard().len(), 1, "nothing is sent again by itself");
        }
    }
}

#[tokio::test]
async fn an_answer_in_the_other_form_is_read_as_what_it_is() {
    let stub = Stub::answering(200, "<Result Code=\"OK\"><GlobalVars A=\"7\"/></Result>").await;
    let raw = stub
        .client(key(), WireFormat::Json)
        .call("GetTopics", &[])
        .await
        .unwrap();
    assert_eq!(raw.format(), WireFormat::Xml);
    assert_eq!(raw.decode().unwrap().global("A").unwrap().int(), Some(7));
}

async fn fetched(
    client: &MajesticClient,
    url: &str,
    also_from: Option<&str>,
) -> Result<Vec<u8>, DownloadError> {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("f.csv.gz");
    let request = FileRequest {
        url,
        to: &to,
        size: None,
        also_from,
        most: LONGEST,
    };
    client.fetch(request, &mut |_, _| {}).await?;
    Ok(std::fs::read(folder.path().join("f.csv.gz.part")).unwrap())
}

#[tokio::test]
async fn a_file_elsewhere_is_fetched_only_from_the_location_typed_for_it() {
    let elsewhere = Ipv4Addr::new(127, 0, 0, 2);
    let files = Stub::start(elsewhere, (200, vec![], b"rows".to_vec())).await;
    let other = Stub::start(elsewhere, (200, vec![], b"others".to_vec())).await;
    let (file, typed) = (
        format!("{}/a/f.csv.gz", files.url()),
        format!("{}/a/", files.url()),
    );
    let to_file = vec![("location", file.clone())];
    let service = Stub::start(Ipv4Addr::LOCALHOST, (302, to_file, vec![])).await;
    let client = service.client(key(), WireFormat::Json);
    let own = format!("{}/downloads/f.csv.gz", service.url());

    assert_eq!(
        fetched(&client, &file, Some(&typed)).await.unwrap(),
        b"rows"
    );
    assert_eq!(fetched(&client, &own, Some(&typed)).await.unwrap(), b"rows");
    for (url, also_from) in [
        (file.as_str(), None),
        (&format!("{}/a/f", other.url()), Some(typed.as_str())),
    ] {
        let refused = fetched(&client, url, also_from).await;
        assert!(
            matches!(refused, Err(DownloadError::Refused(_))),
            "{refused:?}"
        );
    }
    let stopped = fetched(&client, &own, None).await;
    assert!(
        matches!(stopped, Err(DownloadError::Refused(_))),
        "{stopped:?}"
    );
    assert_eq!(files.heard().len(), 2, "and not once more");
    assert_eq!(other.heard(), []);
}
