//! `Throttle`: how many wrong passwords are accepted for checking.
//!
//! There are three buckets for each login, and each failure takes a drop from all of them; a drop comes back
//! after a while. One bucket belongs to the address (against trying many names), one to the account as seen
//! from this address (against guessing), and one to the account from everywhere (against guessing from many
//! addresses). An attacker who guesses from one address empties the second bucket long before the third, so
//! the owner is not locked out elsewhere; and an address from which the owner has logged in is not subject to
//! the third at all.
//!
//! A drop is taken *before* the password is hashed, and given back if the password was right or was never
//! checked: concurrent attempts cannot slip through, and a successful login costs nothing. `governor` tells
//! whether a bucket is empty, and for how long; `buckets` adds the giving back.

mod buckets;
mod clock;

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use auth_runtime::token::Clock;
use governor::Quota;
use governor::clock::Clock as _;

use buckets::{Buckets, Levels, Taken};
use clock::Elapsed;

/// 60 drops, one of which comes back in a second.
const ADDRESS: Quota = Quota::per_minute(NonZeroU32::new(60).unwrap());

/// 30 drops, one of which comes back in ten seconds.
const ACCOUNT_FROM_ADDRESS: Quota =
    Quota::per_minute(NonZeroU32::new(6).unwrap()).allow_burst(NonZeroU32::new(30).unwrap());

/// 40 drops, one of which comes back in five seconds.
const ACCOUNT: Quota =
    Quota::per_minute(NonZeroU32::new(12).unwrap()).allow_burst(NonZeroU32::new(40).unwrap());

/// When there are this many levels, those of full buckets are discarded.
const FIRST_CLEANING: usize = 4096;

/// How many pairs of account and address are remembered as the owner's.
const MOST_TRUSTED: usize = 65_536;

/// Counts failed logins. A clone counts the same ones.
#[derive(Clone)]
pub struct Throttle(Arc<Shared>);

struct Shared {
    /// Names come from unknown clients, so only a number is kept of each, hashed with a random secret key.
    key: RandomState,
    clock: Elapsed,
    levels: Levels,
    address: Buckets,
    account_from_address: Buckets,
    account: Buckets,
    memory: Mutex<Memory>,
}

struct Memory {
    trusted: HashSet<u64>,
    clean_at: usize,
}

/// Too many failures: after this many seconds, at least one, another attempt is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub u64);

/// An attempt that may proceed. It counts as a failure once [`settle`](Self::settle) says so, and not
/// at all when it is dropped.
pub struct Reservation {
    throttle: Throttle,
    taken: Vec<Taken>,
    pair: u64,
}

impl Throttle {
    /// Counts by this clock.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let levels = Levels::default();
        let clock = Elapsed::by(clock);
        let buckets = |quota| Buckets::new(quota, &levels, &clock);
        Self(Arc::new(Shared {
            key: RandomState::new(),
            address: buckets(ADDRESS),
            account_from_address: buckets(ACCOUNT_FROM_ADDRESS),
            account: buckets(ACCOUNT),
            clock,
            levels,
            memory: Mutex::new(Memory {
                trusted: HashSet::new(),
                clean_at: FIRST_CLEANING,
            }),
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
        // Locked until the end, so that no other attempt misses a drop that is about to be given back.
        let mut memory = self.0.memory();
        self.0.clean(&mut memory);

        let mut drops = vec![
            self.0.address.take(self.number(("address", address))),
            self.0.account_from_address.take(pair),
        ];
        if !memory.trusted.contains(&pair) {
            drops.push(self.0.account.take(self.number(("account", account))));
        }
        let longest_wait = drops.iter().filter_map(|drop| drop.as_ref().err()).max();
        if let Some(wait) = longest_wait {
            return Err(RetryAfter::rounded_up(*wait));
        }
        Ok(Reservation {
            throttle: self.clone(),
            taken: drops.into_iter().flatten().collect(),
            pair,
        })
    }

    fn number(&self, of: impl Hash) -> u64 {
        self.0.key.hash_one(of)
    }
}

impl Shared {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn clean(&self, memory: &mut Memory) {
        if self.levels.count() < memory.clean_at {
            return;
        }
        self.levels.forget_full_at(self.clock.now());
        memory.clean_at = FIRST_CLEANING.max(self.levels.count() * 2);
    }
}

impl RetryAfter {
    fn rounded_up(wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Self(seconds.max(1))
    }
}

impl Reservation {
    /// Says whether the password was right.
    pub fn settle(self, is_right: bool) {
        if !is_right {
            self.taken.into_iter().for_each(Taken::spend);
            return;
        }
        let mut memory = self.throttle.0.memory();
        if memory.trusted.len() < MOST_TRUSTED {
            memory.trusted.insert(self.pair);
        }
    }
}

/// What counts as one address: a single IPv6 customer has 2^64 of them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) & !u128::from(u64::MAX)).into()),
        address @ IpAddr::V4(_) => address,
    }
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
mod model;
#[cfg(test)]
mod tests;
