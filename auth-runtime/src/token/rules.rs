//! What the claims of a token must say for the token to be accepted.

use std::time::Duration;

use super::{NumericDate, TokenError, claims::Claims, window::Window};

/// What an application expects of its tokens.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) issuer: Box<str>,
    pub(super) audience: Box<str>,
    pub(super) window: Window,
    /// The tolerated difference between clocks.
    pub(super) leeway: Duration,
}

impl Rules {
    /// Decides on the claims of a token whose signature has been verified.
    pub(super) fn check<A>(
        &self,
        claims: &Claims<'_, A>,
        now: NumericDate,
    ) -> Result<(), TokenError> {
        require(claims.iss == *self.issuer, TokenError::Issuer)?;
        require(claims.aud == *self.audience, TokenError::Audience)?;
        require(!claims.sub.is_empty(), TokenError::Claims)?;
        require(claims.auth_time <= claims.iat, TokenError::Claims)?;
        require(self.has_come(claims.iat, now), TokenError::IssuedInFuture)?;
        let is_valid = claims.nbf.is_none_or(|nbf| self.has_come(nbf, now));
        require(is_valid, TokenError::NotYetValid)?;
        let session_end = self.window.end(claims.auth_time);
        require(claims.exp <= session_end, TokenError::PastSessionMaximum)?;
        require(self.is_ahead(claims.exp, now), TokenError::Expired)
    }

    /// Whether `date`, at which something starts (`iat`, `nbf`), has come.
    fn has_come(&self, date: NumericDate, now: NumericDate) -> bool {
        date <= now.saturating_add(self.leeway)
    }

    /// Whether something that ends at `date` still lasts. At `date` itself it no longer does (RFC 7519
    /// §4.1.4: "on or after").
    pub(super) fn is_ahead(&self, date: NumericDate, now: NumericDate) -> bool {
        date.saturating_add(self.leeway) > now
    }
}

fn require(holds: bool, otherwise: TokenError) -> Result<(), TokenError> {
    if holds { Ok(()) } else { Err(otherwise) }
}
