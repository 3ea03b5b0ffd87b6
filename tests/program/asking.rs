//! The question on a terminal: what is spent is spent on purpose.

use crate::bench::{Home, Server};
use crate::terminal::Terminal;

#[test]
fn only_a_yes_spends() {
    let server = Server::start(&[]);
    let home = Home::of(&server);
    let (target, _) = server.largest();
    for (answer, code) in [("n\r", 3), ("\r", 3), ("\u{3}", 130)] {
        let mut terminal = Terminal::start(&home, &["download", &target]);
        terminal.shows("[y/N]");
        terminal.types(answer);
        assert_eq!(terminal.code(), code, "after {answer:?}");
    }
    assert_eq!(server.charged("analysis"), 0);
    assert_eq!(server.charged("items"), 1, "one look-up, remembered");
    let mut terminal = Terminal::start(&home, &["download", &target]);
    terminal.shows("[y/N]");
    terminal.types("y\r");
    assert_eq!(terminal.code(), 0);
    terminal.shows("done");
    assert!(server.charged("analysis") > 0);
}
