//! Scenes: states with made-up but life-like rows, driven there by keys and answers.

use backtrail::app::action::DatasetFacts;
use backtrail::app::effect::Pane;
use backtrail::app::input::Key;
use backtrail::app::{self, Action, Effect, Setup, State};
use backtrail::config::{Keymap, Theme};
use backtrail::model::catalog::majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS;
use backtrail::model::catalog::{ItemFigures, Quote};
use backtrail::model::column::{Kind, Value, parse_date};
use backtrail::model::domain::DOMAINS;
use backtrail::model::job::{JobId, JobState, JobSummary, Progress};
use backtrail::model::link::LINKS;
use backtrail::model::money::{Amounts, Budget, Paid, PaidSource, Price};
use backtrail::model::query::Query;
use backtrail::model::rows::{DatasetId, List, Row, RowId};
use backtrail::model::target::Target;
use jiff::Timestamp;

pub const NAMES: [&str; 8] = [
    "quietharbour.example",
    "copperlane-review.example",
    "thelongfield.example",
    "nightmarket-notes.example",
    "oakandember.example",
    "bergwanderungen.example",
    "a-very-long-domain-name-that-does-not-fit-anywhere.example",
    "x.example",
];

/// Texts that try to break a screen.
pub const HOSTILE: [&str; 8] = [
    "日本語のアンカーテキストはとても長い場合があります",
    "مرحبا بالعالم روابط خلفية",
    "\u{1b}[31mred\u{1b}[0m \u{9b}2J wiped",
    "left\u{202e}thgir\u{2066}iso",
    "👩‍👩‍👧‍👦 family 🇩🇪 flag ❤️ heart",
    "e\u{301}clair cafe\u{301} zero\u{200b}width",
    "한국어 링크 | pipe \"quoted\"",
    "tab\there\nnew line\r\u{7}bell",
];

pub fn now() -> Timestamp {
    "2026-11-21T14:03:12Z".parse().unwrap()
}

pub fn setup(target: Option<&str>) -> Setup {
    Setup {
        keymap: Keymap::builtin().unwrap(),
        theme: Theme::builtin("default").unwrap(),
        size: (80, 24),
        service: "majestic".into(),
        header_host: "api.majestic.com".into(),
        limits: Default::default(),
        form_target: target.map(str::to_owned),
        auto_start: false,
        jobs: Vec::new(),
        budget: Budget {
            left: Some(Amounts::new(97_071_234, 19_460_000, 1_200)),
            as_of: Some(now()),
            lapses: Some("2026-12-01T00:00:00Z".parse().unwrap()),
            held: Amounts::new(2_150_000, 90_000, 0),
            spent_today: Amounts::new(5_000, 0, 3),
        },
        now: now(),
    }
}

pub fn query(target: &str) -> Query {
    Query::new(
        &DOWNLOAD_REF_DOMAIN_BACK_LINKS,
        Target::parse(target).unwrap(),
    )
}

pub fn figures(ref_domains: i64) -> ItemFigures {
    ItemFigures {
        ref_domains,
        ext_back_links: ref_domains * 6,
        listed_cost: 0,
        datasource: "historic".into(),
        index_id: "20261120000000-HISTORICAL".into(),
        index_date: "2026-11-20 00:00:00".into(),
        looked_up: now(),
    }
}

pub fn job(id: i64, target: &str, state: JobState) -> JobSummary {
    JobSummary {
        id: JobId(id),
        query: query(target),
        state,
        progress: Progress::default(),
        created: "2026-11-21T13:59:40Z".parse().unwrap(),
        updated: now(),
        price: Price::UpTo(Amounts::new(350_000, 90_000, 0)),
        paid: None,
        dataset: None,
        remote_id: None,
        expires: None,
        note: String::new(),
    }
}

/// One job in each state that matters to the eye.
pub fn jobs() -> Vec<JobSummary> {
    let mut done = job(1, "example.com", JobState::Done);
    done.dataset = Some(DatasetId("d1".into()));
    done.progress.rows = 62_400;
    done.created = "2026-11-19T08:00:00Z".parse().unwrap();
    done.paid = Some(Paid {
        amounts: Amounts::new(350_000, 62_400, 0),
        source: PaidSource::BalanceDifference,
    });
    let mut unknown = job(2, "blog.example.com", JobState::ChargeUnknown);
    unknown.note = "The request was sent and the connection broke before an answer came; it may have been charged.".into();
    let mut failed = job(3, "bücher.example", JobState::FailedUncharged);
    failed.note = "The service refused the job; nothing was charged.".into();
    let mut waiting = job(4, "example.org", JobState::Waiting);
    waiting.progress.remote = "Step 2 of 4".into();
    waiting.remote_id = Some("1234567".into());
    let mut loading = job(
        5,
        "https://example.com/a/deep/page/that/is/long.html",
        JobState::Downloading,
    );
    loading.progress = Progress {
        done: 5_580_000,
        total: 12_400_000,
        rows: 12_400,
        remote: String::new(),
    };
    vec![done, unknown, failed, waiting, loading]
}

