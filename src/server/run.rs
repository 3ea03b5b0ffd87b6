//! Starting and stopping a server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};
use tower_http::compression::CompressionLayer;

use crate::index::{Datasource, Index};
use crate::server::accounts::{Charge, Ledger, Members, PastTask, Purse, read_accounts};
use crate::server::clock::Clock;
use crate::server::connections::{Counted, Peer};
use crate::server::dataforseo::Selections;
use crate::server::delivery::Doors;
use crate::server::error::ServeError;
use crate::server::faults::{Faults, Switch, spoil};
use crate::server::home::Home;
use crate::server::jobs::{self, Board};
use crate::server::majestic::Shape;
use crate::server::route::{self, Compressible};
use crate::server::shared::{Shared, WORKERS};

/// How long a stopping server waits for answers that are being sent.
const PATIENCE: Duration = Duration::from_secs(3);

/// What to serve and how.
pub struct ServeOptions {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Links to the targets in the historic index.
    pub links: u64,
    /// Seed of the index.
    pub seed: u64,
    /// Folder that keeps accounts, jobs and files over a restart; without it nothing is kept.
    pub state: Option<PathBuf>,
    /// TOML file with accounts: a list `account` of `key`, `user_id` and a list `subscription` of
    /// `analysis`, `retrieval`, `items` with either `renews` (`monthly`, `yearly`) or `starts` and `expires`
    /// (`YYYY-MM-DD hh:mm:ss`), and a list `application` of `private_key` with a list `token` of `access_token`
    /// and `user_id`. They come beside the built-in account with the key `demo` and its application.
    pub accounts: Option<PathBuf>,
    /// Faults that are switched on.
    pub faults: Faults,
    /// How old Majestic's answers look.
    pub shape: Shape,
    /// Hosts to which files and notifications may be delivered besides this machine itself.
    pub allow_delivery: Vec<String>,
    /// Where the time is read.
    pub clock: Arc<dyn Clock>,
}

/// A server that answers. Dropping it stops it; [`Running::stop`] also waits until it has stopped.
pub struct Running {
    shared: Arc<Shared>,
    server: JoinHandle<()>,
    _stop: DropGuard,
}

/// Builds the index, takes up what the state folder holds, and answers from then on.
pub async fn serve(options: ServeOptions) -> Result<Running, ServeError> {
    let listen = |source| ServeError::Listen {
        address: options.listen,
        source,
    };
    let listener = TcpListener::bind(options.listen).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    let (runtime, stop) = (Handle::current(), CancellationToken::new());
    let token = stop.clone();
    let build = move || shared(options, address, runtime, token);
    let shared = tokio::task::spawn_blocking(build)
        .await
        .map_err(|e| ServeError::Index(e.to_string()))??;
    let open = shared.board().open_jobs();
    for id in open {
        jobs::start(&shared, id);
    }
    let router = Router::new()
        .fallback(route::respond)
        .layer(CompressionLayer::new().compress_when(is_compressible))
        .layer(axum::middleware::map_response(spoil))
        .with_state(shared.clone())
        .into_make_service_with_connect_info::<Peer>();
    let listener = Counted::new(listener, shared.connections.clone());
    let stopped = stop.clone().cancelled_owned();
    let server = tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router)
            .with_graceful_shutdown(stopped)
            .await
        {
            tracing::error!(%error, "the server ended");
        }
    });
    Ok(Running {
        shared,
        server,
        _stop: stop.drop_guard(),
    })
}

/// Only what is marked, and only for clients that ask for it: the layer looks at Accept-Encoding.
fn is_compressible(_: StatusCode, _: Version, _: &HeaderMap, marks: &Extensions) -> bool {
    marks.get::<Compressible>().is_some()
}

fn shared(
    options: ServeOptions,
    address: SocketAddr,
    runtime: Handle,
    stop: CancellationToken,
) -> Result<Arc<Shared>, ServeError> {
    let Members {
        accounts,
        applications,
    } = read_accounts(options.accounts.as_deref())?;
    let home = Home::open(options.state.as_deref())?;
    let purse = Purse::open(&home.tasks(), &accounts)?;
    let ledger = Ledger::open(&home.log(), accounts)?;
    let board = Board::open(home, ledger, options.clock.now())?;
    let (fresh, historic) = Index::build_pair(options.seed, options.links);
    let faults = Switch::new(options.faults, options.seed);
    Ok(Arc::new(Shared {
        address,
        historic: Arc::new(historic),
        fresh: Arc::new(fresh),
        board: Mutex::new(board),
        purse: Mutex::new(purse),
        meter: Mutex::default(),
        keyword_rate: Mutex::default(),
        selections: Selections::default(),
        applications,
        shape: options.shape,
        doors: Doors::new(options.allow_delivery),
        clock: faults.clock(options.clock),
        faults,
        stop,
        runtime,
        workers: Semaphore::new(WORKERS),
        tasks: Mutex::new(Vec::new()),
        at_work: watch::Sender::new(0),
        connections: watch::Sender::new(0),
    }))
}

impl Running {
    /// Its address, `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.shared.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.shared.address
    }

    /// One of its two indexes.
    pub fn index(&self, datasource: Datasource) -> Arc<Index> {
        self.shared.index(datasource == Datasource::Fresh).clone()
    }

    /// Every charge to any account, oldest first, those of earlier servers on the same state included.
    pub fn charges(&self) -> Vec<Charge> {
        self.shared.board().ledger.charges().to_vec()
    }

    /// Every task on the DataForSEO side, oldest first, those of earlier servers on the same state included.
    pub fn tasks(&self) -> Vec<PastTask> {
        self.shared.purse().tasks().to_vec()
    }

    /// Replaces all faults, as `POST /admin/faults` does; who waits at a gate of the old ones goes on.
    pub fn set_faults(&self, faults: Faults) {
        self.shared.faults.set(faults);
    }

    /// Opens gates of faults, as `POST /admin/release` does, and says how many.
    pub fn release(&self, what: &str) -> usize {
        self.shared.faults.gates.release(what)
    }

    /// Returns once somebody waits at a gate; `false` if the faults have no such gate.
    pub async fn reached(&self, gate: &str) -> bool {
        self.shared.faults.gates.reached(gate).await
    }

    /// Returns once no connection is open and no call is being carried out. Whoever has just connected may not be
    /// counted yet: an answer to a later connection proves that it is.
    pub async fn is_quiet(&self) {
        for count in [&self.shared.connections, &self.shared.at_work] {
            let mut count = count.subscribe();
            // It is never closed: the server is here.
            let _quiet = count.wait_for(|count| *count == 0).await;
        }
    }

    /// Stops: no new requests, work on jobs ends where it is, and with a state folder goes on at the next start.
    pub async fn stop(self) {
        let Self {
            shared,
            mut server,
            _stop: stop,
        } = self;
        drop(stop);
        if tokio::time::timeout(PATIENCE, &mut server).await.is_err() {
            server.abort();
        }
        for task in shared.take_tasks() {
            // A job whose work panicked has said so when it did.
            let _ = task.await;
        }
    }
}
