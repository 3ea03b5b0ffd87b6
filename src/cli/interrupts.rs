//! Ctrl-C and the signals that ask a program to end.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::oneshot;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// A listener. From its creation on, the signals no longer end the process by themselves.
#[derive(Debug)]
pub struct Interrupts {
    #[cfg(unix)]
    signals: [Signal; 3],
}

impl Interrupts {
    /// Starts to listen; needs the runtime.
    #[cfg(unix)]
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            signals: [
                signal(SignalKind::interrupt())?,
                signal(SignalKind::terminate())?,
                signal(SignalKind::hangup())?,
            ],
        })
    }

    /// Starts to listen.
    #[cfg(not(unix))]
    pub fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits for the next signal. May be dropped and called again.
    #[cfg(unix)]
    pub async fn next(&mut self) {
        let [interrupt, terminate, hang_up] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
    }

    /// Waits for the next Ctrl-C.
    #[cfg(not(unix))]
    pub async fn next(&mut self) {
        drop(tokio::signal::ctrl_c().await);
    }
}

/// Whether the program was asked to end, for work that cannot wait for signals itself. They are listened to until this
/// is dropped.
#[derive(Debug)]
pub struct Asked {
    asked: Arc<AtomicBool>,
    _listening: oneshot::Sender<()>,
}

impl Asked {
    /// Starts to listen; needs no runtime, and may stand inside one.
    pub fn listen() -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()?;
        // From here on a signal is heard, however late the thread begins.
        let mut interrupts = {
            let _inside = runtime.enter();
            Interrupts::new()?
        };
        let asked = Arc::new(AtomicBool::new(false));
        let heard = Arc::clone(&asked);
        let (listening, mut over) = oneshot::channel::<()>();
        std::thread::Builder::new()
            .name("interrupts".to_owned())
            .spawn(move || {
                runtime.block_on(async {
                    tokio::select! {
                        () = interrupts.next() => heard.store(true, Ordering::Relaxed),
                        _ = &mut over => {}
                    }
                });
            })?;
        Ok(Self {
            asked,
            _listening: listening,
        })
    }

    /// Whether a signal came.
    pub fn to_end(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}
