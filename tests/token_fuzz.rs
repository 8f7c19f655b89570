//! A million corrupted inputs for each function that reads credentials: none panics, and none is accepted
//! that should not be.
//!
//! The inputs are the same in each run. `AUTH_FUZZ_SEED` (a number) chooses others, and `AUTH_FUZZ_INPUTS`
//! how many each test reads; a failure is shown with its seed.
#![expect(clippy::unwrap_used, reason = "what fails here is the test")]

use std::{
    env,
    fmt::Debug,
    panic::{self, AssertUnwindSafe},
};

use auth_runtime::{
    security::{ApiKeyLocation, basic_credentials, bearer_token},
    token::{Key, KeySet, ManualClock, NumericDate, SessionId, Tokens},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderValue, Request, header::AUTHORIZATION};
use serde_json::Value;
use sha2::Sha256;

const SECRET: &[u8] = b"cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w";
const HEADER: &str = r#"{"alg":"HS256","typ":"session+jwt"}"#;
const NOW: i64 = 1_750_000_000;
const INPUTS: u64 = 1_000_000;

/// The pieces that mutations consist of, besides random bytes and pieces of the input itself.
const PIECES: [&str; 28] = [
    "",
    " ",
    ".",
    "..",
    "=",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\",
    "\\u0000",
    "\0",
    "é",
    "Bearer ",
    "Basic ",
    "null",
    "true",
    "-1",
    "1e999",
    "9223372036854775808",
    "\"exp\":1,",
    "\"app\":{},",
    "\"crit\":[\"exp\"],",
    "eyJhbGciOiJub25lIn0.",
    "%00",
];

/// `SplitMix64`: small, and good enough to choose mutations.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number less than `bound`, or 0.
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % bound.max(1)
    }

    fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[0]
    }
}

/// Corrupts `input` in one to four places.
fn mutate(input: &[u8], random: &mut Random) -> Vec<u8> {
    let mut mutated = input.to_vec();
    for _ in 0..=random.below(4) {
        mutate_once(&mut mutated, random);
    }
    mutated
}

fn mutate_once(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let end = (at + random.below(16)).min(bytes.len());
    match random.below(8) {
        0 => drop(bytes.drain(at..end)),
        1 => bytes.extend_from_within(at..),
        2 => bytes.truncate(at),
        3 => bytes.insert(at, random.byte()),
        4 => drop(bytes.splice(at..end, PIECES[random.below(PIECES.len())].bytes())),
        5 => bytes.rotate_left(at),
        6 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        _ if at < bytes.len() => bytes[at] = random.byte(),
        _ => bytes.extend(std::iter::repeat_n(random.byte(), random.below(5_000))),
    }
}

/// Calls `check` with corrupted forms of the `seeds`.
fn fuzz(seeds: &[&[u8]], mut check: impl FnMut(&[u8]) -> Result<(), String>) {
    let number = |name, default| env::var(name).map_or(default, |text| text.parse().unwrap());
    let seed = number("AUTH_FUZZ_SEED", 1);
    for input in 0..number("AUTH_FUZZ_INPUTS", INPUTS) {
        let mut random = Random(seed ^ (input << 20));
        let mutated = mutate(seeds[random.below(seeds.len())], &mut random);
        let judged = panic::catch_unwind(AssertUnwindSafe(|| check(&mutated)));
        let failure = judged.unwrap_or_else(|_| Err("panicked".to_owned())).err();
        let shown = String::from_utf8_lossy(&mutated);
        assert_eq!(failure, None, "input {input} of seed {seed}: {shown:?}");
    }
}

fn require(holds: bool, otherwise: impl Debug) -> Result<(), String> {
    if holds {
        Ok(())
    } else {
        Err(format!("{otherwise:?}"))
    }
}

fn key() -> Key {
    Key::hs256(SECRET).unwrap()
}

fn tokens() -> Tokens {
    let old = Key::hs256("mB4vXzQ8rT1yLpC6sWdN0kHfJ3gU7aEo")
        .unwrap()
        .with_id("old")
        .unwrap();
    Tokens::builder(KeySet::new([key(), old]).unwrap())
        .issuer("issuer")
        .audience("audience")
        .clock(ManualClock::at(NumericDate::from_secs(NOW).unwrap()))
        .build()
        .unwrap()
}

fn issue() -> String {
    tokens()
        .issue("ann", SessionId::from_bytes([7; 16]))
        .unwrap()
        .into_string()
}

fn payload_of(token: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD
        .decode(token.split('.').nth(1).unwrap())
        .unwrap()
}

