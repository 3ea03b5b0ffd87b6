//! A server, a data folder, and processes that can be killed.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use backtrail::api::{
    Credentials, DataForSeoClient, DataForSeoEndpoint, Endpoint, MajesticClient, WireFormat,
};
use backtrail::index::Datasource;
use backtrail::jobs::{NotifySetup, Pace, Runner, RunnerSetup};
use backtrail::model::catalog::Quote;
use backtrail::model::catalog::majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS;
use backtrail::model::job::{JobId, JobSummary};
use backtrail::model::money::{Amounts, Limits};
use backtrail::model::query::Query;
use backtrail::model::report::Report;
use backtrail::model::target::Target;
use backtrail::server::{Clock, Faults, Running, ServeOptions, serve};
use backtrail::store::Store;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use secrecy::SecretString;
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub const DOWNLOAD: &str = "DownloadRefDomainBackLinks";

/// Patience for tests: everything at once, but doubt lasts long enough to be seen.
pub const PACE: Pace = Pace {
    first: Duration::from_millis(20),
    longest: Duration::from_millis(100),
    doubt: Duration::from_millis(300),
    connect_tries: 2,
};

/// The machine's time, shifted: server and client share it.
#[derive(Clone, Default)]
pub struct Shifted(Arc<AtomicI64>);

impl Shifted {
    /// Goes on by so many days.
    pub fn on_by_days(&self, days: i64) {
        self.on_by(days * 86_400);
    }

    /// Goes on to the next month where this one ends within so many days: units are given anew then, and what was
    /// charged before cannot be told from what is left any more.
    pub fn where_a_month_lasts(&self, days: i64) {
        let today = self.now().to_zoned(TimeZone::UTC).date();
        let left = i64::from(today.days_in_month() - today.day());
        if left <= days {
            self.on_by_days(left + 1);
        }
    }

