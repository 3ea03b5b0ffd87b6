//! A pretend shell: takes keys as text, keeps the effects, answers the heart from rows of its own.

use std::sync::Arc;

use backtrail::app::effect::Pane;
use backtrail::app::facts::DatasetFacts;
use backtrail::app::input::Key;
use backtrail::app::{self, Action, Effect, Setup, State};
use backtrail::config::{Keymap, Theme};
use backtrail::model::catalog::majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS;
use backtrail::model::catalog::{ItemFigures, Quote};
use backtrail::model::column::{Table, Value};
use backtrail::model::domain::DOMAINS;
use backtrail::model::job::{JobId, JobState, JobSummary, Progress};
use backtrail::model::link::LINKS;
use backtrail::model::money::{Amounts, Budget, Price};
use backtrail::model::query::Query;
use backtrail::model::rows::{DatasetId, List, Row, RowId, Sheet, View};
use backtrail::model::target::Target;
use jiff::Timestamp;

pub fn now() -> Timestamp {
    "2026-11-21T14:03:12Z".parse().unwrap()
}

pub fn budget() -> Budget {
    Budget {
        provider: Default::default(),
        left: Some(Amounts::new(9_650_000, 4_000_000, 500)),
        as_of: Some(now()),
        lapses: None,
        lapsing: Vec::new(),
        held: Amounts::ZERO,
        spent_today: Amounts::ZERO,
        ..Budget::default()
    }
}

pub fn setup(target: Option<&str>) -> Setup {
    Setup {
        keymap: Keymap::builtin().unwrap(),
        theme: Theme::sixteen(),
        themes: Vec::new(),
        options: Default::default(),
        size: (120, 40),
        service: "majestic".into(),
        header_host: "api.majestic.com".into(),
        sandbox: false,
        limits: Default::default(),
        form_target: target.map(str::to_owned),
        auto_start: false,
        jobs: Vec::new(),
        providers: vec![backtrail::model::catalog::Provider::Majestic],
        money: Default::default(),
        budget: budget(),
        session: Default::default(),
        resume: None,
        now: now(),
    }
}

pub fn query(target: &str) -> Query {
    Query::new(
        &DOWNLOAD_REF_DOMAIN_BACK_LINKS,
        Target::parse(target).unwrap(),
    )
}

pub fn quote(query: Query, ref_domains: i64) -> Quote {
    let figures = ItemFigures {
        ref_domains,
        ext_back_links: ref_domains * 6,
        listed_cost: 0,
        listed_links_cost: 0,
        datasource: "historic".into(),
        index_id: "20261120000000-HISTORICAL".into(),
        index_date: "2026-11-20 00:00:00".into(),
        looked_up: now(),
    };
    Quote::new(query, Some(figures))
}

pub fn priced(quotes: Vec<Quote>) -> Action {
    Action::Priced {
        quotes,
        trouble: None,
    }
}

/// All jobs of a purchase were started.
pub fn all_started(started: usize) -> Action {
    Action::Submitted {
        started,
        refused: None,
    }
}

pub fn job(id: i64, state: JobState) -> JobSummary {
    JobSummary {
        id: JobId(id),
        query: query("example.com"),
        state,
        progress: Progress::default(),
        created: now(),
        updated: now(),
        price: Price::UpTo(Amounts::new(350_000, 90_000, 0)),
        paid: None,
        dataset: None,
        remote_id: None,
        expires: None,
        note: String::new(),
        tag: None,
        held: None,
    }
}

