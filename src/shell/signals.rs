//! Signals that ask the program to leave.

use std::io;

/// Waits until the program is asked to leave: SIGTERM, SIGHUP or SIGINT.
#[cfg(unix)]
pub(super) async fn asked_to_leave() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = hang_up.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

/// Waits until the program is asked to leave.
#[cfg(not(unix))]
pub(super) async fn asked_to_leave() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
