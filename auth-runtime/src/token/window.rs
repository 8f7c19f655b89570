//! The algebra of sliding: when a token expires, and when another one is due.

use std::time::Duration;

use super::NumericDate;

/// When a session in use gets a new token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sliding {
    /// At each request.
    #[default]
    EachRequest,
    /// Only once a new token would outlive the presented one by this part of the window, which is
    /// when that part of the window has passed. This spares most requests a signature. The last token, which
    /// lives to the end of the session, may outlive the presented one by less.
    AfterPart {
        /// 1 to 99 per cent of the window.
        percent: u8,
    },
}

impl Sliding {
    /// Only when half of the window has passed.
    pub const AFTER_HALF: Self = Self::AfterPart { percent: 50 };
}

/// The dates of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dates {
    /// When the session was started (`auth_time`).
    pub(super) start: NumericDate,
    /// When the token was issued (`iat`).
    pub(super) issue: NumericDate,
    /// When the token expires (`exp`).
    pub(super) expiry: NumericDate,
    /// When the session ends, however much it is used.
    pub(super) end: NumericDate,
}

/// The lifetimes of a token and of a session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// A token's lifetime.
    pub(super) length: Duration,
    /// A session's maximum lifetime, however much it is used.
    pub(super) maximum: Duration,
    pub(super) sliding: Sliding,
}

impl Window {
    /// The dates of the first token of a session.
    pub(super) fn open(&self, now: NumericDate) -> Dates {
        Dates {
            start: now,
            issue: now,
            expiry: self.reach(now, self.end(now)),
            end: self.end(now),
        }
    }

    /// The dates of the next token: it expires one window from now, but never after the end of the session.
    /// If the clock was turned back, the token is neither issued nor expires before the presented one.
    pub(super) fn slide(&self, presented: Dates, now: NumericDate) -> Dates {
        Dates {
            start: presented.start,
            issue: now.max(presented.issue),
            expiry: self.reach(now, presented.end).max(presented.expiry),
            end: presented.end,
        }
    }

    /// Whether `next` outlives `presented` by enough to be worth a new token.
    pub(super) fn is_due(&self, presented: Dates, next: Dates) -> bool {
        match self.sliding {
            Sliding::EachRequest => true,
            Sliding::AfterPart { percent } => {
                let gain = next.expiry.saturating_since(presented.expiry);
                let part = u128::from(self.length.as_secs()) * u128::from(percent);
                let is_last = next.expiry == next.end && !gain.is_zero();
                is_last || u128::from(gain.as_secs()) * 100 >= part
            }
        }
    }

    /// When a session that started then ends, however much it is used.
    pub(super) fn end(&self, start: NumericDate) -> NumericDate {
        start.saturating_add(self.maximum)
    }

    fn reach(&self, now: NumericDate, end: NumericDate) -> NumericDate {
        now.saturating_add(self.length).min(end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(seconds: i64) -> NumericDate {
        NumericDate::from_secs(seconds).unwrap()
    }

    fn window(length: u64, maximum: u64) -> Window {
        Window {
            length: Duration::from_secs(length),
            maximum: Duration::from_secs(maximum),
            sliding: Sliding::AFTER_HALF,
        }
    }

    fn any_date() -> impl Strategy<Value = NumericDate> {
        (0..=NumericDate::MAX.as_secs()).prop_map(date)
    }

    fn any_window() -> impl Strategy<Value = Window> {
        (1..100_000_u64, 0..1_000_000_u64).prop_map(|(length, more)| window(length, length + more))
    }

    #[test]
    fn a_new_token_is_due_when_half_of_the_window_has_passed() {
        let window = window(60, 600);
        let presented = window.open(date(1_000));
        let is_due_at = |now| window.is_due(presented, window.slide(presented, date(now)));
        assert!(!is_due_at(1_029));
        assert!(is_due_at(1_030));
    }

    #[test]
    fn no_token_is_due_once_the_maximum_is_reached() {
        let window = window(60, 90);
        let last = window.slide(window.open(date(1_000)), date(1_040));
        assert_eq!(last.expiry, date(1_090));
        assert!(!window.is_due(last, window.slide(last, date(1_085))));
    }

    proptest! {
        #[test]
        fn a_slide_at_any_time_keeps_the_bounds(
            window in any_window(),
            start in any_date(),
            times in prop::collection::vec(any_date(), 1..20),
        ) {
            let mut dates = window.open(start);
            for now in times {
                let next = window.slide(dates, now);
                prop_assert_eq!(next.start, start);
                prop_assert!(next.issue >= dates.issue);
                prop_assert!(next.expiry >= dates.expiry);
                prop_assert!(next.expiry <= window.end(start));
                dates = next;
            }
        }

        /// S4: the record of a session may end it before its maximum does.
        #[test]
        fn no_slide_passes_an_earlier_end(
            window in any_window(),
            start in any_date(),
            earlier in any_date(),
            times in prop::collection::vec(any_date(), 1..20),
        ) {
            let first = window.open(start);
            let end = earlier.clamp(first.expiry, first.end);
            let mut dates = Dates { end, ..first };
            for now in times {
                let next = window.slide(dates, now);
                prop_assert_eq!(next.end, end);
                prop_assert!((dates.expiry..=end).contains(&next.expiry));
                dates = next;
            }
        }

        #[test]
        fn a_used_session_lives_a_window_from_now_or_to_its_end(
            window in any_window(),
            start in 0..1_000_000_i64,
            later in 0..1_000_000_u64,
        ) {
            let now = date(start).saturating_add(Duration::from_secs(later));
            let dates = window.slide(window.open(date(start)), now);
            let reach = now.saturating_add(window.length).min(window.end(date(start)));
            prop_assert_eq!(dates.expiry, reach);
        }
    }
}
