//! Points in time as tokens write them: whole seconds since 1970 (`NumericDate`, RFC 7519 §2).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, de};

/// A point in time in whole seconds since 1970-01-01T00:00:00Z, never before it and never after the year 9999.
///
/// RFC 7519 §2 allows fractions; the tokens of this crate carry none. The upper bound makes every value fit the date types of databases, of `chrono` and of
/// `time`, and makes [`SystemTime::from`] infallible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct NumericDate(i64);

impl NumericDate {
    /// 1970-01-01T00:00:00Z.
    pub const MIN: Self = Self(0);
    /// 9999-12-31T23:59:59Z.
    pub const MAX: Self = Self(253_402_300_799);

    /// The point `seconds` after 1970, or `None` where that lies outside [`MIN`](Self::MIN) to [`MAX`](Self::MAX).
    #[must_use]
    pub fn from_secs(seconds: i64) -> Option<Self> {
        (Self::MIN.0..=Self::MAX.0)
            .contains(&seconds)
            .then_some(Self(seconds))
    }

    /// Seconds since 1970.
    #[must_use]
    pub const fn as_secs(self) -> i64 {
        self.0
    }

    /// This point moved forward by the whole seconds of `duration`, at most to [`MAX`](Self::MAX).
    #[must_use]
    pub fn saturating_add(self, duration: Duration) -> Self {
        let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(seconds).min(Self::MAX.0))
    }

    /// How long after `earlier` this point is; zero if it is not after it.
    #[must_use]
    pub fn saturating_since(self, earlier: Self) -> Duration {
        let seconds = self.0.saturating_sub(earlier.0).max(0);
        Duration::from_secs(seconds.unsigned_abs())
    }
}

/// Drops the fraction of a second. A time outside the range becomes the nearest date in it.
impl From<SystemTime> for NumericDate {
    fn from(time: SystemTime) -> Self {
        let since_epoch = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::MIN.saturating_add(since_epoch)
    }
}

impl From<NumericDate> for SystemTime {
    fn from(date: NumericDate) -> Self {
        UNIX_EPOCH + Duration::from_secs(date.0.unsigned_abs())
    }
}

impl<'de> Deserialize<'de> for NumericDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = i64::deserialize(deserializer)?;
        Self::from_secs(seconds).ok_or_else(|| de::Error::custom("out of range"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_before_1970_or_after_9999_does_not_panic() {
        let before = UNIX_EPOCH - Duration::from_secs(1);
        let after = UNIX_EPOCH + Duration::from_hours(24 * 366 * 9000);
        assert_eq!(NumericDate::from(before), NumericDate::MIN);
        assert_eq!(NumericDate::from(after), NumericDate::MAX);
    }

    #[test]
    fn fractions_are_dropped() {
        let time = UNIX_EPOCH + Duration::from_millis(1_999);
        assert_eq!(NumericDate::from(time).as_secs(), 1);
    }

    #[test]
    fn addition_and_difference_saturate() {
        assert_eq!(
            NumericDate::MAX.saturating_add(Duration::MAX),
            NumericDate::MAX
        );
        assert_eq!(
            NumericDate::MIN.saturating_since(NumericDate::MAX),
            Duration::ZERO
        );
    }

    #[test]
    fn only_whole_seconds_in_range_are_read() {
        for refused in [
            "-1",
            "1.0",
            "1e3",
            "\"1\"",
            "253402300800",
            "18446744073709551615",
            "null",
            "[1]",
        ] {
            assert!(
                serde_json::from_str::<NumericDate>(refused).is_err(),
                "{refused}"
            );
        }
        assert_eq!(
            serde_json::from_str::<NumericDate>("253402300799").unwrap(),
            NumericDate::MAX
        );
    }

    #[test]
    fn every_date_is_a_system_time() {
        for date in [NumericDate::MIN, NumericDate::MAX] {
            assert_eq!(NumericDate::from(SystemTime::from(date)), date);
        }
    }
}