pub fn facts(id: &str, links: u64, domains: u64, complete: bool) -> Box<DatasetFacts> {
    Box::new(DatasetFacts {
        id: DatasetId(id.into()),
        target: "example.com".into(),
        source: "majestic historic index of 2026-11-20".into(),
        command: "DownloadRefDomainBackLinks".into(),
        mode: String::new(),
        datasource: "historic".into(),
        provider: "majestic".to_owned(),
        sheet: Sheet::Items,
        rows_known: None,
        items_held: 0,
        links_held: links,
        links_known: Some(90_000),
        domains_held: domains,
        domains_known: Some(15_000),
        applied: Default::default(),
        bad_rows: 0,
        bad_cells: 0,
        complete,
        stopped: None,
        notes: Vec::new(),
        lacks_second_pass: false,
        filter: String::new(),
        absent: not_in_a_download(),
        labels: Default::default(),
        counted_from: None,
        tables: Vec::new(),
    })
}

/// The columns that a bulk download does not fill.
fn not_in_a_download() -> Vec<String> {
    let behind = |table: &'static Table, from: usize| {
        let columns = table.columns[from..].iter();
        columns.map(|c| format!("{}.{}", table.name, c.id))
    };
    behind(&DOMAINS, 10).chain(behind(&LINKS, 23)).collect()
}

/// The heart with everything it asked for.
pub struct World {
    pub state: State,
    pub effects: Vec<Effect>,
    pub domains: u64,
    pub links: u64,
}

impl World {
    pub fn new(setup: Setup) -> Self {
        Self {
            state: State::new(setup),
            effects: Vec::new(),
            domains: 1_000,
            links: 10,
        }
    }

    /// A world whose lists show a dataset with these facts; the focus is on pane 3.
    pub fn showing(facts: DatasetFacts) -> Self {
        let mut world = Self::new(setup(Some("example.com")));
        world.act(Action::DatasetOpened(Ok(Box::new(facts))));
        world.serve();
        world.keys("3");
        world.effects.clear();
        world
    }

    /// A world whose lists show a dataset.
    pub fn with_rows() -> Self {
        let mut setup = setup(Some("example.com"));
        let mut done = job(1, JobState::Done);
        done.dataset = Some(DatasetId("d1".into()));
        setup.jobs = vec![done];
        let mut world = Self::new(setup);
        world.effects = app::start(&mut world.state);
        world.act(Action::DatasetOpened(Ok(facts("d1", 5_000, 1_000, true))));
        world.serve();
        world.keys("3");
        world.effects.clear();
        world
    }

    pub fn act(&mut self, action: Action) {
        let effects = app::update(&mut self.state, action);
        self.effects.extend(effects);
    }

    /// Presses keys, written apart by blanks.
    pub fn keys(&mut self, names: &str) {
        for name in names.split_whitespace() {
            let key = Key::parse(name).unwrap();
            self.act(Action::Key(key));
        }
    }