fn sign(payload: &[u8]) -> String {
    let message = [HEADER.as_bytes(), payload]
        .map(|part| URL_SAFE_NO_PAD.encode(part))
        .join(".");
    let keyed = Hmac::<Sha256>::new_from_slice(SECRET)
        .unwrap()
        .chain_update(&message);
    format!(
        "{message}.{}",
        URL_SAFE_NO_PAD.encode(keyed.finalize().into_bytes())
    )
}

#[test]
fn no_spoiled_token_is_accepted() {
    let tokens = tokens();
    let token = issue();
    fuzz(&[token.as_bytes()], |input| {
        let Ok(text) = std::str::from_utf8(input) else {
            return Ok(());
        };
        require(
            tokens.verify(text).is_ok() == (text == token),
            "judged wrongly",
        )
    });
}

/// Signed by us, so that the claims are read: only valid ones are accepted.
#[test]
fn no_spoiled_claims_are_accepted() {
    let tokens = tokens();
    let payload = payload_of(&issue());
    fuzz(&[&payload], |input| {
        let Ok(session) = tokens.verify(&sign(input)) else {
            return Ok(());
        };
        let claims: Value = serde_json::from_slice(input).map_err(|error| error.to_string())?;
        let date = |name: &str| claims[name].as_i64().unwrap_or(-1);
        require(
            claims["iss"] == "issuer" && claims["aud"] == "audience",
            "for another",
        )?;
        require(claims["sub"] == session.subject(), "another subject")?;
        require(claims["sid"] == session.id().to_string(), "another session")?;
        require(
            claims["jti"] == session.token_id().to_string(),
            "another token",
        )?;
        require(
            date("exp") > NOW && date("exp") <= date("auth_time") + 12 * 3600,
            "expired",
        )?;
        require(
            0 <= date("auth_time") && date("auth_time") <= date("iat"),
            "out of order",
        )?;
        require(date("iat") <= NOW && date("nbf") <= NOW, "from the future")?;
        require(tokens.slide(&session).is_ok(), "accepted but not slid")
    });
}

#[test]
fn no_spoiled_header_yields_more_than_it_has() {
    let token = issue();
    let seeds = [
        format!("Bearer {token}"),
        "bearer  a.b.c~+/==".to_owned(),
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==".to_owned(),
        "key=rPGL6d3cqGmhw4zMcvYf2w; other=%41".to_owned(),
    ];
    let seeds: Vec<&[u8]> = seeds.iter().map(String::as_bytes).collect();
    let query = ApiKeyLocation::Query("key".into());
    let cookie = ApiKeyLocation::Cookie("key".into());
    fuzz(&seeds, |input| {
        let Ok(value) = HeaderValue::from_bytes(input) else {
            return Ok(());
        };
        let headers = HeaderMap::from_iter([(AUTHORIZATION, value.clone())]);
        if let Ok(token) = bearer_token(&headers) {
            let scheme = input[..6].eq_ignore_ascii_case(b"bearer") && input[6] == b' ';
            require(
                scheme && input.ends_with(token.as_bytes()),
                "not in the header",
            )?;
            require(
                token.bytes().all(|byte| byte.is_ascii_graphic()),
                "odd characters",
            )?;
            require(input.len() <= 4_096, "too long")?;
        }
        if let Ok(credentials) = basic_credentials(&headers) {
            require(input[..5].eq_ignore_ascii_case(b"basic"), "another scheme")?;
            require(!credentials.user().contains(':'), "a colon in the name")?;
        }
        let uri = format!("/?{}", String::from_utf8_lossy(input));
        let Ok(request) = Request::get(uri).header("cookie", value).body(()) else {
            return Ok(());
        };
        let (parts, ()) = request.into_parts();
        for location in [&query, &cookie] {
            if let Ok(key) = location.read(&parts) {
                require(
                    key.bytes().all(|byte| byte.is_ascii_graphic()),
                    "odd characters",
                )?;
            }
        }
        Ok(())
    });
}

#[test]
fn no_spoiled_key_is_loaded_as_another() {
    let jwk = r#"{"kty":"oct","alg":"HS256","kid":"a","use":"sig","key_ops":["sign","verify"],
        "k":"GawgguFyGrWKav7AX4VKUg8IHYbAqKSsaWqYqkmVvpE"}"#;
    fuzz(&[jwk.as_bytes()], |input| {
        let Ok(text) = std::str::from_utf8(input) else {
            return Ok(());
        };
        let Ok(key) = Key::from_jwk(text) else {
            return Ok(());
        };
        let jwk: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        require(jwk["kty"] == "oct" && jwk["alg"] == "HS256", "another key")?;
        require(
            jwk["k"].as_str().is_some_and(|k| k.len() >= 43),
            "a short secret",
        )?;
        require(
            jwk.get("kid").and_then(Value::as_str) == key.id(),
            "another name",
        )
    });
}
