//! `Buckets`: `governor`'s buckets, with a way to give a drop back.

use std::sync::Arc;
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::state::keyed::{HashMapStateStore, ShrinkableKeyedStateStore as _};
use governor::{Quota, RateLimiter};

use super::clock::Elapsed;

/// Buckets of the same size, one for each number.
pub(super) struct Buckets {
    limiter: RateLimiter<u64, Levels, Elapsed, NoOpMiddleware<Duration>>,
    levels: Levels,
    refill: Duration,
}

/// A drop that was taken. When this is dropped, the drop goes back, unless it was [spent](Self::spend).
pub(super) struct Taken {
    levels: Levels,
    bucket: u64,
    /// How much sooner the bucket is full with this drop in it.
    worth: Duration,
}

/// For each bucket that is not full, the time at which it will be. A clone shares the same levels, so what a
/// limiter writes can be changed from outside.
#[derive(Clone, Default)]
pub(super) struct Levels(Arc<HashMapStateStore<u64>>);

impl Buckets {
    pub(super) fn new(quota: Quota, levels: &Levels, clock: &Elapsed) -> Self {
        Self {
            limiter: RateLimiter::new(quota, levels.clone(), clock.clone()),
            levels: levels.clone(),
            refill: quota.replenish_interval(),
        }
    }

    /// Takes a drop, or returns how long it will take until there is one.
    pub(super) fn take(&self, bucket: u64) -> Result<Taken, Duration> {
        if let Err(empty) = self.limiter.check_key(&bucket) {
            return Err(empty.wait_time_from(self.limiter.clock().now()));
        }
        Ok(Taken {
            levels: self.levels.clone(),
            bucket,
            worth: self.refill,
        })
    }
}

impl Taken {
    pub(super) fn spend(mut self) {
        self.worth = Duration::ZERO;
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.levels.bring_forward(self.bucket, self.worth.into());
    }
}

impl Levels {
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Forgets the buckets that are full at this time.
    pub(super) fn forget_full_at(&self, moment: Duration) {
        self.0.retain_recent(moment.into());
    }

    /// A bucket that has been forgotten is already full.
    fn bring_forward(&self, bucket: u64, by: Nanos) {
        let sooner = |full_at: Option<Nanos>| match full_at {
            Some(full_at) => Ok(((), full_at.saturating_sub(by))),
            None => Err(()),
        };
        let _ = self.0.measure_and_replace(&bucket, sooner);
    }
}

impl StateStore for Levels {
    type Key = u64;

    fn measure_and_replace<T, F, E>(&self, bucket: &u64, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        self.0.measure_and_replace(bucket, measure)
    }
}