    /// Goes on by so many seconds.
    pub fn on_by(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Shifted {
    fn now(&self) -> Timestamp {
        let shift = jiff::SignedDuration::from_secs(self.0.load(Ordering::SeqCst));
        Timestamp::now() + shift
    }
}

/// A world with one server and one data folder.
pub struct Scene {
    pub server: Running,
    pub clock: Shifted,
    pub folder: TempDir,
}

impl Scene {
    pub async fn with(faults: &str) -> Self {
        Self::with_accounts(faults, None).await
    }

    pub async fn with_accounts(faults: &str, accounts: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let accounts = accounts.map(|text| {
            let path = folder.path().join("accounts.toml");
            std::fs::write(&path, text).unwrap();
            path
        });
        let clock = Shifted::default();
        let server = serve(ServeOptions {
            listen: "127.0.0.1:0".parse().unwrap(),
            links: 20_000,
            seed: 7,
            state: Some(folder.path().join("server")),
            accounts,
            faults: Faults::parse(faults).unwrap(),
            allow_delivery: Vec::new(),
            shape: backtrail::server::Shape::default(),
            clock: Arc::new(clock.clone()),
        })
        .await
        .unwrap();
        Self {
            server,
            clock,
            folder,
        }
    }

    pub fn state(&self) -> PathBuf {
        self.folder.path().join("server")
    }

    pub fn store(&self) -> Store {
        Store::open(&self.folder.path().join("data")).unwrap()
    }

    /// A query about the n-th largest target.
    pub fn query(&self, nth: usize) -> Query {
        let targets = self.server.index(Datasource::Historic).targets();
        let target = Target::parse(&targets[nth].item).unwrap();
        let mut query = Query::new(&DOWNLOAD_REF_DOMAIN_BACK_LINKS, target);
        query.set("skip-cost", "100000000").unwrap();
        query
    }

    /// What the account log has for downloads: jobs charged, and the sum.
    pub fn charged(&self) -> (usize, Amounts) {
        let charges = self.server.charges();
        let downloads = charges.iter().filter(|c| c.command == DOWNLOAD);
        let mut jobs: Vec<_> = downloads.clone().map(|c| c.job.clone()).collect();
        jobs.sort();
        jobs.dedup();
        (jobs.len(), downloads.map(|c| c.amounts).sum())
    }

    /// A process: a runner on a runtime of its own.
    pub async fn process(&self) -> Process {
        self.process_with("demo", &self.server.url(), Limits::default())
            .await
    }

    pub async fn process_with(&self, key: &str, url: &str, limits: Limits) -> Process {
        self.process_of(self.store(), key, url, limits).await
    }

    /// A process with a data folder of its own, as on another machine.
    pub async fn process_elsewhere(&self) -> Process {
        let store = Store::open(&self.folder.path().join("elsewhere")).unwrap();
        self.process_of(store, "demo", &self.server.url(), Limits::default())
            .await
    }

    async fn process_of(&self, store: Store, key: &str, url: &str, limits: Limits) -> Process {
        Process::begin(Begin {
            clock: self.clock.clone(),
            limits,
            ..Begin::new(store, url, Credentials::Key(SecretString::from(key)))
        })
        .await
    }
}

/// How a process begins.
pub struct Begin {
    pub store: Store,
    pub endpoint: Endpoint,
    pub format: WireFormat,
    pub clock: Shifted,
    pub limits: Limits,
    pub pace: Pace,
    pub notify: Option<NotifySetup>,
    /// The other provider's account, in place of Majestic's.
    pub dataforseo: Option<DataForSeoEndpoint>,
}

impl Begin {
    pub fn new(store: Store, url: &str, credentials: Credentials) -> Self {
        Self {
            store,
            endpoint: Endpoint::new(url, credentials).unwrap(),
            format: WireFormat::Json,
            clock: Shifted::default(),
            limits: Limits::default(),
            pace: PACE,
            notify: None,
            dataforseo: None,
        }
    }
}

/// One run of the program.
pub struct Process {
    pub runner: Runner,
    pub heard: Arc<Mutex<Vec<Report>>>,
    changed: Arc<tokio::sync::Notify>,
    runtime: Option<Runtime>,
}

impl Process {
    /// Starts a runner on a runtime of its own.
    pub async fn begin(begin: Begin) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let (reports, mut inbox) = tokio::sync::mpsc::channel(64);
        let clock = begin.clock;
        let setup = RunnerSetup {
            store: begin.store,
            client: match begin.dataforseo {
                Some(endpoint) => DataForSeoClient::new(endpoint).unwrap().into(),
                None => MajesticClient::new(begin.endpoint, begin.format)
                    .unwrap()
                    .into(),
            },
            reports,
            clock: Arc::new(move || clock.now()),
            limits: begin.limits,
            pace: begin.pace,
            notify: begin.notify,
        };
        let heard = Arc::new(Mutex::new(Vec::new()));
        let changed = Arc::new(tokio::sync::Notify::new());
        let (ears, bell) = (heard.clone(), changed.clone());
        runtime.spawn(async move {
            while let Some(report) = inbox.recv().await {
                ears.lock().unwrap().push(report);
                bell.notify_one();
            }
        });
        let runner = runtime.spawn(Runner::start(setup)).await.unwrap().unwrap();
        Self {
            runner,
            heard,
            changed,
            runtime: Some(runtime),
        }
    }

    /// Orders what needs no look-up, granting exactly the most it can cost.
    pub async fn ask(&self, query: &Query) -> JobId {
        let quote = Quote::new(query.clone(), None);
        let granted = quote.price.ceiling().unwrap();
        let ordered = self.runner.submit(&quote, granted, false, Some("test"));
        ordered.await.unwrap()
    }

    /// Looks the price up and orders, granting exactly the price.
    pub async fn order(&self, query: &Query) -> JobId {
        let quote = self.runner.look_up_price(query).await.unwrap();
        let granted = quote.price.ceiling().unwrap();
        self.runner
            .submit(&quote, granted, false, Some("test"))
            .await
            .unwrap()
    }

    /// Waits for the end of a job.
    pub async fn end_of(&self, id: JobId) -> JobSummary {
        tokio::time::timeout(Duration::from_secs(60), self.runner.finished(id))
            .await
            .unwrap_or_else(|_| panic!("the job does not end: {:?}", self.runner.jobs().unwrap()))
            .unwrap()
    }

    /// Waits until something was reported.
    pub async fn hears(&self, wanted: impl Fn(&Report) -> bool) {
        let heard = async {
            while !self.heard.lock().unwrap().iter().any(&wanted) {
                self.changed.notified().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), heard)
            .await
            .unwrap();
    }

    /// Waits until so many things were reported.
    pub async fn heard_so_many(&self, count: usize) {
        while self.heard.lock().unwrap().len() < count {
            self.changed.notified().await;
        }
    }

    /// Ends it like a kill, and waits until nothing of it runs any more.
    pub async fn kill_whole(mut self) {
        let runtime = self.runtime.take().unwrap();
        let patience = Duration::from_secs(20);
        let ended = tokio::task::spawn_blocking(move || runtime.shutdown_timeout(patience));
        ended.await.unwrap();
    }

    /// Ends it like a kill: no task gets to its next step.
    pub fn kill(mut self) {
        self.runtime.take().unwrap().shutdown_background();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
