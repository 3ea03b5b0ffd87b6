//! `serve`: one line when it is ready, a clean end on a signal, faults and addresses checked.

use std::io::Read;

use crate::bench::{Home, Server};

#[cfg(unix)]
#[test]
fn it_says_one_line_and_ends_on_a_signal() {
    for signal in ["INT", "TERM"] {
        let mut server = Server::start(&[]);
        server.child.signal(signal);
        assert_eq!(server.child.code(), Some(0), "{signal}");
        let mut rest = String::new();
        let mut stdout = server.child.0.stdout.take().unwrap();
        stdout.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "more than one line");
    }
}

#[test]
fn what_cannot_be_served_is_refused() {
    let home = Home::new();
    home.run(&["serve", "--fault", "nonsense"])
        .ended(2)
        .says(&["--fault", "nonsense"]);
    home.run(&["serve", "--links", "99999999999"])
        .ended(2)
        .says(&["--links", "99999999999"]);
    home.run(&["serve", "--listen", "nowhere"])
        .ended(2)
        .says(&["--listen"]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    home.run(&["serve", "--links", "1000", "--listen", &address])
        .ended(1)
        .says(&[&address]);
}

#[cfg(unix)]
#[test]
fn state_is_kept_over_a_restart() {
    let state = tempfile::tempdir().unwrap();
    let folder = state.path().to_str().unwrap();
    let mut server = Server::start(&["--state", folder]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    home.run(&["info", &target, "--yes"]).ended(0);
    assert_eq!(server.charged("items"), 1);
    server.child.signal("TERM");
    assert_eq!(server.child.code(), Some(0));
    let server = Server::start(&["--state", folder]);
    assert_eq!(server.charged("items"), 1, "the account log was kept");
}
