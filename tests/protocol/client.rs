//! A bare client: what an analyst's program would send, without any of this program's own client code.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, Once};

pub use backtrail::server::Clock;
use backtrail::server::{Faults, Running, ServeOptions, Shape, serve};
use backtrail::wire::majestic::{Answer, Cell, json, xml};
use jiff::{SignedDuration, Timestamp};

/// A clock that moves only when told to.
pub struct ManualClock(Mutex<Timestamp>);

impl ManualClock {
    /// Stands at noon of a fixed day.
    pub fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new("2026-11-21T12:00:00Z".parse().unwrap())))
    }

    /// Moves on.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// What a test wants of its server.
#[derive(Default)]
pub struct Wanted<'a> {
    /// Links of its world; none is a small world.
    pub links: Option<u64>,
    pub faults: &'a str,
    pub state: Option<&'a Path>,
    pub accounts: Option<&'a Path>,
    pub allow_delivery: &'a [&'a str],
    /// How old its answers look; as new as can be unless it is said.
    pub shape: Option<Shape>,
}

/// A server on a small world.
pub async fn start(wanted: &Wanted<'_>, clock: Arc<dyn Clock>) -> Running {
    serve(ServeOptions {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        links: wanted.links.unwrap_or(20_000),
        seed: 7,
        state: wanted.state.map(Path::to_owned),
        accounts: wanted.accounts.map(Path::to_owned),
        faults: Faults::parse(wanted.faults).unwrap(),
        allow_delivery: wanted
            .allow_delivery
            .iter()
            .map(|host| (*host).to_owned())
            .collect(),
        shape: wanted.shape.unwrap_or_default(),
        clock,
    })
    .await
    .unwrap()
}

/// A server with accounts of its own beside the built-in one.
pub async fn with_accounts(text: &str) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("accounts.toml");
    std::fs::write(&file, text).unwrap();
    let wanted = Wanted {
        accounts: Some(&file),
        ..Wanted::default()
    };
    start(&wanted, ManualClock::new()).await
}

/// A server without faults, on a clock that stands still.
pub async fn plain() -> Running {
    start(&Wanted::default(), ManualClock::new()).await
}

/// An HTTP client.
pub fn http() -> reqwest::Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider()
            .install_default()
            .unwrap();
    });
    reqwest::Client::new()
}

/// The raw body of a call by GET.
pub async fn body(server: &Running, params: &[(&str, &str)]) -> String {
    let url = format!("{}/api/json", server.url());
    let answer = http().get(url).query(params).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.headers()["content-type"],
        "application/json;charset=UTF-8"
    );
    answer.text().await.unwrap()
}

/// A call with the built-in key, by POST.
pub async fn call(server: &Running, params: &[(&str, &str)]) -> Answer {
    let mut form = vec![("app_api_key", "demo")];
    form.extend_from_slice(params);
    let url = format!("{}/api/json", server.url());
    let answer = http().post(url).form(&form).send().await.unwrap();
    json::decode(&answer.bytes().await.unwrap()).unwrap()
}

/// A call with the built-in key, by POST, answered in XML.
pub async fn call_xml(server: &Running, params: &[(&str, &str)]) -> Answer {
    let mut form = vec![("app_api_key", "demo")];
    form.extend_from_slice(params);
    let url = format!("{}/api/xml", server.url());
    let answer = http().post(url).form(&form).send().await.unwrap();
    xml::decode(&answer.bytes().await.unwrap()).unwrap()
}

/// A row, as a look-up by column.
pub type Row = Box<dyn Fn(&str) -> String>;

/// The only row of a job in the list once it is as wanted.
pub async fn until_listed(
    server: &Running,
    job: &str,
    wanted: impl Fn(&dyn Fn(&str) -> String) -> bool,
) -> Row {
    loop {
        let row = listed(server, job).await.expect("the job is listed");
        if wanted(&row) {
            return Box::new(row);
        }
        tokio::task::yield_now().await;
    }
}

/// The name of the n-th largest target.
pub fn target(server: &Running, n: usize) -> String {
    let index = server.index(backtrail::index::Datasource::Historic);
    index.targets()[n].item.clone()
}

/// Orders a download of an item from the historic index.
pub async fn order(server: &Running, item: &str, more: &[(&str, &str)]) -> Answer {
    let mut params = vec![
        ("cmd", "DownloadRefDomainBackLinks"),
        ("item", item),
        ("datasource", "historic"),
    ];
    params.extend_from_slice(more);
    call(server, &params).await
}

/// A global variable as text.
pub fn global(answer: &Answer, name: &str) -> String {
    let cell = answer
        .global(name)
        .unwrap_or_else(|| panic!("no {name} in {answer:?}"));
    cell.text().into_owned()
}

/// The only row of a job in the list, as a look-up by column.
pub async fn listed(server: &Running, job: &str) -> Option<impl Fn(&str) -> String + use<>> {
    let answer = call(
        server,
        &[("cmd", "GetDownloadsList"), ("DownloadJobID", job)],
    )
    .await;
    let table = answer.table("Downloads").unwrap().clone();
    assert!(table.rows.len() <= 1);
    (!table.rows.is_empty()).then_some(move |column: &str| {
        table
            .cell(0, column)
            .map(|c| c.text().into_owned())
            .unwrap()
    })
}

/// Asks for the state of a job until it is what is waited for. Ends at once in an error.
pub async fn until(server: &Running, job: &str, status: &str) -> impl Fn(&str) -> String + use<> {
    loop {
        let row = listed(server, job).await.expect("the job is listed");
        if row("Status") == status {
            return row;
        }
        assert_ne!(row("Status"), "5", "{}", row("LastError"));
        tokio::task::yield_now().await;
    }
}

/// A cell of the first row of a table.
pub fn first(answer: &Answer, table: &str, column: &str) -> Cell {
    let table = answer.table(table).unwrap();
    table
        .cell(0, column)
        .unwrap_or_else(|| panic!("no {column}"))
        .clone()
}
