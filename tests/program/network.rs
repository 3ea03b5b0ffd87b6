//! Bad days of the network: no name, no encryption, a proxy in between. All of it is told, and costs nothing.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use crate::bench::{Home, Server};

/// A listener that notes the first line of every connection, answers so, and hangs up.
fn listener(answer: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = heard.clone();
    // The thread ends with the test's process.
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut line = Vec::new();
            let read = BufReader::new(stream.try_clone().unwrap()).read_until(b'\n', &mut line);
            if read.is_ok() {
                ears.lock()
                    .unwrap()
                    .push(String::from_utf8_lossy(&line).into_owned());
            }
            let _hung_up = stream.write_all(answer.as_bytes());
        }
    });
    (address, heard)
}

const KEY: &str = "0123456789ABCDEF0123456789ABCDEF";
const BUY: [&str; 3] = ["links", "example.com", "--yes"];

#[test]
fn a_name_that_nobody_knows_costs_nothing() {
    let home = Home::new()
        .with("BACKTRAIL_MAJESTIC_KEY", KEY)
        .with("BACKTRAIL_MAJESTIC_URL", "https://api.majestic.invalid");
    home.run(&BUY).ended(1).says(&[
        "api.majestic.invalid could not be reached",
        "nothing was charged",
    ]);
}

#[test]
fn a_server_that_speaks_no_encryption_gets_no_key_and_costs_nothing() {
    let (address, heard) = listener("HTTP/1.1 400 Bad Request\r\n\r\n");
    let home = Home::new()
        .with("BACKTRAIL_MAJESTIC_KEY", KEY)
        .with("BACKTRAIL_MAJESTIC_URL", &format!("https://{address}"));
    home.run(&BUY)
        .ended(1)
        .says(&["could not be reached", "nothing was charged"]);
    let heard = heard.lock().unwrap();
    assert!(
        !heard.is_empty() && !heard.concat().contains(KEY),
        "{heard:?}"
    );
}

#[test]
fn proxies_of_the_environment_are_used_but_not_for_this_machine() {
    let (proxy, heard) = listener("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    let through = |home: Home| {
        let mut home = home;
        for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"] {
            home = home.with(name, &format!("http://{proxy}"));
        }
        home
    };
    let away = through(Home::new().with("BACKTRAIL_MAJESTIC_KEY", KEY));
    away.run(&BUY)
        .ended(1)
        .says(&["could not be reached", "nothing was charged"]);
    let asked = heard.lock().unwrap().clone();
    assert!(
        !asked.is_empty()
            && asked
                .iter()
                .all(|line| line.starts_with("CONNECT api.majestic.com:443 ")),
        "{asked:?}"
    );
    let server = Server::start(&[]);
    through(Home::of(&server)).run(&["budget"]).ended(0);
    assert_eq!(
        heard.lock().unwrap().len(),
        asked.len(),
        "not asked once more"
    );
}
