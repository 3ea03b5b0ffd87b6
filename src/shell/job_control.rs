//! Ctrl-Z and what comes after it: the terminal is the shell's while the program is stopped, and taken again when it
//! goes on, whoever stopped it.

use std::io;

use super::terminal;

/// Hears that the program goes on after it was stopped.
#[derive(Debug)]
pub(super) struct JobControl {
    #[cfg(unix)]
    continued: tokio::signal::unix::Signal,
}

impl JobControl {
    /// Starts to listen; needs the runtime.
    #[cfg(unix)]
    pub(super) fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let number = rustix::process::Signal::CONT.as_raw();
        Ok(Self {
            continued: signal(SignalKind::from_raw(number))?,
        })
    }

    /// There is nothing to hear.
    #[cfg(not(unix))]
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits until the program goes on. May be dropped and called again.
    pub(super) async fn continued(&mut self) {
        #[cfg(unix)]
        if self.continued.recv().await.is_some() {
            return;
        }
        std::future::pending().await
    }

    /// Gives the terminal back and stops the program with all that was started with it (`cargo run` among them), as
    /// ctrl-z does elsewhere; comes back when it goes on.
    pub(super) fn suspend(&self) -> io::Result<()> {
        terminal::give_back();
        #[cfg(unix)]
        rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
        terminal::take_again()
    }
}