    pub fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            let name = if c == ' ' {
                "space".to_owned()
            } else {
                c.to_string()
            };
            self.act(Action::Key(Key::parse(&name).unwrap()));
        }
    }

    pub fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Answers every ranking, read and link until none is left; keeps the other effects.
    pub fn serve(&mut self) {
        let mut kept = Vec::new();
        let mut rounds = 0;
        while let Some(at) = self.effects.iter().position(is_rows) {
            rounds += 1;
            assert!(
                rounds < 50,
                "the heart asks without end: {:?}",
                self.effects
            );
            kept.extend(self.effects.drain(..at));
            let effect = self.effects.remove(0);
            self.answer(effect);
        }
        kept.append(&mut self.effects);
        self.effects = kept;
    }

    /// Rows that pass a view's filter, and rows in all. In this world 37 pass every filter, and none passes one
    /// that asks for nobody.
    fn rows_of(&self, view: &View) -> (u64, u64) {
        let of = match view.list {
            List::Domains | List::Sheet(_) => self.domains,
            List::Links { domain: Some(_) } => self.links,
            List::Links { domain: None } => 5_000,
        };
        let total = match view.filter.as_str() {
            "" => of,
            filter if filter.contains("nobody") => 0,
            _ => of.min(37),
        };
        (total, of)
    }

    /// What the list of a pane is asked for by an effect that was not answered yet.
    pub fn asked(&self) -> View {
        let asked = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Rank { view, .. } => Some(view.clone()),
            _ => None,
        });
        asked.unwrap()
    }

    /// What was told last.
    pub fn told(&self) -> &str {
        self.state.notice.as_ref().map_or("", |notice| &notice.text)
    }

    fn mark(&mut self, effect: Effect) {
        match effect {
            Effect::FindRows {
                pane,
                generation,
                range,
                how,
            } => {
                let view = backtrail::app::listing::list(&self.state, pane)
                    .view
                    .clone();
                let view = view.unwrap();
                let (total, _) = self.rows_of(&view);
                let rows = range.map(|at| RowId(place(at, total, is_turned(&view))));
                self.act(Action::RowsFound {
                    pane,
                    generation,
                    how,
                    rows: Arc::new(rows.collect()),
                });
            }
            Effect::CountMarked {
                pane,
                generation,
                rows,
            } => {
                let view = backtrail::app::listing::list(&self.state, pane)
                    .view
                    .clone();
                let (total, _) = self.rows_of(&view.unwrap());
                let here = rows.iter().filter(|row| row.0 < total).count() as u64;
                self.act(Action::MarkedCounted {
                    pane,
                    generation,
                    here,
                });
            }
            _ => unreachable!(),
        }
    }

    fn answer(&mut self, effect: Effect) {
        match effect {
            Effect::Rank {
                pane,
                generation,
                view,
                keep,
                ..
            } => {
                let (total, of) = self.rows_of(&view);
                // Descending order turns the rows around, so that a re-sort really moves them.
                let kept = keep.map(|row| place(row.0, total, is_turned(&view)));
                let kept = kept.filter(|place| *place < total);
                self.act(Action::Ranked {
                    pane,
                    generation,
                    total,
                    of,
                    whole: true,
                    kept,
                });
            }
            Effect::Read {
                pane,
                generation,
                range,
                columns,
            } => {
                let list = match pane {
                    Pane::Domains => &self.state.domains.list,
                    Pane::Links => &self.state.links.list,
                };
                let view = list.view.clone().unwrap();
                let (total, _) = self.rows_of(&view);
                let turned = is_turned(&view);
                let rows = range.clone().map(|at| {
                    let id = place(at, total, turned);
                    let cells = columns.iter().map(|c| cell(pane, id, *c)).collect();
                    Row {
                        id: RowId(id),
                        cells,
                    }
                });
                let rows = rows.collect();
                self.act(Action::RowsRead {
                    pane,
                    generation,
                    offset: range.start,
                    columns,
                    rows,
                });
            }
            Effect::ReadRow { list, row, .. } => {
                let pane = match list {
                    List::Links { .. } => Pane::Links,
                    List::Domains | List::Sheet(_) => Pane::Domains,
                };
                let columns = 0..list.table().columns.len();
                let cells = columns.map(|c| cell(pane, row.0, c)).collect();
                self.act(Action::RowRead { list, row, cells });
            }
            other => self.mark(other),
        }
    }
}

fn is_rows(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Rank { .. }
            | Effect::Read { .. }
            | Effect::ReadRow { .. }
            | Effect::FindRows { .. }
            | Effect::CountMarked { .. }
    )
}

fn is_turned(view: &View) -> bool {
    view.order.first().is_some_and(|key| key.descending)
}

fn place(at: u64, total: u64, turned: bool) -> u64 {
    if turned {
        total.saturating_sub(1).saturating_sub(at)
    } else {
        at
    }
}

fn cell(pane: Pane, id: u64, column: usize) -> Value {
    match (pane, column) {
        (Pane::Domains, 1) => Value::Int(5),
        (Pane::Domains, 0) => Value::Text(format!("site{id}.example")),
        (Pane::Links, 2) => Value::Text(format!("https://site.example/page{id}")),
        _ => Value::Int(id as i64),
    }
}
