//! The program on a terminal, as a person meets it.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::bench::{Home, wait_until};

/// The program on a terminal of its own.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<String>>,
    keyboard: Box<dyn Write + Send>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts it.
    pub fn start(home: &Home, args: &[&str]) -> Self {
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

    /// Waits until it has written this.
    pub fn shows(&self, text: &str) {
        wait_until(&format!("the terminal shows {text}"), || {
            self.seen.lock().unwrap().contains(text)
        });
    }

    /// All that it has written; asked once it has ended, everything.
    pub fn seen(&self) -> String {
        self.seen.lock().unwrap().clone()
    }

    /// Types.
    pub fn types(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// SIGKILL: no handler runs.
    pub fn kill(&mut self) {
        let pid = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill")
            .args(["-s", "KILL", &pid])
            .status();
        assert!(sent.unwrap().success());
        self.child.wait().unwrap();
    }

    /// Waits for the end; the exit code.
    pub fn code(&mut self) -> u32 {
        let mut status = None;
        wait_until("the program ends", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap().exit_code()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        drop(self.child.kill());
    }
}