pub fn facts() -> Box<DatasetFacts> {
    Box::new(DatasetFacts {
        id: DatasetId("d1".into()),
        target: "example.com".into(),
        source: "majestic historic index of 2026-11-20".into(),
        links_held: 62_400,
        links_known: Some(90_000),
        domains_held: 12_400,
        domains_known: Some(104_972),
        bad_rows: 2,
        complete: true,
    })
}

/// A state under way: keys in, rows answered.
pub struct Scene {
    pub state: State,
    pub hostile: bool,
    effects: Vec<Effect>,
}

impl Scene {
    pub fn new(setup: Setup) -> Self {
        Self {
            state: State::new(setup),
            hostile: false,
            effects: Vec::new(),
        }
    }

    pub fn act(&mut self, action: Action) {
        let effects = app::update(&mut self.state, action);
        self.effects.extend(effects);
    }

    pub fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            self.act(Action::Key(Key::parse(name).unwrap()));
        }
        self
    }

    /// With a dataset open and its domains listed; focus on the domains.
    pub fn listed(size: (u16, u16), hostile: bool) -> Self {
        let mut setup = setup(Some("example.com"));
        setup.size = size;
        setup.jobs = jobs();
        let mut scene = Self::new(setup);
        scene.hostile = hostile;
        scene.effects = app::start(&mut scene.state);
        scene.act(Action::DatasetOpened(Ok(facts())));
        scene.serve();
        scene.keys("3");
        scene
    }

    /// Answers rankings, reads and links until none is left.
    pub fn serve(&mut self) -> &mut Self {
        while let Some(effect) = self.effects.pop() {
            match effect {
                Effect::Rank {
                    pane,
                    generation,
                    view,
                    ..
                } => {
                    let total = match view.list {
                        List::Domains => 12_400,
                        List::Links { domain: Some(_) } => 12,
                        List::Links { domain: None } => 62_400,
                    };
                    self.act(Action::Ranked {
                        pane,
                        generation,
                        total,
                        kept: None,
                    });
                }
                Effect::Read {
                    pane,
                    generation,
                    range,
                    columns,
                } => {
                    let row = |id| Row {
                        id: RowId(id),
                        cells: columns.iter().map(|c| self.cell(pane, id, *c)).collect(),
                    };
                    let rows = range.clone().map(row).collect();
                    self.act(Action::RowsRead {
                        pane,
                        generation,
                        offset: range.start,
                        columns,
                        rows,
                    });
                }
                Effect::ReadLink { row, .. } => {
                    let cells = (0..LINKS.columns.len())
                        .map(|c| self.cell(Pane::Links, row.0, c))
                        .collect();
                    self.act(Action::LinkRead { row, cells });
                }
                _ => {}
            }
        }
        self
    }

    fn cell(&self, pane: Pane, id: u64, column: usize) -> Value {
        let table = if pane == Pane::Domains {
            &DOMAINS
        } else {
            &LINKS
        };
        let about = &table.columns[column];
        let n = id as i64;
        let pick = |texts: [&str; 8]| texts[(id as usize) % 8].to_owned();
        match (about.kind, about.id) {
            (_, "trust_flow" | "citation_flow") => Value::Null,
            (Kind::Text, _) if self.hostile => Value::Text(pick(HOSTILE)),
            (Kind::Text, "domain" | "source_domain") => Value::Text(pick(NAMES)),
            (Kind::Text, "tld") => Value::Text("example".into()),
            (Kind::Text, "topic" | "source_topic" | "target_topic") => Value::Text(pick([
                "Science/Earth Sciences",
                "Recreation/Outdoors",
                "Business",
                "News/Newspapers",
                "Arts/Literature",
                "Society/Issues",
                "Computers/Internet",
                "",
            ])),
            (Kind::Text, "anchor_text") => Value::Text(pick([
                "harbour walks",
                "example.com",
                "click here",
                "the best guide to quiet places | review",
                "",
                "read more",
                "\"quoted\" text",
                "Example",
            ])),
            (Kind::Text, "source_url") => Value::Text(format!(
                "https://www.{}/notes/{}/on-harbours-and-lanes",
                pick(NAMES),
                n + 1
            )),
            (Kind::Text, _) => Value::Text(format!("https://example.com/page/{n}")),
            (Kind::Int, "links") => Value::Int(10 - n % 10),
            (Kind::Int, _) => Value::Int((97 - n / 40).max(0)),
            (Kind::Share, _) => Value::Share((n % 5) as f64 / 4.0),
            (Kind::Date, _) => Value::Date(parse_date("2024-02-29").unwrap() + id as i32 % 700),
            (Kind::Flag, _) => Value::Flag(n % 3 == 0),
        }
    }

    /// With the price sheet answered.
    pub fn priced(size: (u16, u16), ref_domains: Option<i64>) -> Self {
        let mut setup = setup(Some("example.com"));
        setup.size = size;
        let mut scene = Self::new(setup);
        scene.keys("$");
        let quote = Quote::new(query("example.com"), ref_domains.map(figures));
        scene.act(Action::Priced(Ok(Box::new(quote))));
        scene
    }
}
