//! Compares the throttle with a model that is slow but obviously right: buckets that refill as time passes.

use std::collections::{HashMap, HashSet};
use std::net::Ipv4Addr;
use std::time::UNIX_EPOCH;

use auth_runtime::token::ManualClock;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::*;

/// What happens to a throttle.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// This many attempts begin.
    Reserve { account: u8, address: u8, times: u8 },
    /// A pending attempt ends.
    Settle { which: Index, is_right: bool },
    /// This many attempts are given up.
    Abandon { which: Index, times: usize },
    /// Time passes, in milliseconds.
    Advance(u64),
    /// The clock is set back, by this many milliseconds.
    TurnBack(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let reserve = (0..3_u8, 0..3_u8, 1..40_u8);
    prop_oneof![
        4 => reserve.prop_map(|(account, address, times)| Step::Reserve { account, address, times }),
        2 => (any::<Index>(), any::<bool>())
            .prop_map(|(which, is_right)| Step::Settle { which, is_right }),
        1 => (any::<Index>(), 1..40_usize)
            .prop_map(|(which, times)| Step::Abandon { which, times }),
        2 => (0..60_000_u64).prop_map(Step::Advance),
        1 => (0..10_000_000_u64).prop_map(Step::TurnBack),
    ]
}

/// What a bucket belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Owner {
    Address(u8),
    Pair(u8, u8),
    Account(u8),
}

impl Owner {
    /// How many drops a bucket of this kind holds, and how many milliseconds one takes to come back.
    fn size(self) -> (u64, u64) {
        match self {
            Self::Address(_) => (60, 1_000),
            Self::Pair(..) => (30, 10_000),
            Self::Account(_) => (40, 5_000),
        }
    }
}

/// For each bucket, how many milliseconds it needs until it is full.
#[derive(Default)]
struct Model {
    lacking: HashMap<Owner, u64>,
    trusted: HashSet<(u8, u8)>,
}

impl Model {
    /// The buckets from which a drop was taken, or the milliseconds to wait.
    fn reserve(&mut self, account: u8, address: u8) -> Result<Vec<Owner>, u64> {
        let mut owners = vec![Owner::Address(address), Owner::Pair(account, address)];
        if !self.trusted.contains(&(account, address)) {
            owners.push(Owner::Account(account));
        }
        let wait = |owner: &Owner| {
            let (drops, refill) = owner.size();
            let lacking = self.lacking.get(owner).copied().unwrap_or(0);
            (lacking + refill).saturating_sub(drops * refill)
        };
        let longest = owners.iter().map(wait).max().unwrap();
        if longest > 0 {
            return Err(longest);
        }
        for owner in &owners {
            *self.lacking.entry(*owner).or_default() += owner.size().1;
        }
        Ok(owners)
    }

    fn give_back(&mut self, owners: &[Owner]) {
        for owner in owners {
            let lacking = self.lacking.get_mut(owner).unwrap();
            *lacking = lacking.saturating_sub(owner.size().1);
        }
    }

    fn advance(&mut self, milliseconds: u64) {
        for lacking in self.lacking.values_mut() {
            *lacking = lacking.saturating_sub(milliseconds);
        }
    }
}

/// A pending attempt, in the throttle and in the model.
struct Attempt {
    real: Reservation,
    taken: Vec<Owner>,
    pair: (u8, u8),
}

struct Both {
    clock: ManualClock,
    throttle: Throttle,
    model: Model,
    under_way: Vec<Attempt>,
}

impl Both {
    fn new() -> Self {
        let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(1_000_000));
        Self {
            throttle: Throttle::new(Arc::new(clock.clone())),
            clock,
            model: Model::default(),
            under_way: Vec::new(),
        }
    }

    fn take(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Reserve {
                account,
                address,
                times,
            } => {
                for _ in 0..times {
                    self.reserve(account, address)?;
                }
            }
            Step::Settle { which, is_right } => self.settle(which, is_right),
            Step::Abandon { which, times } => (0..times).for_each(|_| self.abandon(which)),
            Step::Advance(milliseconds) => {
                self.clock.advance(Duration::from_millis(milliseconds));
                self.model.advance(milliseconds);
            }
            // This changes nothing in the model: nobody waits longer, or less long.
            Step::TurnBack(milliseconds) => {
                self.clock.turn_back(Duration::from_millis(milliseconds));
            }
        }
        // Without this look at the clock, two changes would count as one.
        self.throttle.0.clock.now();
        Ok(())
    }

    fn reserve(&mut self, account: u8, address: u8) -> Result<(), TestCaseError> {
        let from = IpAddr::V4(Ipv4Addr::new(192, 0, 2, address));
        let real = self.throttle.reserve(&account.to_string(), from);
        match (real, self.model.reserve(account, address)) {
            (Ok(real), Ok(taken)) => self.under_way.push(Attempt {
                real,
                taken,
                pair: (account, address),
            }),
            (Err(RetryAfter(seconds)), Err(milliseconds)) => {
                prop_assert_eq!(seconds, milliseconds.div_ceil(1000));
            }
            (real, model) => prop_assert!(false, "{real:?}, and the model says {model:?}"),
        }
        Ok(())
    }

    fn settle(&mut self, which: Index, is_right: bool) {
        let Some(attempt) = self.end(which) else {
            return;
        };
        if is_right {
            self.model.give_back(&attempt.taken);
            self.model.trusted.insert(attempt.pair);
        }
        attempt.real.settle(is_right);
    }

    fn abandon(&mut self, which: Index) {
        if let Some(attempt) = self.end(which) {
            self.model.give_back(&attempt.taken);
        }
    }

    fn end(&mut self, which: Index) -> Option<Attempt> {
        let count = self.under_way.len();
        (count > 0).then(|| self.under_way.swap_remove(which.index(count)))
    }
}

proptest! {
    #[test]
    fn it_listens_to_what_leaking_buckets_would_let_through(steps in vec(step(), 1..60)) {
        let mut both = Both::new();
        for step in steps {
            both.take(step)?;
        }
    }
}
