//! Every way out leaves the terminal as it was.

use std::io::Read as _;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rstest::rstest;

use crate::screen::Screen;

#[rstest]
#[case::terminate("TERM")]
#[case::hang_up("HUP")]
fn a_signal_ends_it_in_good_order(#[case] signal: &str) {
    let home = tempfile::tempdir().unwrap();
    let screen = Screen::start(home.path(), &["demo", "--links", "20000"], 24, 80);
    screen.wait_for("Referring domains");
    let sent = std::process::Command::new("kill")
        .args([&format!("-{signal}"), &screen.pid().to_string()])
        .status();
    assert!(sent.unwrap().success());
    screen.end();
}

/// Nothing is left to draw on and nobody to ask: it ends, and does not turn in circles.
#[test]
fn a_terminal_that_vanishes_ends_it() {
    let home = tempfile::tempdir().unwrap();
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_backtrail"));
    command.args(["demo", "--links", "20000"]);
    command.cwd(home.path());
    command.env("HOME", home.path());
    command.env("BACKTRAIL_DATA_DIR", home.path().join("data"));
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut screen = pair.master.try_clone_reader().unwrap();
    let (mut seen, mut bytes) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&seen).contains("Query") {
        let read = screen.read(&mut bytes).unwrap();
        assert_ne!(read, 0, "it ended by itself");
        seen.extend_from_slice(&bytes[..read]);
    }
    drop(screen);
    drop(pair.master);
    child.wait().unwrap();
}

/// Under a shell that has job control: stopped, the terminal is the shell's; gone on, the screen is there again.
#[test]
fn ctrl_z_hands_the_terminal_to_the_shell_and_fg_takes_it_back() {
    let home = tempfile::tempdir().unwrap();
    let mut shell = CommandBuilder::new("bash");
    let script = "set -m; \"$0\" demo --links 20000; echo [stopped]; read -r; fg; echo [left]";
    shell.args(["--norc", "-c", script, env!("CARGO_BIN_EXE_backtrail")]);
    let mut screen = Screen::spawn(shell, home.path(), 24, 80);
    screen.wait_for("Referring domains");
    screen.keys("?");
    screen.wait_for("more lines below");
    screen.keys("\u{1a}");
    screen.wait("the shell", |s| {
        s.contents().contains("[stopped]")
            && !s.alternate_screen()
            && !s.hide_cursor()
            && !s.bracketed_paste()
            && s.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    });
    // The shell's terminal is as a shell has it: what is typed is echoed, and a line ends it.
    screen.keys("typed\r");
    screen.wait("the explorer", |s| {
        let heard = s.mouse_protocol_mode() == vt100::MouseProtocolMode::ButtonMotion;
        heard && s.alternate_screen() && s.contents().contains("more lines below")
    });
    screen.keys("\u{3}");
    screen.wait_for("[left]");
    assert!(screen.text().contains("typed"));
    screen.end();
}

/// SIGSTOP cannot be heard; what others did to the screen meanwhile is gone after SIGCONT.
#[test]
fn stopped_from_outside_it_draws_everything_anew() {
    let home = tempfile::tempdir().unwrap();
    let mut screen = Screen::start(home.path(), &["demo", "--links", "20000"], 24, 80);
    screen.wait_for("Referring domains");
    let signal = |name: &str| {
        let sent = std::process::Command::new("kill")
            .args([&format!("-{name}"), &screen.pid().to_string()])
            .status();
        assert!(sent.unwrap().success());
    };
    signal("STOP");
    screen.disturb(b"\x1b[?1049l\x1b[2J\x1b[Hsomething else");
    signal("CONT");
    screen.wait("the whole screen", |s| {
        s.alternate_screen()
            && s.contents().contains("Referring domains")
            && !s.contents().contains("something else")
    });
    screen.keys("\u{3}");
    assert_eq!(screen.end(), 0);
}

#[test]
fn a_panic_gives_the_terminal_back_and_says_what_happened() {
    let home = tempfile::tempdir().unwrap();
    let mut child = CommandBuilder::new(std::env::current_exe().unwrap());
    child.args([
        "--exact",
        "leaving::panics_when_run_alone",
        "--ignored",
        "--nocapture",
    ]);
    let mut screen = Screen::spawn(child, home.path(), 24, 80);
    screen.wait("the explorer", vt100::Screen::alternate_screen);
    screen.keys("j");
    screen.wait("the message on the first screen", |s| {
        !s.alternate_screen() && s.contents().contains("the clock broke")
    });
    assert_ne!(screen.end(), 0);
}

/// Not a test of its own: the explorer with a clock that breaks once the screen is up, for the test above.
#[test]
#[ignore = "run by the panic test in a terminal of its own"]
fn panics_when_run_alone() {
    use backtrail::config::{Keymap, Settings, Theme};
    use backtrail::{shell, store};
    let home = std::env::current_dir().unwrap();
    let up = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let broken = up.clone();
    let setup = shell::ExplorerSetup {
        store: store::Store::open(&home.join("panic")).unwrap(),
        clients: Vec::new(),
        settings: Settings::from_toml("").unwrap(),
        keymap: Keymap::builtin().unwrap(),
        theme: Theme::plain(),
        themes: backtrail::shell::OwnThemes::none(),
        grounds: None,
        told: Vec::new(),
        options: Default::default(),
        service: "none".to_owned(),
        host: "none".to_owned(),
        form_target: None,
        auto_download: false,
        open: Vec::new(),
        notify: None,
        trace: None,
        settings_file: None,
        access: None,
        first_run: false,
        refused: None,
        clock: std::sync::Arc::new(move || {
            // The first reading is the state's own; every later one follows an event.
            assert!(
                !broken.swap(true, std::sync::atomic::Ordering::SeqCst),
                "the clock broke"
            );
            jiff::Timestamp::UNIX_EPOCH
        }),
    };
    drop(up);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(shell::run(setup)).unwrap();
}

/// `E` and `q` in one breath: mostly the export has hardly begun when the explorer is left, sometimes it is quicker.
#[test]
fn an_export_that_is_left_behind_is_whole_or_leaves_no_file() {
    let home = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_backtrail"));
        command.args(args).arg("--quiet").current_dir(home.path());
        command.env("BACKTRAIL_DATA_DIR", home.path().join("data"));
        command.env("HOME", home.path());
        assert!(command.output().unwrap().status.success(), "{args:?}");
    };
    run(&["generate", "--rows", "120000", "--output", "g.csv.gz"]);
    run(&["import", "g.csv.gz"]);
    let mut screen = Screen::start(home.path(), &["open", "latest"], 40, 160);
    screen.wait_for("Best TF↓");
    screen.keys("4");
    screen.wait_for(" 1 / 120,000");
    screen.keys("Eq");
    let (code, said) = screen.end_saying();
    assert_eq!(code, 0);
    let names = std::fs::read_dir(home.path()).unwrap();
    let exported: Vec<_> = names
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().starts_with("backtrail-"))
        .filter(|name| !name.to_string_lossy().ends_with(".manifest.json"))
        .collect();
    if said.contains("was not finished and nothing of it was kept") {
        assert!(exported.is_empty(), "{exported:?}");
        return;
    }
    let [name] = exported.as_slice() else {
        panic!("{exported:?}, and nothing was said: {said}");
    };
    let text = std::fs::read_to_string(home.path().join(name)).unwrap();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(
        rows.records().map(Result::unwrap).count(),
        120_000,
        "{name:?}"
    );
}
