//! A server with an account for every script, and what one script does there.

use std::path::PathBuf;
use std::time::Duration;

use backtrail::api::{Credentials, DataForSeoEndpoint};
use backtrail::index::Datasource;
use backtrail::jobs::Pace;
use backtrail::model::catalog::dataforseo::{BACKLINKS, REFERRING_DOMAINS};
use backtrail::model::catalog::majestic::{DOWNLOAD_REF_DOMAIN_BACK_LINKS, GET_BACK_LINK_DATA};
use backtrail::model::job::{JobId, JobSummary};
use backtrail::model::money::{Amounts, Limits};
use backtrail::model::query::Query;
use backtrail::model::target::{Takes, Target};
use backtrail::server::{Faults, Running, ServeOptions, serve};
use backtrail::store::Store;
use secrecy::SecretString;
use tempfile::TempDir;

use super::script::{Kill, Kind, OTHERS, Script};
use crate::scene::{Begin, Process, Shifted};

/// Patience for scripts: everything at once.
const PACE: Pace = Pace {
    first: Duration::from_millis(2),
    longest: Duration::from_millis(20),
    doubt: Duration::from_millis(150),
    connect_tries: 2,
};

/// How long a script may take before it counts as stuck.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server, and accounts that nobody used yet.
pub struct World {
    pub server: Running,
    clock: Shifted,
    used: i64,
    _folder: TempDir,
}

impl World {
    /// With so many accounts.
    pub async fn with(accounts: i64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("accounts.toml");
        let account = |n: i64| {
            format!(
                "[[account]]\nkey = \"key-{n}\"\nuser_id = {}\n[[account.subscription]]\nanalysis = 100000000\nretrieval = 100000000\nitems = 1000\n[account.dataforseo]\nlogin = \"login-{n}\"\npassword = \"word\"\ndeposit = 50.0\n",
                user(n)
            )
        };
        std::fs::write(&file, (0..accounts).map(account).collect::<String>()).unwrap();
        let clock = Shifted::default();
        let server = serve(ServeOptions {
            listen: "127.0.0.1:0".parse().unwrap(),
            links: 20_000,
            seed: 7,
            state: None,
            accounts: Some(file),
            faults: Faults::default(),
            allow_delivery: Vec::new(),
            shape: backtrail::server::Shape::default(),
            clock: std::sync::Arc::new(clock.clone()),
        })
        .await
        .unwrap();
        Self {
            server,
            clock,
            used: 0,
            _folder: folder,
        }
    }

    /// Who plays a script, in a data folder and with an account that nobody used before.
    pub fn player<'a>(&'a mut self, script: &'a Script) -> (Player<'a>, TempDir) {
        let number = self.used;
        self.used += 1;
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let player = Player {
            world: self,
            script,
            number,
            data,
        };
        (player, folder)
    }

    /// Waits until nothing of a killed run is left on the server.
    pub async fn settle(&self) {
        let front = reqwest::get(self.server.url()).await.unwrap();
        drop(front.bytes().await);
        self.server.is_quiet().await;
    }

    /// Plays a script to its end.
    pub async fn play(&mut self, script: &Script, meddle: impl Fn(&Store)) -> Played {
        let (player, folder) = self.player(script);
        meddle(&player.store());
        let mut ordered = None;
        for round in &script.rounds {
            player
                .world
                .server
                .set_faults(Faults::parse(&round.spec()).unwrap());
            ordered = player.round(ordered, round.kill).await;
        }
        player.world.server.set_faults(Faults::default());
        let process = player.begin().await;
        let id = match ordered {
            Some(id) => id,
            None => player.order(&process).await.expect("nothing is in the way"),
        };
        let job = player.end_of(&process, id).await;
        let budget = process.runner.budget().unwrap();
        process.runner.clone().shutdown().await;
        Played {
            user: user(player.number),
            job,
            held: budget.held,
            store: player.store(),
            _folder: folder,
        }
    }
}

fn user(number: i64) -> i64 {
    1_000 + number
}

/// How a script ended.
pub struct Played {
    /// Its account.
    pub user: i64,
    pub job: JobSummary,
    /// What counts as held when all is over.
    pub held: Amounts,
    pub store: Store,
    _folder: TempDir,
}

/// One script on its way.
pub struct Player<'a> {
    world: &'a World,
    script: &'a Script,
    number: i64,
    data: PathBuf,
}

