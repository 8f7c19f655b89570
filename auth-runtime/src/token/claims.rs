//! The payload: one JSON object, written and read in one typed pass by serde; its usual spelling is read without
//! ([`canonical`](super::canonical)).

use std::{any::TypeId, borrow::Cow};

use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{NumericDate, SessionId, TokenError, TokenId};

/// For tokens that carry no claims of the application's own; the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NoClaims;

/// The claims of a session token (RFC 7519 §4.1; `auth_time` from `OpenID` Connect Core §2, `sid`
/// from `OpenID` Connect Front-Channel Logout §3), and the application's own ones under `app`.
///
/// Missing, unknown and repeated members are refused, and so is any type other than the one declared here:
/// `aud` is a single string, dates are whole seconds.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
#[serde(deny_unknown_fields)]
pub(super) struct Claims<'a, A> {
    #[serde(borrow)]
    pub(super) iss: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) aud: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) sub: Cow<'a, str>,
    pub(super) sid: SessionId,
    pub(super) jti: TokenId,
    pub(super) auth_time: NumericDate,
    pub(super) iat: NumericDate,
    pub(super) exp: NumericDate,
    /// Never written, but respected.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) nbf: Option<NumericDate>,
    /// Absent means the same as `null`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) app: Option<A>,
}

impl<'a, A: DeserializeOwned> Claims<'a, A> {
    /// Reads the claims of a payload whose signature has been verified, in any spelling.
    pub(super) fn read(payload: &'a [u8]) -> Result<Self, TokenError> {
        let payload = str::from_utf8(payload).map_err(|_| TokenError::Claims)?;
        // serde would also accept an array of the members in their order as the object.
        if !payload.starts_with('{') {
            return Err(TokenError::Claims);
        }
        serde_json::from_str(payload).map_err(|_| TokenError::Claims)
    }
}

/// A member that may be absent but not `null`.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NumericDate>, D::Error> {
    NumericDate::deserialize(deserializer).map(Some)
}

/// The claims to write under `app`: none for [`NoClaims`].
pub(super) fn written<C: 'static>(claims: &C) -> Option<&C> {
    (TypeId::of::<C>() != TypeId::of::<NoClaims>()).then_some(claims)
}

/// The claims that were read under `app`. If there are none, `C` is deserialized from `null`, which
/// [`NoClaims`], `()` and `Option` accept, and other types refuse.
pub(super) fn or_null<C: DeserializeOwned>(app: Option<C>) -> Result<C, TokenError> {
    match app {
        Some(claims) => Ok(claims),
        None => C::deserialize(Value::Null).map_err(|_| TokenError::Claims),
    }
}
