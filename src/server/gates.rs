//! Gates at which faults make somebody wait until a test opens them.

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::server::faults::{Break, Busy, Faults, Hang, Refuse, Step};

/// All gates of a server, fixed when it starts.
pub(super) struct Gates(Vec<Gate>);

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
    pub(super) fn new(faults: &Faults) -> Self {
        let hold = faults.hold.map(|_| "hold".to_owned());
        let hangs = faults.hangs.iter().map(Hang::gate);
        let steps = faults.steps.iter().map(|s| Step::gate(*s));
        let busy = faults.busy.iter().map(Busy::gate);
        let drops = faults.drops.iter().map(Break::gate);
        let refusals = faults.refusals.iter().map(Refuse::gate);
        let gate = |name| Gate {
            name,
            open: watch::Sender::new(false),
            waiting: watch::Sender::new(0),
        };
        Self(
            hangs
                .chain(steps)
                .chain(busy)
                .chain(drops)
                .chain(refusals)
                .chain(hold)
                .map(gate)
                .collect(),
        )
    }

    fn named(&self, name: &str) -> Option<&Gate> {
        self.0.iter().find(|g| g.name.eq_ignore_ascii_case(name))
    }

    /// Whether there is such a gate and it was not opened yet.
    pub(super) fn is_closed(&self, name: &str) -> bool {
        self.named(name).is_some_and(|gate| !*gate.open.borrow())
    }

    /// Waits at a gate if there is one. `false` if `stop` came first.
    pub(super) async fn pass(&self, name: &str, stop: &CancellationToken) -> bool {
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
    pub(super) fn release(&self, what: &str) -> usize {
        let meant = |gate: &&Gate| {
            what == "all"
                || gate.name.eq_ignore_ascii_case(what)
                || gate.name.split('=').next() == Some(what)
        };
        let meant: Vec<&Gate> = self.0.iter().filter(meant).collect();
        for gate in &meant {
            gate.open.send_replace(true);
        }
        meant.len()
    }

    /// Every gate with how many wait there and whether it is open.
    pub(super) fn list(&self) -> impl Iterator<Item = (&str, usize, bool)> {
        self.0
            .iter()
            .map(|g| (g.name.as_str(), *g.waiting.borrow(), *g.open.borrow()))
    }

    /// Returns once somebody waits at the gate; `false` if there is no such gate.
    pub(super) async fn reached(&self, name: &str) -> bool {
        let Some(gate) = self.named(name) else {
            return false;
        };
        let mut waiting = gate.waiting.subscribe();
        waiting.wait_for(|n| *n > 0).await.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn a_gate_holds_until_released_and_stays_open() {
        let gates = Arc::new(Gates::new(&Faults::parse("step=made,hang=X").unwrap()));
        let stop = CancellationToken::new();
        assert!(gates.pass("no such gate", &stop).await);
        let (there, token) = (gates.clone(), stop.clone());
        let waiter = tokio::spawn(async move { there.pass("step=made", &token).await });
        assert!(gates.reached("step=made").await);
        assert_eq!(gates.list().map(|g| g.1).sum::<usize>(), 1);
        assert!(gates.is_closed("step=made") && !gates.is_closed("no such gate"));
        assert_eq!(gates.release("step"), 1);
        assert!(!gates.is_closed("step=made"));
        assert!(waiter.await.unwrap());
        assert!(gates.pass("step=made", &stop).await);
        stop.cancel();
        assert!(!gates.pass("hang=x:after", &stop).await);
        assert!(!gates.reached("nowhere").await);
    }
}
