//! DataForSEO played by a script: rows by the page, a list of tasks with what each cost, and what goes wrong at which
//! call of `backlinks`.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use backtrail::api::{Credentials, DataForSeoEndpoint};
use backtrail::model::catalog::Entry;
use backtrail::model::query::Query;
use backtrail::model::target::Target;
use backtrail::store::Store;
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::scene::{Begin, Process};
use crate::script::listen;

/// What becomes of one call.
pub enum Act {
    /// It is carried out, charged and answered.
    Serve,
    /// It is carried out and charged, and no answer comes.
    ServeSilently,
    /// It is not carried out, and no answer comes.
    Silent,
    /// It is answered so, and neither carried out nor charged.
    Say(u16, String),
    /// It is charged, and answered so.
    Charge(i64, String),
}

struct State {
    acts: VecDeque<Act>,
    total: i64,
    last_token: bool,
    posted: Vec<Value>,
    tasks: Vec<(String, i64)>,
    user_data: usize,
    balance: i64,
    /// How long lists of tasks are refused, from the first on.
    busy_lists: Duration,
    first_list: Option<Instant>,
}

/// The service, and a data folder for those who ask it.
pub struct Seo {
    url: String,
    pub folder: TempDir,
    state: Arc<(Mutex<State>, Condvar)>,
}

/// Prices of the script, in micro-dollars.
pub const REQUEST: i64 = 24_000;
pub const ROW: i64 = 36;

/// A task of one answer, as the service writes it.
pub fn task(code: i64, cost: &str, result: &str) -> String {
    format!(
        r#"{{"version":"0.1.20261101","status_code":20000,"status_message":"Ok.","time":"0.1 sec.","cost":0,"tasks_count":1,"tasks_error":0,"tasks":[{{"id":"11201000-0001-0269-0000-0123456789ab","status_code":{code},"status_message":"m","time":"0.1 sec.",{cost}"result_count":1,"path":["v3"],"data":{{}},"result":{result}}}]}}"#
    )
}

impl Seo {
    pub fn with(total: i64, acts: Vec<Act>) -> Self {
        let state = State {
            acts: acts.into(),
            total,
            last_token: false,
            posted: Vec::new(),
            tasks: Vec::new(),
            user_data: 0,
            balance: 10_000_000,
            busy_lists: Duration::ZERO,
            first_list: None,
        };
        let state = Arc::new((Mutex::new(state), Condvar::new()));
        let shared = state.clone();
        let url = listen(move |stream| serve(stream, &shared));
        Self {
            url,
            folder: tempfile::tempdir().unwrap(),
            state,
        }
    }

    /// Whether the last page has a token, too.
    pub fn token_on_the_last_page(&self) {
        self.state.0.lock().unwrap().last_token = true;
    }

    /// Lists of tasks are refused as asked for too often, for a while from the first on.
    pub fn lists_are_busy(&self, long: Duration) {
        self.state.0.lock().unwrap().busy_lists = long;
    }

    /// The tasks that were posted.
    pub fn posted(&self) -> Vec<Value> {
        self.state.0.lock().unwrap().posted.clone()
    }

    /// What was charged in all.
    pub fn charged(&self) -> i64 {
        self.state
            .0
            .lock()
            .unwrap()
            .tasks
            .iter()
            .map(|(_, cost)| cost)
            .sum()
    }

    /// How often the account was asked for.
    pub fn user_data_calls(&self) -> usize {
        self.state.0.lock().unwrap().user_data
    }

    /// Waits until so many tasks were posted and dealt with.
    pub fn wait_for(&self, posted: usize) {
        let (state, bell) = &*self.state;
        let early = |state: &mut State| state.posted.len() < posted;
        let waited = bell.wait_timeout_while(state.lock().unwrap(), Duration::from_secs(60), early);
        assert!(
            !waited.unwrap().1.timed_out(),
            "{posted} tasks were never posted"
        );
    }

    pub fn store(&self) -> Store {
        Store::open(&self.folder.path().join("data")).unwrap()
    }

    pub async fn process(&self) -> Process {
        let endpoint = DataForSeoEndpoint::new(&self.url, "demo", SecretString::from("demo"));
        let key = Credentials::Key(SecretString::from("demo"));
        Process::begin(Begin {
            dataforseo: Some(endpoint.unwrap()),
            ..Begin::new(self.store(), &self.url, key)
        })
        .await
    }
}

