//! The inputs of the properties: claims, headers, and changes to a token's text.

use std::time::SystemTime;

use auth_runtime::token::{Algorithm, NumericDate};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Signing with RSA takes a hundred times as long as with HMAC.
pub(crate) fn algorithm() -> impl Strategy<Value = Algorithm> {
    prop_oneof![
        4 => Just(Algorithm::Hs256),
        2 => Just(Algorithm::EdDsa),
        2 => Just(Algorithm::Es256),
        1 => Just(Algorithm::Rs256),
    ]
}

/// Mostly `likely` times ten thousand seconds from now; never so near to now that the seconds that the test
/// takes make a difference.
fn date(likely: i64) -> impl Strategy<Value = Value> {
    let offset = prop_oneof![6 => Just(likely), 4 => -5..=5_i64, 1 => -60..=60_i64];
    let date = offset.prop_map(|offset| {
        let now = NumericDate::from(SystemTime::now()).as_secs();
        json!(now + offset * 10_000 - if offset > 0 { 0 } else { 100 })
    });
    prop_oneof![30 => date, 1 => odd()]
}

/// A claim of a type other than ours.
fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        Just(json!(-1)),
        Just(json!(1.5)),
        Just(json!(1e300)),
        Just(json!("1750000000")),
        Just(json!(["issuer"])),
        Just(json!(["audience"])),
        Just(json!({ "a": 1 })),
    ]
}

fn text(right: &'static str) -> impl Strategy<Value = Value> {
    prop_oneof![30 => Just(json!(right)), 1 => "[a-z]{0,8}".prop_map(Value::from), 1 => odd()]
}

fn id() -> impl Strategy<Value = Value> {
    prop_oneof![
        20 => any::<[u8; 16]>().prop_map(|bytes| json!(URL_SAFE_NO_PAD.encode(bytes))),
        1 => "[A-Za-z0-9_-]{21,23}".prop_map(Value::from),
        1 => odd(),
    ]
}

/// The claims; each member may be odd or missing, and others may be added.
pub(crate) fn claims() -> impl Strategy<Value = Value> {
    let members = (
        text("issuer"),
        text("audience"),
        text("ann"),
        id(),
        id(),
        date(-1),
        date(0),
        date(1),
    );
    let missing = prop::option::weighted(0.05, 0..8_usize);
    let more = prop::option::weighted(
        0.2,
        (
            prop_oneof![3 => Just("nbf"), 1 => Just("app"), 1 => Just("admin")],
            date(0),
        ),
    );
    (members, missing, more).prop_map(|(members, missing, more)| {
        let (iss, aud, sub, sid, jti, auth_time, iat, exp) = members;
        let mut claims = json!({
            "iss": iss, "aud": aud, "sub": sub, "sid": sid, "jti": jti,
            "auth_time": auth_time, "iat": iat, "exp": exp,
        });
        let object = claims.as_object_mut().unwrap();
        if let Some(name) = missing.and_then(|index| object.keys().nth(index).cloned()) {
            object.remove(&name);
        }
        if let Some((name, value)) = more {
            object.insert(name.to_owned(), value);
        }
        claims
    })
}

/// A header: mostly the one that a key for `algorithm` writes.
pub(crate) fn header(algorithm: Algorithm) -> impl Strategy<Value = String> {
    let with_name = |odd: &str, name: &str| odd.replace("NAME", name);
    prop_oneof![
        20 => Just(with_name(HEADERS[0], algorithm.name())),
        3 => prop::sample::select(&HEADERS[1..]).prop_map(move |odd| with_name(odd, algorithm.name())),
        3 => prop::sample::select(NAMES).prop_map(move |name| with_name(HEADERS[0], name)),
    ]
}

const HEADERS: &[&str] = &[
    r#"{"alg":"NAME","typ":"session+jwt"}"#,
    r#"{"typ":"session+jwt","alg":"NAME"}"#,
    r#"{"alg":"NAME","typ":"JWT"}"#,
    r#"{"alg":"NAME"}"#,
    r#"{"alg":"NAME","typ":"session+jwt","crit":["exp"]}"#,
    r#"{"alg":"NAME","typ":"session+jwt","kid":"another"}"#,
];

const NAMES: &[&str] = &["none", "HS256", "HS512", "EdDSA", "ES256", "RS256", "PS256"];

/// A change to the text of a token.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Replace(usize, char),
    Insert(usize, char),
    Remove(usize),
    Truncate(usize),
    Repeat(usize),
}

pub(crate) fn change() -> impl Strategy<Value = Change> {
    let character = prop::char::range('\0', '\u{ff}');
    let symbol = prop::sample::select("ABab01-_.=+/ ".chars().collect::<Vec<_>>());
    let any_character = prop_oneof![4 => symbol, 1 => character];
    let at = 0..600_usize;
    prop_oneof![
        (at.clone(), any_character.clone()).prop_map(|(at, c)| Change::Replace(at, c)),
        (at.clone(), any_character).prop_map(|(at, c)| Change::Insert(at, c)),
        at.clone().prop_map(Change::Remove),
        at.clone().prop_map(Change::Truncate),
        at.prop_map(Change::Repeat),
    ]
}

pub(crate) fn apply(change: &Change, token: &str) -> String {
    let mut characters: Vec<char> = token.chars().collect();
    let length = characters.len();
    match *change {
        Change::Replace(at, character) => characters[at % length] = character,
        Change::Insert(at, character) => characters.insert(at % (length + 1), character),
        Change::Remove(at) => drop(characters.remove(at % length)),
        Change::Truncate(at) => characters.truncate(at % length),
        Change::Repeat(at) => characters.extend_from_within(at % length..),
    }
    characters.into_iter().collect()
}
