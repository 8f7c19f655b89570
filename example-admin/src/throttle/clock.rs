//! `Elapsed`: the site's clock in the form that `governor` needs, which never goes back.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use auth_runtime::token;
use governor::clock::Clock;

/// How much time has passed. While the site's clock is set back, none passes, so that nobody has to wait
/// longer. A clone shows the same.
#[derive(Clone)]
pub(super) struct Elapsed(Arc<Shared>);

struct Shared {
    clock: Arc<dyn token::Clock>,
    last: Mutex<Reading>,
}

struct Reading {
    at: SystemTime,
    elapsed: Duration,
}

/// A jump counts for no more than this: all buckets are full by then, and `governor` panics after 584 years.
const LONGEST_JUMP: Duration = Duration::from_hours(24);

impl Elapsed {
    pub(super) fn by(clock: Arc<dyn token::Clock>) -> Self {
        let last = Mutex::new(Reading {
            at: clock.now(),
            elapsed: Duration::ZERO,
        });
        Self(Arc::new(Shared { clock, last }))
    }
}

impl Clock for Elapsed {
    type Instant = Duration;

    fn now(&self) -> Duration {
        let mut last = self.0.last.lock().unwrap_or_else(PoisonError::into_inner);
        let at = self.0.clock.now();
        let since_last = at.duration_since(last.at).unwrap_or_default();
        last.elapsed += since_last.min(LONGEST_JUMP);
        last.at = at;
        last.elapsed
    }
}
