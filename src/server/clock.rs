//! The server's only sight of the time, so that expiry, renewal and back-off can be tested without waiting.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// How often a clock that may jump is looked at.
const GLANCE: Duration = Duration::from_millis(10);

/// The longest that the machine's clock is trusted not to be set anew.
const TRUST: Duration = Duration::from_secs(60);

/// A moment that is waited for.
pub type Moment<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Where the server reads the time.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// Returns once the clock shows `at` or later. As it stands it looks at the clock again and again, which is right
    /// for one that a test sets.
    fn until(&self, at: Timestamp) -> Moment<'_> {
        Box::pin(async move {
            while self.now() < at {
                tokio::time::sleep(GLANCE).await;
            }
        })
    }
}

/// A clock that is so many seconds ahead of another.
pub(super) struct Skewed {
    right: Arc<dyn Clock>,
    seconds: Arc<AtomicI64>,
}

impl Skewed {
    pub(super) fn new(right: Arc<dyn Clock>, seconds: Arc<AtomicI64>) -> Self {
        Self { right, seconds }
    }

    fn skew(&self) -> SignedDuration {
        SignedDuration::from_secs(self.seconds.load(Ordering::SeqCst))
    }
}

impl Clock for Skewed {
    fn now(&self) -> Timestamp {
        let right = self.right.now();
        right.checked_add(self.skew()).unwrap_or(right)
    }

    fn until(&self, at: Timestamp) -> Moment<'_> {
        self.right.until(at.checked_sub(self.skew()).unwrap_or(at))
    }
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn until(&self, at: Timestamp) -> Moment<'_> {
        Box::pin(async move {
            while let Ok(left) = Duration::try_from(at.duration_since(self.now()))
                && !left.is_zero()
            {
                tokio::time::sleep(left.min(TRUST)).await;
            }
        })
    }
}
