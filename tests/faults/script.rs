//! A service that plays a script: for each command the bodies to send, what each call takes from the balance, and a
//! count of what was asked. GetSubscriptionInfo tells the balance unless it is scripted itself.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use backtrail::api::Credentials;
use backtrail::model::money::Amounts;
use backtrail::store::Store;
use secrecy::SecretString;
use tempfile::TempDir;

use crate::scene::{Begin, Process};

/// One scripted answer.
#[derive(Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, &'static str)>,
    pub body: Vec<u8>,
    /// Taken from the balance when the call arrives.
    pub charge: Amounts,
    /// The connection stays open without an answer.
    pub silent: bool,
}

impl Reply {
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            body: body.into(),
            charge: Amounts::ZERO,
            silent: false,
        }
    }

    pub fn charging(self, analysis: i64, retrieval: i64, items: i64) -> Self {
        Self {
            charge: Amounts::new(analysis, retrieval, items),
            ..self
        }
    }
}

#[derive(Default)]
struct State {
    replies: HashMap<String, VecDeque<Reply>>,
    files: HashMap<String, Vec<u8>>,
    asked: Vec<(String, Vec<(String, String)>)>,
    left: Amounts,
    balance_hidden: bool,
}

/// Serves every connection in a thread of its own; returns the address.
pub fn listen(serve: impl Fn(TcpStream) + Clone + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let serve = serve.clone();
            std::thread::spawn(move || serve(stream.unwrap()));
        }
    });
    url
}

/// The service, and a data folder for those who ask it.
pub struct Script {
    pub url: String,
    pub folder: TempDir,
    state: Arc<(Mutex<State>, Condvar)>,
}

impl Script {
    pub fn new() -> Self {
        let state = Arc::new((
            Mutex::new(State {
                left: Amounts::new(1_000_000, 1_000_000, 1_000),
                ..State::default()
            }),
            Condvar::new(),
        ));
        let shared = state.clone();
        let url = listen(move |stream| serve(stream, &shared));
        Self {
            url,
            folder: tempfile::tempdir().unwrap(),
            state,
        }
    }

    /// Adds an answer to a command; the last one is repeated.
    pub fn reply(&self, command: &str, reply: Reply) -> &Self {
        let mut state = self.state.0.lock().unwrap();
        let replies = state.replies.entry(command.to_owned()).or_default();
        replies.push_back(reply);
        self
    }

    /// Answers a command so from now on.
    pub fn replace(&self, command: &str, reply: Reply) {
        let mut state = self.state.0.lock().unwrap();
        state.replies.insert(command.to_owned(), [reply].into());
    }

    /// Serves a file at `/NAME`.
    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let mut state = self.state.0.lock().unwrap();
        state.files.insert(format!("/{name}"), bytes.to_vec());
        format!("{}/{name}", self.url)
    }

    /// Tells no totals, as to an application.
    pub fn hide_balance(&self) {
        self.state.0.lock().unwrap().balance_hidden = true;
    }

    /// The parameters of every call of a command.
    pub fn asked(&self, command: &str) -> Vec<Vec<(String, String)>> {
        let state = self.state.0.lock().unwrap();
        let asked = state.asked.iter().filter(|(cmd, _)| cmd == command);
        asked.map(|(_, params)| params.clone()).collect()
    }

    /// Waits until a command was asked.
    pub fn wait_for(&self, command: &str) {
        let (state, bell) = &*self.state;
        let asked = |state: &mut State| !state.asked.iter().any(|(cmd, _)| cmd == command);
        let waited = bell.wait_timeout_while(state.lock().unwrap(), Duration::from_secs(60), asked);
        assert!(!waited.unwrap().1.timed_out(), "{command} was never asked");
    }

    pub fn store(&self) -> Store {
        Store::open(&self.folder.path().join("data")).unwrap()
    }

    pub fn begin(&self) -> Begin {
        let key = Credentials::Key(SecretString::from("demo"));
        Begin::new(self.store(), &self.url, key)
    }

    pub async fn process(&self) -> Process {
        Process::begin(self.begin()).await
    }
}

fn serve(stream: TcpStream, state: &(Mutex<State>, Condvar)) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or(0) == 0 {
            return;
        }
    }
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().unwrap())
    });
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    let path = head.split(' ').nth(1).unwrap().to_owned();
    let reply = answer(&path, &body, state);
    state.1.notify_all();
    send(stream, &reply);
}

fn answer(path: &str, body: &[u8], state: &(Mutex<State>, Condvar)) -> Reply {
    let mut state = state.0.lock().unwrap();
    if !path.starts_with("/api/") {
        return match state.files.get(path) {
            Some(bytes) => Reply::ok(bytes.clone()),
            None => Reply {
                status: 404,
                ..Reply::ok("gone")
            },
        };
    }
    let params: Vec<(String, String)> = url::form_urlencoded::parse(body).into_owned().collect();
    let command = params
        .iter()
        .find(|(name, _)| name == "cmd")
        .unwrap()
        .1
        .clone();
    state.asked.push((command.clone(), params));
    let scripted = state.replies.get_mut(&command).map(|replies| {
        let next = replies.front().unwrap().clone();
        if replies.len() > 1 {
            replies.pop_front();
        }
        next
    });
    match scripted {
        Some(reply) => {
            state.left = state.left - reply.charge;
            reply
        }
        None if command == "GetSubscriptionInfo" => Reply::ok(balance(&state)),
        None => panic!("{command} is not in the script"),
    }
}

fn balance(state: &State) -> String {
    if state.balance_hidden {
        return r#"{"Code":"OK","ErrorMessage":"","FullError":"","SubscriptionIsActive":1}"#
            .to_owned();
    }
    format!(
        r#"{{"Code":"OK","ErrorMessage":"","FullError":"","SubscriptionIsActive":1,"TotalAnalysisResUnits":{},"TotalIndexItemInfoResUnits":{},"TotalRetrievalResUnits":{},"UniqueIndexID":"20261120000000-HISTORICAL"}}"#,
        state.left.analysis, state.left.items, state.left.retrieval
    )
}

fn send(mut stream: TcpStream, reply: &Reply) {
    if reply.silent {
        // Until the asker gives up.
        let _gave_up = stream.read(&mut [0]);
        return;
    }
    let mut head = format!(
        "HTTP/1.1 {} X\r\nContent-Length: {}\r\nConnection: close\r\n",
        reply.status,
        reply.body.len()
    );
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    // Whoever was killed does not listen any more.
    let _hung_up = stream.write_all(head.as_bytes());
    let _hung_up = stream.write_all(&reply.body);
}
