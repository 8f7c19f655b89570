//! `Throttle`: how many wrong passwords are listened to.
//!
//! Three buckets stand before each login, and each failure takes a drop from all of them; a drop comes
//! back after a while. One bucket is the address's (spraying many names), one is the account's as
//! seen from this address (guessing), and one is the account's from everywhere (guessing from many
//! addresses). Who guesses from one address empties the second long before the third, so the owner
//! is not locked out elsewhere; and an address from which the owner has logged in does not ask the
//! third at all.
//!
//! A drop is taken *before* the password is hashed and given back when it was right, or was never
//! looked at: attempts at the same time cannot slip through, and logging in costs nothing.
//! (`governor`, which is the usual choice, cannot give back.)

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use auth_runtime::token::Clock;

/// A bucket: how many drops it holds, and how long one takes to come back.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    drops: u32,
    refill: Duration,
}

const ADDRESS: Bucket = Bucket {
    drops: 60,
    refill: Duration::from_secs(1),
};
const ACCOUNT_FROM_ADDRESS: Bucket = Bucket {
    drops: 30,
    refill: Duration::from_secs(10),
};
const ACCOUNT: Bucket = Bucket {
    drops: 40,
    refill: Duration::from_secs(5),
};

/// When there are as many levels as this, those of full buckets are thrown away.
const FIRST_CLEANING: usize = 4096;

/// How many pairs of account and address are remembered as the owner's.
const MOST_TRUSTED: usize = 65_536;

/// Counts failed logins. A clone counts the same ones.
#[derive(Clone)]
pub struct Throttle(Arc<Shared>);

struct Shared {
    clock: Arc<dyn Clock>,
    /// Names come from strangers: what is kept of them is a number, under a key that nobody knows.
    key: RandomState,
    levels: Mutex<Levels>,
}

struct Levels {
    /// For each bucket that is not full, the moment at which it will be.
    full_at: HashMap<u64, Duration>,
    trusted: HashSet<u64>,
    clean_at: usize,
}

/// Too many failures: after this many seconds, at least one, an attempt is listened to again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub u64);

/// An attempt that may go on. It counts as a failure once [`settle`](Self::settle) says so, and not
/// at all when it is dropped.
pub struct Reservation {
    throttle: Throttle,
    taken: Vec<(u64, Bucket)>,
    pair: u64,
}

impl Throttle {
    /// Counts by this clock.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let levels = Levels {
            full_at: HashMap::new(),
            trusted: HashSet::new(),
            clean_at: FIRST_CLEANING,
        };
        Self(Arc::new(Shared {
            clock,
            key: RandomState::new(),
            levels: Mutex::new(levels),
        }))
    }

    /// Takes a drop from each bucket of an attempt at `account` from `address`.
    ///
    /// # Errors
    ///
    /// [`RetryAfter`] when one of them is empty; then nothing is taken.
    pub fn reserve(&self, account: &str, address: IpAddr) -> Result<Reservation, RetryAfter> {
        let address = network(address);
        let pair = self.number(("pair", account, address));
        let now = self.now();
        let mut levels = self.levels();

        let mut taken = vec![
            (self.number(("address", address)), ADDRESS),
            (pair, ACCOUNT_FROM_ADDRESS),
        ];
        if !levels.trusted.contains(&pair) {
            taken.push((self.number(("account", account)), ACCOUNT));
        }
        levels.clean(now);
        levels.take(&taken, now)?;
        drop(levels);
        Ok(Reservation {
            throttle: self.clone(),
            taken,
            pair,
        })
    }

    fn number(&self, of: impl Hash) -> u64 {
        self.0.key.hash_one(of)
    }

    fn now(&self) -> Duration {
        since_1970(self.0.clock.now())
    }

    fn levels(&self) -> MutexGuard<'_, Levels> {
        self.0.levels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reservation {
    /// Says whether the password was right.
    pub fn settle(mut self, is_right: bool) {
        if is_right {
            let mut levels = self.throttle.levels();
            if levels.trusted.len() < MOST_TRUSTED {
                levels.trusted.insert(self.pair);
            }
        } else {
            self.taken.clear();
        }
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.throttle.levels().give_back(&self.taken);
    }
}

impl Levels {
    fn take(&mut self, buckets: &[(u64, Bucket)], now: Duration) -> Result<(), RetryAfter> {
        let wait = buckets
            .iter()
            .map(|(key, bucket)| self.wait(*key, *bucket, now))
            .max();
        if let Some(wait) = wait
            && !wait.is_zero()
        {
            return Err(RetryAfter(
                wait.as_secs() + u64::from(wait.subsec_nanos() > 0),
            ));
        }
        for (key, bucket) in buckets {
            *self.full_at(*key, *bucket, now) += bucket.refill;
        }
        Ok(())
    }

    /// How long until the bucket has a drop to give.
    fn wait(&mut self, key: u64, bucket: Bucket, now: Duration) -> Duration {
        let full_without_it = *self.full_at(key, bucket, now) + bucket.refill;
        full_without_it.saturating_sub(now + bucket.refill * bucket.drops)
    }

    /// The moment at which the bucket is full: not before now, and, even if the clock was turned
    /// back, not later than an empty one would be.
    fn full_at(&mut self, key: u64, bucket: Bucket, now: Duration) -> &mut Duration {
        let full_at = self.full_at.entry(key).or_default();
        *full_at = (*full_at).clamp(now, now + bucket.refill * bucket.drops);
        full_at
    }

    fn give_back(&mut self, buckets: &[(u64, Bucket)]) {
        for (key, bucket) in buckets {
            if let Some(full_at) = self.full_at.get_mut(key) {
                *full_at = full_at.saturating_sub(bucket.refill);
            }
        }
    }

    fn clean(&mut self, now: Duration) {
        if self.full_at.len() < self.clean_at {
            return;
        }
        self.full_at.retain(|_, full_at| *full_at > now);
        self.clean_at = FIRST_CLEANING.max(self.full_at.len() * 2);
    }
}

/// What counts as one address: whoever has an IPv6 address has 2^64 of them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) & !u128::from(u64::MAX)).into()),
        address @ IpAddr::V4(_) => address,
    }
}

fn since_1970(time: SystemTime) -> Duration {
    time.duration_since(UNIX_EPOCH).unwrap_or_default()
}

impl fmt::Debug for Throttle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Throttle").finish_non_exhaustive()
    }
}

impl fmt::Debug for Reservation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Reservation")
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
