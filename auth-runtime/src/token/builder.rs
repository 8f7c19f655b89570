//! The configuration of an application's tokens, and the refusal of invalid ones.

use std::{fmt, marker::PhantomData, time::Duration};

use super::{Clock, KeySet, NoClaims, Sliding, SystemClock, Tokens, rules::Rules, window::Window};

const MAX_LEEWAY: Duration = Duration::from_mins(1);

/// Configures [`Tokens`]: [`Tokens::builder`] creates it, and [`build`](Self::build) finishes it.
pub struct TokensBuilder<C = NoClaims> {
    keys: KeySet,
    clock: Box<dyn Clock>,
    rules: Rules,
    claims: PhantomData<fn() -> C>,
}

impl TokensBuilder {
    pub(super) fn new(keys: KeySet) -> Self {
        let window = Window {
            length: Duration::from_mins(30),
            maximum: Duration::from_hours(12),
            sliding: Sliding::EachRequest,
        };
        Self {
            keys,
            clock: Box::new(SystemClock),
            rules: Rules {
                issuer: Box::default(),
                audience: Box::default(),
                window,
                leeway: Duration::ZERO,
            },
            claims: PhantomData,
        }
    }
}

impl<C> TokensBuilder<C> {
    /// The issuer of the tokens (`iss`, RFC 7519 §4.1.1). Required.
    #[must_use]
    pub fn issuer(mut self, issuer: &str) -> Self {
        self.rules.issuer = issuer.into();
        self
    }

    /// The audience of the tokens (`aud`, RFC 7519 §4.1.3). Required. Tokens for different purposes
    /// under one key need different audiences.
    #[must_use]
    pub fn audience(mut self, audience: &str) -> Self {
        self.rules.audience = audience.into();
        self
    }

    /// How long a token lives, in whole seconds; half an hour by default.
    #[must_use]
    pub fn window(mut self, length: Duration) -> Self {
        self.rules.window.length = length;
        self
    }

    /// How long a session lives however much it is used, in whole seconds; twelve hours by default.
    /// Tokens that outlive it are refused, even those issued before it was shortened.
    #[must_use]
    pub fn session_maximum(mut self, maximum: Duration) -> Self {
        self.rules.window.maximum = maximum;
        self
    }

    /// When [`slide_if_due`](Tokens::slide_if_due) issues a new token; at each request by default.
    #[must_use]
    pub fn sliding(mut self, sliding: Sliding) -> Self {
        self.rules.window.sliding = sliding;
        self
    }

    /// How far the clocks of several nodes may differ, in whole seconds, at most a minute; zero by
    /// default. A token lives longer by this much, and is accepted earlier by this much.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.rules.leeway = leeway;
        self
    }

    /// The clock to use; the system's by default.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Lets the tokens carry the application's own claims.
    ///
    /// They are read in the same strict pass as the other claims. Put `#[serde(deny_unknown_fields)]` on
    /// the type, so that unknown members are refused.
    ///
    /// ```
    /// use serde::{Deserialize, Serialize};
    /// use auth_runtime::token::{Key, SessionId, Tokens};
    ///
    /// #[derive(Serialize, Deserialize)]
    /// #[serde(deny_unknown_fields)]
    /// struct Tenant { tenant: u32 }
    ///
    /// let key = Key::hs256("cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w")?;
    /// let tokens = Tokens::builder(key).claims::<Tenant>().issuer("a").audience("a").build()?;
    /// let token = tokens.issue_with_claims("ann", SessionId::random()?, &Tenant { tenant: 7 })?;
    /// assert_eq!(tokens.verify(token.as_str())?.claims().tenant, 7);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn claims<D>(self) -> TokensBuilder<D> {
        let Self {
            keys,
            clock,
            rules,
            claims: _,
        } = self;
        TokensBuilder {
            keys,
            clock,
            rules,
            claims: PhantomData,
        }
    }

    #[cfg(test)]
    pub(super) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Builds the [`Tokens`].
    ///
    /// # Errors
    /// A [`BuildError`] for the first invalid setting.
    pub fn build(self) -> Result<Tokens<C>, BuildError> {
        check(&self.rules)?;
        Ok(Tokens::new(self.rules, self.keys, self.clock))
    }
}

