//! `--output`: a file that is whole or not there.

use crate::bench::{Home, wait_until};

/// Enough that writing them takes a while.
const MANY: &str = "400000";

#[cfg(unix)]
#[test]
fn a_file_that_is_stopped_half_way_never_has_its_name() {
    let home = Home::new();
    let make = ["generate", "--rows", MANY, "--output", "g.csv"];
    for signal in ["INT", "TERM"] {
        let mut running = home.start(&make);
        wait_until("the file is begun", || home.path("g.csv.part").exists());
        assert!(!home.path("g.csv").exists());
        running.signal(signal);
        assert_eq!(running.code(), Some(130));
        assert!(!home.path("g.csv").exists());
        assert!(!home.path("g.csv.part").exists(), "{signal}");
    }
    let mut running = home.start(&make);
    wait_until("the file is begun", || home.path("g.csv.part").exists());
    running.kill();
    assert!(!home.path("g.csv").exists());
    assert!(home.path("g.csv.part").exists());
}
