//! What time it is: the system's clock, or one that a test sets.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

/// A source of the current time.
///
/// Use the clock of [`Tokens`](super::Tokens) for everything else that depends on time (session rows,
/// throttling), so that they cannot disagree.
pub trait Clock: Send + Sync {
    /// The current time. It may jump, forward and back.
    fn now(&self) -> SystemTime;
}

impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn now(&self) -> SystemTime {
        (**self).now()
    }
}

/// The operating system's clock; the default.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// A clock for tests, which stands still until a test moves it. Clones show the same time.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// # use auth_runtime::token;
/// use token::{Clock, ManualClock};
///
/// let clock = ManualClock::at(SystemTime::UNIX_EPOCH);
/// let same = clock.clone();
/// clock.advance(Duration::from_secs(5));
/// assert_eq!(same.now(), SystemTime::UNIX_EPOCH + Duration::from_secs(5));
/// ```
#[derive(Clone)]
pub struct ManualClock {
    time: Arc<Mutex<SystemTime>>,
}

impl ManualClock {
    /// A clock that shows `time`.
    #[must_use]
    pub fn at(time: impl Into<SystemTime>) -> Self {
        Self {
            time: Arc::new(Mutex::new(time.into())),
        }
    }

    /// Sets the clock, and all its clones, to `time`.
    pub fn set(&self, time: impl Into<SystemTime>) {
        *self.lock() = time.into();
    }

    /// Moves the clock forward. A time that `SystemTime` cannot represent leaves it unchanged.
    pub fn advance(&self, duration: Duration) {
        let mut time = self.lock();
        *time = time.checked_add(duration).unwrap_or(*time);
    }

    /// Moves the clock back. A time that `SystemTime` cannot represent leaves it unchanged.
    pub fn turn_back(&self, duration: Duration) {
        let mut time = self.lock();
        *time = time.checked_sub(duration).unwrap_or(*time);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, SystemTime> {
        self.time.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        *self.lock()
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("ManualClock")
            .field(&self.now())
            .finish()
    }
}
