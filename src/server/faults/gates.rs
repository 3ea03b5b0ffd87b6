//! Gates at which faults make somebody wait until a test opens them.

use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// All gates of a server.
#[derive(Default)]
pub(in crate::server) struct Gates(RwLock<Vec<Arc<Gate>>>);

struct Gate {
    name: String,
    open: watch::Sender<bool>,
    waiting: watch::Sender<usize>,
}

/// Counts a waiter for as long as it lives: a client that goes away stops waiting.
struct Waiter<'a>(&'a watch::Sender<usize>);

impl<'a> Waiter<'a> {
    fn new(count: &'a watch::Sender<usize>) -> Self {
        count.send_modify(|n| *n += 1);
        Self(count)
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|n| *n = n.saturating_sub(1));
    }
}

impl Gates {
    /// Closes the gates with these names; all others open for good.
    pub(super) fn put(&self, names: impl Iterator<Item = String>) {
        let gate = |name| {
            Arc::new(Gate {
                name,
                open: watch::Sender::new(false),
                waiting: watch::Sender::new(0),
            })
        };
        let mut gates = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for old in std::mem::replace(&mut *gates, names.map(gate).collect()) {
            old.open.send_replace(true);
        }
    }

    fn all(&self) -> Vec<Arc<Gate>> {
        let gates = self.0.read().unwrap_or_else(PoisonError::into_inner);
        gates.clone()
    }

    fn named(&self, name: &str) -> Option<Arc<Gate>> {
        let same = |gate: &Arc<Gate>| gate.name.eq_ignore_ascii_case(name);
        self.all().into_iter().find(same)
    }

    /// Whether there is such a gate and it was not opened yet.
    pub(in crate::server) fn is_closed(&self, name: &str) -> bool {
        self.named(name).is_some_and(|gate| !*gate.open.borrow())
    }

    /// Waits at a gate if there is one. `false` if `stop` came first.
    pub(in crate::server) async fn pass(&self, name: &str, stop: &CancellationToken) -> bool {
        let Some(gate) = self.named(name) else {
            return !stop.is_cancelled();
        };
        let mut open = gate.open.subscribe();
        let _waiter = Waiter::new(&gate.waiting);
        tokio::select! {
            biased;
            () = stop.cancelled() => false,
            opened = open.wait_for(|open| *open) => opened.is_ok(),
        }
    }

    /// Opens a gate for good, or every gate (`all`), or every gate of a kind (`hang`). How many opened.
    pub(in crate::server) fn release(&self, what: &str) -> usize {
        let meant = |gate: &Arc<Gate>| {
            what == "all"
                || gate.name.eq_ignore_ascii_case(what)
                || gate.name.split('=').next() == Some(what)
        };
        let meant: Vec<Arc<Gate>> = self.all().into_iter().filter(meant).collect();
        for gate in &meant {
            gate.open.send_replace(true);
        }
        meant.len()
    }

    /// Every gate with how many wait there and whether it is open.
    pub(in crate::server) fn list(&self) -> Vec<(String, usize, bool)> {
        let state = |g: &Arc<Gate>| (g.name.clone(), *g.waiting.borrow(), *g.open.borrow());
        self.all().iter().map(state).collect()
    }

    /// Returns once somebody waits at the gate; `false` if there is no such gate.
    pub(in crate::server) async fn reached(&self, name: &str) -> bool {
        let Some(gate) = self.named(name) else {
            return false;
        };
        let mut waiting = gate.waiting.subscribe();
        waiting.wait_for(|n| *n > 0).await.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_gate_holds_until_released_and_stays_open() {
        let gates = Arc::new(Gates::default());
        let named = ["step=made", "hang=X:after"];
        gates.put(named.map(str::to_owned).into_iter());
        let stop = CancellationToken::new();
        assert!(gates.pass("no such gate", &stop).await);
        let (there, token) = (gates.clone(), stop.clone());
        let waiter = tokio::spawn(async move { there.pass("step=made", &token).await });
        assert!(gates.reached("step=made").await);
        assert_eq!(gates.list().iter().map(|g| g.1).sum::<usize>(), 1);
        assert!(gates.is_closed("step=made") && !gates.is_closed("no such gate"));
        assert_eq!(gates.release("step"), 1);
        assert!(!gates.is_closed("step=made"));
        assert!(waiter.await.unwrap());
        assert!(gates.pass("step=made", &stop).await);
        let (there, token) = (gates.clone(), stop.clone());
        let waiter = tokio::spawn(async move { there.pass("hang=x:after", &token).await });
        assert!(gates.reached("hang=X:after").await);
        gates.put(["hang=X:after".to_owned()].into_iter());
        assert!(waiter.await.unwrap(), "a gate that is replaced opens");
        stop.cancel();
        assert!(!gates.pass("hang=x:after", &stop).await);
        assert!(!gates.reached("nowhere").await);
    }
}