/// A query about a target with options.
pub fn query(entry: &'static Entry, options: &[(&str, &str)]) -> Query {
    let mut query = Query::new(entry, Target::parse("a.example").unwrap());
    for (name, text) in options {
        query.set(name, text).unwrap();
    }
    query
}

fn serve(stream: TcpStream, state: &(Mutex<State>, Condvar)) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or(0) == 0 {
            return;
        }
    }
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, n)| n.trim().parse::<usize>().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let path = head.split(' ').nth(1).unwrap().to_owned();
    let posted: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let said = answer(&path, &posted[0], &mut state.0.lock().unwrap());
    state.1.notify_all();
    match said {
        Some((status, body)) => say(stream, status, &body),
        // It stays open: whoever waits for it must give up or be killed.
        None => std::thread::sleep(Duration::from_secs(120)),
    }
}

fn say(mut stream: TcpStream, status: u16, body: &str) {
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // Whoever was killed does not listen any more.
    let _gone = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(body.as_bytes()));
}

fn answer(path: &str, task: &Value, state: &mut State) -> Option<(u16, String)> {
    if path.ends_with("user_data") {
        state.user_data += 1;
        return Some((200, account(state)));
    }
    if path.ends_with("id_list") {
        let first = *state.first_list.get_or_insert_with(Instant::now);
        if first.elapsed() < state.busy_lists {
            return Some((200, self::task(40_202, r#""cost":0,"#, "null")));
        }
        return Some((200, past(state)));
    }
    state.posted.push(task.clone());
    let tag = task["tag"].as_str().unwrap_or_default().to_owned();
    match state.acts.pop_front().unwrap_or(Act::Serve) {
        Act::Serve => Some((200, page(state, task, tag))),
        Act::ServeSilently => {
            page(state, task, tag);
            None
        }
        Act::Silent => None,
        Act::Say(status, body) => Some((status, body)),
        Act::Charge(cost, body) => {
            state.tasks.push((tag, cost));
            Some((200, body))
        }
    }
}

fn page(state: &mut State, task: &Value, tag: String) -> String {
    let limit = task["limit"].as_i64().unwrap_or(100);
    let from = match task["search_after_token"].as_str() {
        Some(token) => token.trim_start_matches('t').parse().unwrap(),
        None => task["offset"].as_i64().unwrap_or(0),
    };
    let to = (from + limit).min(state.total);
    let items: Vec<Value> = (from..to)
        .map(|n| {
            json!({
                "type": "backlink", "domain_from": format!("d{n}.example"),
                "url_from": format!("https://d{n}.example/"), "domain_to": "a.example",
                "url_to": "https://a.example/", "anchor": "text", "rank": 500, "dofollow": true,
                "first_seen": "2025-01-02 03:04:05 +00:00"
            })
        })
        .collect();
    let cost = REQUEST + ROW * (to - from).max(0);
    state.tasks.push((tag, cost));
    let token = if to < state.total || state.last_token {
        format!("t{to}")
    } else {
        String::new()
    };
    let result = json!([{
        "target": "a.example", "mode": null, "custom_mode": null, "total_count": state.total,
        "items_count": items.len(), "items": items, "search_after_token": token
    }]);
    let cost = cost as f64 / 1e6;
    self::task(20_000, &format!(r#""cost":{cost},"#), &result.to_string())
}

fn account(state: &State) -> String {
    let spent: i64 = state.tasks.iter().map(|(_, cost)| cost).sum();
    let parts = json!([
        {"cost_type": "per_result", "cost": 3.6e-05}, {"cost_type": "per_request", "cost": 0.024}
    ]);
    let result = json!([{
        "login": "demo",
        "money": {"total": 10, "balance": (state.balance - spent) as f64 / 1e6},
        "price": {"backlinks": {
            "backlinks": {"live": {"priority_normal": parts}},
            "summary": {"live": {"priority_normal": parts}}
        }}
    }]);
    self::task(20_000, r#""cost":0,"#, &result.to_string())
}

fn past(state: &State) -> String {
    let rows: Vec<Value> = state
        .tasks
        .iter()
        .enumerate()
        .map(|(n, (tag, cost))| {
            json!({
                "id": format!("task-{n}"), "status": "Ok.", "cost": *cost as f64 / 1e6,
                "metadata": {"api": "backlinks", "function": "backlinks", "tag": tag}
            })
        })
        .collect();
    self::task(20_000, r#""cost":0,"#, &Value::from(rows).to_string())
}
