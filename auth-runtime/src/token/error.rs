//! Why a token is refused, and why a token cannot be issued.

use std::{error::Error, fmt};

use super::RandomError;

/// Why a presented token is refused.
///
/// [`Display`](fmt::Display) is one sentence for the log; it never contains any part of the token.
/// Tell clients the same for every reason (RFC 6750 §3.1: `invalid_token`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenError {
    /// Longer than [`MAX_TOKEN_BYTES`](super::MAX_TOKEN_BYTES); nothing of it was decoded.
    TooLong,
    /// Not three segments of strict base64url (RFC 7515 §7.1).
    Malformed,
    /// The header is not exactly one that this application writes: foreign or repeated
    /// members, `crit`, an embedded key, another order.
    Header,
    /// The header names an algorithm that belongs to none of the keys, such as `none`.
    Algorithm,
    /// A token of another type (`typ`, RFC 8725 §3.11).
    Type,
    /// The header names no key of the set (`kid`): forged, or signed before the last rotations.
    UnknownKey,
    /// The signature is not that of the key.
    Signature,
    /// Signed by us, but the claims are not those that this application writes: one is missing,
    /// unknown, repeated or of another type, or the dates contradict each other.
    Claims,
    /// Issued by another application (`iss`).
    Issuer,
    /// Issued for another application (`aud`).
    Audience,
    /// `exp` has been reached (RFC 7519 §4.1.4).
    Expired,
    /// `nbf` is in the future (RFC 7519 §4.1.5).
    NotYetValid,
    /// `iat` is in the future: the clock was turned back, or the nodes' clocks differ.
    IssuedInFuture,
    /// `exp` lies past `auth_time` and the session's maximum.
    PastSessionMaximum,
    /// The session was ended, for example by a logout, or was never started.
    SessionEnded,
    /// A superseded token was presented, which ended the session: it may have been stolen.
    Reused,
}

impl fmt::Display for TokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::TooLong => "the token is longer than any that this application issues",
            Self::Malformed => "the token is not three segments of base64url",
            Self::Header => "the token's header is not one that this application writes",
            Self::Algorithm => "the token names an algorithm for which there is no key",
            Self::Type => "the token is of a different type",
            Self::UnknownKey => "the token names an unknown key",
            Self::Signature => "the token's signature does not match",
            Self::Claims => "the token's claims are not those that this application writes",
            Self::Issuer => "the token is from a different issuer",
            Self::Audience => "the token is for a different audience",
            Self::Expired => "the token has expired",
            Self::NotYetValid => "the token is not valid yet",
            Self::IssuedInFuture => "the token was issued in the future",
            Self::PastSessionMaximum => "the token outlives the maximum length of the session",
            Self::SessionEnded => "the session has ended",
            Self::Reused => "the token has been superseded; its session has been ended",
        })
    }
}

impl Error for TokenError {}

/// Why a token cannot be issued.
#[derive(Debug)]
#[non_exhaustive]
pub enum IssueError {
    /// The subject is empty.
    Subject,
    /// The application's claims could not be written as JSON.
    Claims(serde_json::Error),
    /// With these claims the token would exceed [`MAX_TOKEN_BYTES`](super::MAX_TOKEN_BYTES).
    TooLong,
    /// The operating system returned no random bytes for the token's identifier.
    Random(RandomError),
    /// The session's token has expired since it was verified: an expired token is not exchanged.
    Expired,
    /// The first key of the set is a public one, or the system has no random bytes to sign with.
    CannotSign,
}

impl fmt::Display for IssueError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Subject => "a token needs a subject",
            Self::Claims(_) => "the application's claims cannot be written as JSON",
            Self::TooLong => "the token would be too long with these claims",
            Self::Random(_) => "the token's identifier could not be generated",
            Self::Expired => "the session's token has expired since it was verified",
            Self::CannotSign => "the first key of the set cannot sign",
        })
    }
}

impl Error for IssueError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Claims(error) => Some(error),
            Self::Random(error) => Some(error),
            Self::Subject | Self::TooLong | Self::Expired | Self::CannotSign => None,
        }
    }
}

impl From<RandomError> for IssueError {
    fn from(error: RandomError) -> Self {
        Self::Random(error)
    }
}
