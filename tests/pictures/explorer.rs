//! The explorer itself over the embedded server, on a terminal that is looked at from outside.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use backtrail::api::{Credentials, DataForSeoClient, DataForSeoEndpoint, Endpoint, MajesticClient};
use backtrail::config::{Keymap, Settings, Theme};
use backtrail::index::Datasource;
use backtrail::model::wire_format::WireFormat;
use backtrail::server::{Clock, Faults, Running, ServeOptions, Shape, serve};
use backtrail::shell::{ExplorerSetup, assemble};
use backtrail::store::Store;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use jiff::{SignedDuration, Timestamp};
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::backend::{Shown, Watched};

const SIZE: (u16, u16) = (120, 36);

/// What says that work is under way.
const AT_WORK: [&str; 5] = [
    "arriving",
    "ranking …",
    "sorting …",
    "filtering …",
    "counting …",
];

/// What does not come in this time does not come.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

fn begin() -> Timestamp {
    "2026-11-21T14:03:12Z".parse().unwrap()
}

/// The server's time goes on from a set moment.
struct FromThen(std::time::Instant);

impl Clock for FromThen {
    fn now(&self) -> Timestamp {
        let gone = SignedDuration::try_from(self.0.elapsed()).unwrap();
        begin().checked_add(gone).unwrap()
    }
}

/// The analyst: presses keys, and looks.
pub struct Analyst {
    keys: UnboundedSender<std::io::Result<Event>>,
    shown: Shown,
}

impl Analyst {
    /// Presses keys, written apart by blanks.
    pub fn keys(&self, names: &str) {
        for name in names.split_whitespace() {
            let (held, name) = match name.strip_prefix("ctrl-") {
                Some(rest) => (KeyModifiers::CONTROL, rest),
                None => (KeyModifiers::NONE, name),
            };
            let code = match name {
                "enter" => KeyCode::Enter,
                "esc" => KeyCode::Esc,
                "tab" => KeyCode::Tab,
                one => KeyCode::Char(one.chars().next().unwrap()),
            };
            let event = Event::Key(KeyEvent::new(code, held));
            self.keys.send(Ok(event)).unwrap();
        }
    }

    /// Types a text.
    pub fn types(&self, text: &str) {
        for c in text.chars() {
            let event = Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
            self.keys.send(Ok(event)).unwrap();
        }
    }

    /// Waits until all of these stand on the screen, and nothing that says that work is under way; that screen.
    pub async fn sees(&self, words: &[&str]) -> Buffer {
        self.until(words, &AT_WORK).await
    }

    /// Waits until this has gone from the screen.
    pub async fn misses(&self, word: &str) {
        self.until(&[], &[word]).await;
    }

    async fn until(&self, words: &[&str], gone: &[&str]) -> Buffer {
        let wanted = |text: &str| {
            words.iter().all(|word| text.contains(word))
                && gone.iter().all(|word| !text.contains(word))
        };
        let seen = tokio::time::timeout(PATIENCE, self.shown.until(wanted)).await;
        seen.unwrap_or_else(|_| {
            let text = Shown::text(&self.shown.buffer());
            panic!("{words:?} do not come, or work does not end:\n{text}")
        })
    }
}

async fn server() -> Running {
    let options = ServeOptions {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        links: 60_000,
        seed: 1,
        state: None,
        accounts: None,
        faults: Faults::default(),
        allow_delivery: Vec::new(),
        shape: Shape::default(),
        clock: Arc::new(FromThen(std::time::Instant::now())),
    };
    serve(options).await.unwrap()
}

fn setup(home: &std::path::Path, running: &Running) -> ExplorerSetup {
    let url = running.url();
    let majestic = Endpoint::new(&url, Credentials::Key("demo".into())).unwrap();
    let dataforseo = DataForSeoEndpoint::new(&url, "demo", "demo".into()).unwrap();
    let targets = running.index(Datasource::Historic).targets();
    ExplorerSetup {
        store: Store::open(home).unwrap(),
        clients: vec![
            MajesticClient::new(majestic, WireFormat::Json)
                .unwrap()
                .into(),
            DataForSeoClient::new(dataforseo).unwrap().into(),
        ],
        settings: Settings::builtin().unwrap(),
        keymap: Keymap::builtin().unwrap(),
        options: Default::default(),
        theme: Theme::builtin("dark").unwrap(),
        themes: backtrail::shell::OwnThemes::none(),
        grounds: None,
        told: Vec::new(),
        service: "embedded demo".to_owned(),
        host: "embedded".to_owned(),
        form_target: targets.first().map(|target| target.item.clone()),
        auto_download: true,
        open: Vec::new(),
        notify: None,
        trace: None,
        clock: Arc::new(begin),
        settings_file: None,
        access: None,
        first_run: false,
        refused: None,
    }
}

/// Runs the explorer while a walk through it is made, and leaves it then.
///
/// The script is given the targets of the index, the largest first.
pub async fn walk(script: impl AsyncFnOnce(&Analyst, &[String])) {
    let home = tempfile::tempdir().unwrap();
    let running = server().await;
    let targets = running.index(Datasource::Historic).targets();
    let targets: Vec<String> = targets.into_iter().map(|target| target.item).collect();
    let (mut explorer, runners) = assemble(setup(home.path(), &running), SIZE).await.unwrap();
    let (backend, shown) = Watched::new(SIZE.0, SIZE.1);
    let mut terminal = Terminal::new(backend).unwrap();
    let (keys, pressed) = unbounded_channel();
    let events = futures_util::stream::unfold(pressed, async |mut pressed| {
        let event = pressed.recv().await?;
        Some((event, pressed))
    });
    let events = std::pin::pin!(events);
    let analyst = Analyst { keys, shown };
    {
        let explorer = explorer.run(&mut terminal, events, std::future::pending());
        tokio::pin!(explorer);
        tokio::select! {
            outcome = &mut explorer => panic!("the explorer ended: {outcome:?}"),
            () = script(&analyst, &targets) => {}
        }
    }
    for runner in runners {
        runner.shutdown().await;
    }
    running.stop().await;
}
