//! Signed session tokens: issued at login, verified and slid forward on each request.
//!
//! A token is a JSON Web Token (RFC 7519) in the compact serialization of RFC 7515, written and read by this
//! application alone. So it can be strict: one algorithm per key, chosen by the key; one spelling of the
//! header; one typed pass over the claims; and no leeway unless configured.
//!
//! ```text
//! Tokens ── what an application holds: issue, verify, slide        (tokens, builder)
//!   │   decides by issuer, audience, window, session maximum       (rules, window)
//!   ├─ Key, KeySet ── what signs and verifies                      (key, weak, key_set)
//!   │   and where they come from                                  (asymmetric, pem, jwk, …)
//!   ├─ text ⇄ verified payload: header, base64url, signature       (jws, header, base64url)
//!   ├─ payload ⇄ typed claims                (claims, canonical, identifier, random, numeric_date)
//!   └─ Clock ── what time it is                                    (clock)
//! Session, SignedToken ── what comes out                           (session)
//! SessionStore ── which sessions are alive                         (store, memory_store, reuse)
//! TokenError, IssueError ── why not                                (error)
//! ```
//!
//! This module knows nothing about HTTP: [`security`](crate::security) handles how a token travels.

mod asymmetric;
mod base64url;
mod builder;
mod canonical;
mod claims;
mod clock;
mod error;
mod header;
mod identifier;
mod jwk;
mod jws;
mod key;
mod key_set;
mod memory_store;
mod numeric_date;
mod pem;
mod public_jwk;
mod random;
mod reuse;
mod rules;
mod session;
mod store;
mod tokens;
mod weak;
mod window;

pub use self::{
    builder::{BuildError, TokensBuilder},
    claims::NoClaims,
    clock::{Clock, ManualClock, SystemClock},
    error::{IssueError, TokenError},
    identifier::{ParseIdError, RandomError, SessionId, TokenId},
    jwk::JwkError,
    jws::MAX_TOKEN_BYTES,
    key::{Algorithm, Key, KeyError},
    key_set::{KeySet, KeySetError},
    memory_store::MemorySessionStore,
    numeric_date::NumericDate,
    reuse::{Generations, Reused, Seen},
    session::{Session, SignedToken},
    store::{SessionRecord, SessionStatus, SessionStore},
    tokens::Tokens,
    window::Sliding,
};

use key::{MAX_SIGNATURE_BYTES, Signature};

#[cfg(test)]
mod tests;
