//! Tests of the whole module; tests of a single file are in that file.

mod accepted_elsewhere;
#[cfg(any(feature = "eddsa", feature = "es256", feature = "rs256"))]
mod asymmetric;
mod built_in;
mod mutation;
mod roundtrip;
mod sliding;
mod store;
mod wycheproof;

use std::time::{Duration, UNIX_EPOCH};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{Key, ManualClock, NumericDate, SessionId, TokenError, Tokens, TokensBuilder};

const SECRET: &str = "cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w";

/// The clock's time at the start of each test.
const NOW: i64 = 1_750_000_000;
const WINDOW: i64 = 30 * 60;
const MAXIMUM: i64 = 12 * 3600;

fn key() -> Key {
    Key::hs256(SECRET).unwrap()
}

fn date(seconds: i64) -> NumericDate {
    NumericDate::from_secs(seconds).unwrap()
}

fn clock() -> ManualClock {
    ManualClock::at(date(NOW))
}

fn builder(clock: &ManualClock) -> TokensBuilder {
    Tokens::builder(key())
        .issuer("issuer")
        .audience("audience")
        .clock(clock.clone())
}

fn tokens() -> Tokens {
    builder(&clock()).build().unwrap()
}

fn session_id() -> SessionId {
    SessionId::from_bytes(*b"session-session-")
}

/// The claims of a valid token, for tests to break.
fn claims() -> Value {
    json!({
        "iss": "issuer",
        "aud": "audience",
        "sub": "ann",
        "sid": session_id().to_string(),
        "jti": "AAAAAAAAAAAAAAAAAAAAAA",
        "auth_time": NOW,
        "iat": NOW,
        "exp": NOW + WINDOW,
    })
}

/// A token with our signature over any header and any payload.
fn signed(header: &str, payload: impl AsRef<[u8]>) -> String {
    let header = URL_SAFE_NO_PAD.encode(header);
    let message = format!("{header}.{}", URL_SAFE_NO_PAD.encode(payload));
    format!("{message}.{}", signature(&message))
}

fn signature(message: &str) -> String {
    URL_SAFE_NO_PAD.encode(key().sign(message.as_bytes()).unwrap())
}

const HEADER: &str = r#"{"alg":"HS256","typ":"session+jwt"}"#;

/// Why our tokens refuse a payload that we signed, or `None` if they accept it.
fn refusal(payload: impl AsRef<[u8]>) -> Option<TokenError> {
    tokens().verify(&signed(HEADER, payload)).err()
}

fn seconds(seconds: i64) -> Duration {
    Duration::from_secs(u64::try_from(seconds).unwrap())
}

#[test]
fn the_claims_to_spoil_are_valid() {
    assert_eq!(refusal(claims().to_string()), None);
}

#[test]
fn a_clock_before_1970_refuses_and_does_not_panic() {
    let clock = clock();
    let tokens = builder(&clock).build().unwrap();
    let token = tokens.issue("ann", session_id()).unwrap();
    clock.set(UNIX_EPOCH - Duration::from_secs(1));
    assert_eq!(
        tokens.verify(token.as_str()).unwrap_err(),
        TokenError::IssuedInFuture
    );
    let early = tokens.issue("ann", session_id()).unwrap();
    assert_eq!(early.expires_at().as_secs(), WINDOW);
}
