//! The question on a terminal: what is spent is spent on purpose.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::bench::{Home, Server, wait_until};

/// The program on a terminal of its own.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<String>>,
    keyboard: Box<dyn Write + Send>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn start(home: &Home, args: &[&str]) -> Self {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_backtrail"));
        command.args(args);
        command.env_remove("BACKTRAIL_MAJESTIC_KEY");
        command.env("HOME", home.path(""));
        command.env("BACKTRAIL_DATA_DIR", home.data());
        for (name, value) in &home.env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let seen = Arc::new(Mutex::new(String::new()));
        let mut output = pair.master.try_clone_reader().unwrap();
        let heard = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = output.read(&mut bytes) {
                heard
                    .lock()
                    .unwrap()
                    .push_str(&String::from_utf8_lossy(&bytes[..n]));
            }
        });
        Self {
            child,
            seen,
            keyboard: pair.master.take_writer().unwrap(),
            _master: pair.master,
        }
    }

    fn shows(&self, text: &str) {
        wait_until(&format!("the terminal shows {text}"), || {
            self.seen.lock().unwrap().contains(text)
        });
    }

    fn types(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    fn code(&mut self) -> u32 {
        let mut status = None;
        wait_until("the program ends", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap().exit_code()
    }
}

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
