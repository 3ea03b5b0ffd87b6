//! Scenes: states with made-up but life-like rows, driven there by keys and answers.

use std::ops::Range;

use backtrail::app::effect::Pane;
use backtrail::app::facts::DatasetFacts;
use backtrail::app::input::Key;
use backtrail::app::{self, Action, Effect, Setup, State};
use backtrail::model::catalog::{Quote, majestic};
use backtrail::model::column::{Kind, Table, Value, parse_date};
use backtrail::model::domain::DOMAINS;
use backtrail::model::link::LINKS;
use backtrail::model::nested::{Counts, Hop};
use backtrail::model::query::Query;
use backtrail::model::rows::{Field, List, Of, Row, RowId};
use backtrail::model::tally::{Tally, TallyRow};

use crate::given::{HOSTILE, NAMES, facts, figures, jobs, priced, query, setup};

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
        Self::showing(size, hostile, facts())
    }

    /// With an answer open and its main list shown; focus on that.
    pub fn showing(size: (u16, u16), hostile: bool, facts: Box<DatasetFacts>) -> Self {
        let mut setup = setup(Some("example.com"));
        setup.size = size;
        setup.jobs = jobs();
        let mut scene = Self::new(setup);
        scene.hostile = hostile;
        scene.effects = app::start(&mut scene.state);
        scene.act(Action::DatasetOpened(Ok(facts)));
        scene.serve();
        scene.keys("3");
        scene
    }

    /// Answers rankings, reads and tallies until none is left.
    pub fn serve(&mut self) -> &mut Self {
        while let Some(effect) = self.effects.pop() {
            if let Some(answer) = self.answer(effect) {
                self.act(answer);
            }
        }
        self
    }

    fn answer(&self, effect: Effect) -> Option<Action> {
        Some(match effect {
            Effect::Rank {
                pane,
                generation,
                view,
                ..
            } => {
                let of = rows_of(view.list);
                let total = match view.filter.as_str() {
                    "" => of,
                    filter if filter.contains("nobody") => 0,
                    _ => of.min(1_234),
                };
                Action::Ranked {
                    pane,
                    generation,
                    total,
                    of,
                    whole: true,
                    kept: None,
                }
            }
            Effect::Read {
                pane,
                generation,
                range,
                columns,
            } => Action::RowsRead {
                pane,
                generation,
                offset: range.start,
                rows: self.rows(pane, range, &columns),
                columns,
            },
            Effect::ReadRow { list, row, .. } => {
                let table = list.table();
                let cells = (0..table.columns.len())
                    .map(|c| self.cell(table, row.0, c))
                    .collect();
                Action::RowRead { list, row, cells }
            }
            Effect::Tally {
                pane,
                generation,
                field,
            } => Action::Tallied {
                pane,
                generation,
                field,
                tally: Ok(Box::new(self.tally(pane, field))),
            },
            _ => return None,
        })
    }

    fn rows(&self, pane: Pane, range: Range<u64>, columns: &[usize]) -> Vec<Row> {
        let table = match pane {
            Pane::Domains => self.state.domains.list.table,
            Pane::Links => &LINKS,
        };
        range
            .map(|id| Row {
                id: RowId(id),
                cells: columns.iter().map(|c| self.cell(table, id, *c)).collect(),
            })
            .collect()
    }

    /// The values of a column, ever rarer; as many rows as the list holds.
    fn tally(&self, pane: Pane, field: Field) -> Tally {
        let list = backtrail::app::listing::list(&self.state, pane);
        let table = match field.of {
            Of::Row => list.table,
            Of::Domain => &DOMAINS,
        };
        let rows = list.total.unwrap_or(0);
        let mut values: Vec<TallyRow> = Vec::new();
        let mut left = rows;
        for id in 0..400 {
            let value = match self.cell(table, id, field.column) {
                Value::Text(text) if id >= 8 && !text.is_empty() => {
                    Value::Text(format!("{text} {id}"))
                }
                value => value,
            };
            let value = if id == 3 { Value::Null } else { value };
            let here = (left / 3).max(1);
            if left > 0 && values.iter().all(|row| row.value != value) {
                left -= here;
                let domains = here.div_ceil(5);
                values.push(TallyRow {
                    value,
                    rows: here,
                    domains,
                });
            }
        }
        Tally {
            field,
            rows,
            domains: rows.min(12_310),
            distinct: values.len() as u64 + 2_810,
            values,
        }
    }

    /// Types text, blanks and all.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let key = Key::parse(&c.to_string());
            let key = if c == ' ' { Key::parse("space") } else { key };
            self.act(Action::Key(key.unwrap()));
        }
        self
    }

    /// Answers the rankings with their first page only, and reads it.
    pub fn serve_first_page(&mut self) -> &mut Self {
        let asked = std::mem::take(&mut self.effects);
        for effect in asked {
            if let Effect::Rank {
                pane, generation, ..
            } = effect
            {
                let of = match pane {
                    Pane::Domains => 12_400,
                    Pane::Links => 62_400,
                };
                self.act(Action::Ranked {
                    pane,
                    generation,
                    total: 200,
                    of,
                    whole: false,
                    kept: None,
                });
            }
        }
        self.serve()
    }

    fn cell(&self, table: &'static Table, id: u64, column: usize) -> Value {
        let about = &table.columns[column];
        let n = id as i64;
        let pick = |texts: [&str; 8]| texts[(id as usize) % 8].to_owned();
        match (about.kind, about.id) {
            (Kind::Text, "extra") if self.hostile => {
                Value::Text("{\"a\\u001b[31mb\\u202e\":\"x\\u009by\"}".into())
            }
            (Kind::Text, "extra") => {
                Value::Text("{\"Latitude\":\"59.33\",\"LinkSaturation\":\"12\"}".into())
            }
            (Kind::Text, _) if self.hostile => Value::Text(pick(HOSTILE)),
            (Kind::Text, "status") => Value::Text("Found".into()),
            (Kind::Text, "country") => Value::Text("SE".into()),
            (Kind::Text, "ip" | "subnet") => Value::Text(format!("192.0.2.{}", n % 250)),
            (Kind::Text, "language") => Value::Text("en".into()),
            (Kind::Text, "title") => Value::Text("Notes on harbours".into()),
            (Kind::Text, "own_topic") => Value::Text("Recreation/Outdoors".into()),
            (Kind::Int, "ref_domains" | "ext_back_links") => Value::Int(104_972 - n * 13),
            (Kind::Text, "domain" | "source_domain" | "item") => Value::Text(pick(NAMES)),
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
            (Kind::Text, "anchor_text" | "anchor" | "keyword") => Value::Text(pick([
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
            (Kind::Time, _) => Value::Time(1_710_000_000 + n * 100_000),
            (Kind::Texts, _) => Value::Texts(["nofollow", "ugc"].map(str::to_owned).into()),
            (Kind::Counts, _) => Value::Counts(Counts::new([
                ("anchor".to_owned(), 1_200 + n),
                (String::new(), 7),
            ])),
            (Kind::Path, _) => Value::Path(Box::new([Hop {
                kind: Some("redirect".to_owned()),
                status_code: Some(302),
                url: Some(format!("https://go.example/{n}")),
            }])),
        }
    }

    /// With the price sheet answered.
    pub fn priced(size: (u16, u16), ref_domains: Option<i64>) -> Self {
        let mut setup = setup(Some("example.com"));
        setup.size = size;
        let mut scene = Self::new(setup);
        scene.keys("$");
        let quote = Quote::new(query("example.com"), ref_domains.map(figures));
        scene.act(priced(vec![quote]));
        scene
    }

    /// The form asks what has this command.
    pub fn asking(size: (u16, u16), target: &str, command: &str) -> Self {
        let mut setup = setup(Some(target));
        setup.size = size;
        let mut scene = Self::new(setup);
        scene.keys("up");
        for _ in 0..majestic::offered().count() {
            if scene.state.form.entry.command == command {
                break;
            }
            scene.keys("right");
        }
        assert_eq!(scene.state.form.entry.command, command);
        scene
    }

    /// Opens the price sheet of the form; each query is answered with these figures, in order.
    pub fn price(&mut self, ref_domains: &[Option<i64>]) -> &mut Self {
        self.keys("$");
        let asked = self.effects.iter().find_map(|effect| match effect {
            Effect::PriceFromCache(queries) => Some(queries.clone()),
            _ => None,
        });
        let of = |(query, n): (Query, &Option<i64>)| Quote::new(query, n.map(figures));
        let quotes = asked.unwrap().into_iter().zip(ref_domains).map(of);
        self.act(priced(quotes.collect()));
        self
    }
}

fn rows_of(list: List) -> u64 {
    match list {
        List::Domains => 12_400,
        List::Sheet(_) => 8,
        List::Links { domain: Some(_) } => 12,
        List::Links { domain: None } => 62_400,
    }
}