fn check(rules: &Rules) -> Result<(), BuildError> {
    let Window {
        length,
        maximum,
        sliding,
    } = rules.window;
    require(!rules.issuer.is_empty(), BuildError::Issuer)?;
    require(!rules.audience.is_empty(), BuildError::Audience)?;
    require(!length.is_zero(), BuildError::Window)?;
    require(maximum >= length, BuildError::SessionMaximum)?;
    require(rules.leeway <= MAX_LEEWAY, BuildError::Leeway)?;
    require(
        [length, maximum, rules.leeway].iter().all(is_whole),
        BuildError::Fraction,
    )?;
    require(is_part(sliding), BuildError::Sliding)
}

fn require(holds: bool, otherwise: BuildError) -> Result<(), BuildError> {
    if holds { Ok(()) } else { Err(otherwise) }
}

fn is_whole(duration: &Duration) -> bool {
    duration.subsec_nanos() == 0
}

fn is_part(sliding: Sliding) -> bool {
    match sliding {
        Sliding::EachRequest => true,
        Sliding::AfterPart { percent } => (1..=99).contains(&percent),
    }
}

impl<C> fmt::Debug for TokensBuilder<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokensBuilder")
            .field("rules", &self.rules)
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}

/// Why [`TokensBuilder::build`] refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildError {
    /// There is no issuer.
    Issuer,
    /// There is no audience.
    Audience,
    /// The window is zero.
    Window,
    /// The session's maximum is shorter than the window.
    SessionMaximum,
    /// The leeway is more than a minute.
    Leeway,
    /// A duration has a fraction of a second, which tokens cannot express.
    Fraction,
    /// The part after which to slide is not 1 to 99 per cent.
    Sliding,
}

impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Issuer => "tokens need an issuer",
            Self::Audience => "tokens need an audience",
            Self::Window => "a token must be valid for at least one second",
            Self::SessionMaximum => "a session cannot end before its first token does",
            Self::Leeway => "the leeway cannot be more than one minute",
            Self::Fraction => "durations must be whole seconds, because tokens count in seconds",
            Self::Sliding => "the part of the window must be from 1 to 99 percent",
        })
    }
}

impl std::error::Error for BuildError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::Key;

    fn builder() -> TokensBuilder {
        let key = Key::hs256("cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w").unwrap();
        Tokens::builder(key).issuer("a").audience("b")
    }

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_defaults_are_half_an_hour_and_half_a_day() {
        let tokens = builder().build().unwrap();
        assert_eq!(tokens.window(), secs(30 * 60));
        assert_eq!(tokens.session_maximum(), secs(12 * 3600));
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_reason() {
        let millis = Duration::from_millis;
        for (builder, reason) in [
            (builder().issuer(""), BuildError::Issuer),
            (builder().audience(""), BuildError::Audience),
            (builder().window(Duration::ZERO), BuildError::Window),
            (
                builder().session_maximum(secs(30 * 60 - 1)),
                BuildError::SessionMaximum,
            ),
            (
                builder().window(secs(12 * 3600 + 1)),
                BuildError::SessionMaximum,
            ),
            (builder().leeway(secs(61)), BuildError::Leeway),
            (builder().leeway(millis(1)), BuildError::Fraction),
            (builder().window(millis(1_500)), BuildError::Fraction),
            (
                builder().sliding(Sliding::AfterPart { percent: 0 }),
                BuildError::Sliding,
            ),
            (
                builder().sliding(Sliding::AfterPart { percent: 100 }),
                BuildError::Sliding,
            ),
        ] {
            assert_eq!(builder.build().unwrap_err(), reason);
        }
    }

    #[test]
    fn the_extremes_are_accepted() {
        let longest = Duration::from_secs(u64::MAX);
        let built = builder()
            .window(longest)
            .session_maximum(longest)
            .leeway(secs(60))
            .build();
        let tokens = built.unwrap();
        let token = tokens
            .issue("ann", crate::token::SessionId::random().unwrap())
            .unwrap();
        assert!(tokens.verify(token.as_str()).is_ok());
    }
}
