//! Opt-in detection of stolen tokens: if a token is presented although its successor has been in
//! use for a while, it has two holders.
//!
//! When every request gets a new token, a thief and the victim soon hold different successors of the stolen
//! one, and whichever of them uses an older token reveals the theft. It is off by default: two browser tabs
//! that each keep their own copy of the token look like theft, too.

use std::{fmt, time::Duration};

use super::NumericDate;

/// What a store keeps per session to detect reuse: which generations of tokens were seen.
///
/// A token's generation is its `iat`. In a store of your own, the dates are columns, and
/// [`observe`](Self::observe) is the rule. Requests come in parallel: write what `observe` returns only
/// if the record still has the value that `observe` was called on; otherwise read and observe again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Generations {
    /// Tokens older than this generation have been superseded for longer than the grace period.
    pub settled: NumericDate,
    /// A newer generation, whose use will settle when the grace period is over.
    pub pending: Option<Seen>,
    /// The newest generation of all, if it is a different one.
    pub newest: Option<Seen>,
}

/// A generation of tokens that was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The generation: `iat` of its tokens.
    pub issued_at: NumericDate,
    /// When a token of it was first presented.
    pub first_seen: NumericDate,
}

impl Generations {
    /// The generations of a session whose first token was issued at this time.
    #[must_use]
    pub fn new(issued_at: NumericDate) -> Self {
        Self {
            settled: issued_at,
            pending: None,
            newest: None,
        }
    }

    /// Records a token that is presented now, or refuses it because a newer one has been in
    /// use for longer than `grace`. The grace period allows for parallel requests and lost responses. A
    /// token is refused one to two grace periods after its successor was first used.
    ///
    /// A store has something to write only if the result differs from `self`.
    ///
    /// # Errors
    /// [`Reused`] if the token has been superseded: the store must then end the session.
    pub fn observe(
        self,
        issued_at: NumericDate,
        now: NumericDate,
        grace: Duration,
    ) -> Result<Self, Reused> {
        let settled = self.settle(now, grace).settle(now, grace);
        if issued_at < settled.settled {
            return Err(Reused);
        }
        Ok(settled.note(Seen {
            issued_at,
            first_seen: now,
        }))
    }

    /// Settles the pending generation if its grace period is over.
    fn settle(self, now: NumericDate, grace: Duration) -> Self {
        match self.pending {
            Some(seen) if seen.first_seen.saturating_add(grace) <= now => Self {
                settled: seen.issued_at,
                pending: self.newest,
                newest: None,
            },
            _ => self,
        }
    }

    fn note(self, seen: Seen) -> Self {
        if seen.issued_at <= self.latest() {
            self
        } else if self.pending.is_none() {
            Self {
                pending: Some(seen),
                ..self
            }
        } else {
            Self {
                newest: Some(seen),
                ..self
            }
        }
    }

    fn latest(&self) -> NumericDate {
        self.newest
            .or(self.pending)
            .map_or(self.settled, |seen| seen.issued_at)
    }
}

/// A superseded token was presented: it has two holders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reused;

impl fmt::Display for Reused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a token was used after its successor had been used")
    }
}

impl std::error::Error for Reused {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    const GRACE: i64 = 30;

    fn date(seconds: i64) -> NumericDate {
        NumericDate::from_secs(seconds).unwrap()
    }

    /// Presents tokens of the given generations at the given times; the last one may be refused.
    fn observe(events: &[(i64, i64)]) -> Result<Generations, Reused> {
        let grace = Duration::from_secs(GRACE.unsigned_abs());
        let mut generations = Generations::new(date(0));
        for (index, (issued_at, now)) in events.iter().enumerate() {
            match generations.observe(date(*issued_at), date(*now), grace) {
                Ok(next) => generations = next,
                Err(reused) if index + 1 == events.len() => return Err(reused),
                Err(reused) => panic!("{reused} at {index}"),
            }
        }
        Ok(generations)
    }

    #[test]
    fn an_old_token_passes_within_the_grace_period_of_its_successor() {
        assert!(observe(&[(0, 0), (5, 5), (0, 34)]).is_ok());
        assert_eq!(observe(&[(0, 0), (5, 5), (0, 35)]), Err(Reused));
    }

    #[test]
    fn an_old_token_passes_as_long_as_no_successor_was_used() {
        assert!(observe(&[(0, 0), (0, 1_000), (0, 100_000)]).is_ok());
    }

    #[test]
    fn every_superseded_generation_is_refused_not_only_the_first() {
        assert_eq!(
            observe(&[(0, 0), (5, 5), (10, 10), (5, 1_000)]),
            Err(Reused)
        );
    }

    #[test]
    fn constant_use_does_not_prolong_the_grace_period_beyond_twice_its_length() {
        let mut events: Vec<_> = (1..=64).map(|second| (second, second)).collect();
        events.push((2, 65));
        assert_eq!(observe(&events), Err(Reused));
    }

    #[test]
    fn a_clock_turned_back_refuses_nothing() {
        assert!(observe(&[(0, 1_000), (1_000, 1_001), (0, 0), (0, 1_030)]).is_ok());
    }

    proptest! {
        /// Compares with a model that remembers everything.
        #[test]
        fn refused_exactly_between_one_and_two_grace_periods(
            steps in prop::collection::vec((0..20_i64, 0..30_i64), 1..60),
        ) {
            let grace = Duration::from_secs(GRACE.unsigned_abs());
            let mut generations = Generations::new(date(0));
            let mut first_seen = BTreeMap::new();
            let mut now = 0;
            for (passes, back) in steps {
                now += passes;
                let issued_at = (now - back).max(0);
                let used = first_seen.range(issued_at + 1..).map(|(_, seen)| *seen).min();
                let observed = generations.observe(date(issued_at), date(now), grace);
                let Ok(next) = observed else {
                    prop_assert!(used.is_some_and(|used| used + GRACE <= now));
                    break;
                };
                prop_assert!(used.is_none_or(|used| now < used + 2 * GRACE));
                generations = next;
                first_seen.entry(issued_at).or_insert(now);
            }
        }
    }
}