impl Player<'_> {
    pub fn store(&self) -> Store {
        Store::open(&self.data).unwrap()
    }

    async fn begin(&self) -> Process {
        self.begin_with(Limits::default()).await
    }

    /// A run of the program that keeps to limits.
    pub async fn begin_with(&self, limits: Limits) -> Process {
        // The service counts some free calls by the minute.
        self.world.clock.on_by(60);
        let url = self.world.server.url();
        let key = Credentials::Key(SecretString::from(format!("key-{}", self.number)));
        let login = format!("login-{}", self.number);
        let endpoint = DataForSeoEndpoint::new(&url, &login, SecretString::from("word")).unwrap();
        let is_dataforseo = matches!(self.script.kind, Kind::Links | Kind::Domains);
        Process::begin(Begin {
            clock: self.world.clock.clone(),
            pace: PACE,
            limits,
            dataforseo: is_dataforseo.then_some(endpoint),
            ..Begin::new(self.store(), &url, key)
        })
        .await
    }

    pub fn query(&self) -> Query {
        let targets = self.world.server.index(Datasource::Historic).targets();
        let target = match self.script.kind {
            Kind::Other(at) if OTHERS[at].0.takes == Takes::Words => Takes::Words.read("garden"),
            _ => Target::parse(&targets[self.script.target].item),
        };
        let target = target.unwrap();
        let (entry, options): (_, &[_]) = match self.script.kind {
            Kind::Bulk => (
                &DOWNLOAD_REF_DOMAIN_BACK_LINKS,
                &[("skip-cost", "100000000")],
            ),
            Kind::Direct => (&GET_BACK_LINK_DATA, &[("count", "50")]),
            Kind::Other(at) => OTHERS[at],
            Kind::Links => (&BACKLINKS, &[("limit", "2500")]),
            Kind::Domains => (&REFERRING_DOMAINS, &[("limit", "2500")]),
        };
        let mut query = Query::new(entry, target);
        for (name, text) in options {
            query.set(name, text).unwrap();
        }
        query
    }

    /// Looks the price up and orders; nothing where faults are in the way.
    async fn order(&self, process: &Process) -> Option<JobId> {
        let query = self.query();
        let quote = match self.script.kind {
            // What is known without a look-up, and words that no look-up knows.
            Kind::Other(_) => process.runner.quote_from_cache(&query).ok()?,
            _ => process.runner.look_up_price(&query).await.ok()?,
        };
        let price = quote.price.ceiling()?;
        let granted = match self.script.kind {
            Kind::Links | Kind::Domains => Amounts::money(price.usd * self.script.share / 100),
            _ => price,
        };
        let ordered = process.runner.submit(&quote, granted, false, Some("drawn"));
        ordered.await.ok()
    }

    /// One run of the program, ended from outside or by its own end.
    async fn round(&self, ordered: Option<JobId>, kill: Kill) -> Option<JobId> {
        let process = self.begin().await;
        let work = async {
            let id = match ordered {
                Some(id) => id,
                None => self.order(&process).await?,
            };
            self.end_of(&process, id).await;
            Some(id)
        };
        let end = tokio::select! {
            biased;
            () = self.moment(&process, kill) => None,
            id = work => Some(id),
        };
        process.kill_whole().await;
        // What the killed run asked for is carried out or forgotten before the next one asks about it.
        self.world.settle().await;
        end.unwrap_or_else(|| self.last_job(ordered))
    }

    /// The job that a killed run may have written down.
    fn last_job(&self, ordered: Option<JobId>) -> Option<JobId> {
        let jobs = self.store().journal().jobs().unwrap();
        ordered.or_else(|| jobs.last().map(|job| job.summary.id))
    }

    async fn moment(&self, process: &Process, kill: Kill) {
        match (kill, kill.gate()) {
            (Kill::AtReport(nth), _) => process.heard_so_many(nth).await,
            (_, Some(gate)) => {
                let reached = self.world.server.reached(&gate).await;
                assert!(reached, "the gate is there");
            }
            (_, None) => std::future::pending().await,
        }
    }

    async fn end_of(&self, process: &Process, id: JobId) -> JobSummary {
        let end = tokio::time::timeout(PATIENCE, process.runner.finished(id)).await;
        end.unwrap_or_else(|_| {
            let jobs = process.runner.jobs().unwrap();
            panic!("{:?} does not end: {jobs:?}", self.script)
        })
        .unwrap()
    }
}
