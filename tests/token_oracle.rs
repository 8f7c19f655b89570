//! `Tokens` against `jsonwebtoken`: both must judge every token alike, up to the rules that only we
//! have, which are written out here a second time.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what fails here is the test"
)]

use std::{
    sync::Once,
    time::{Duration, SystemTime},
};

use auth_runtime::token::{Key, ManualClock, NumericDate, SessionId, Tokens};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{DecodingKey, EncodingKey, Validation, crypto};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

const SECRET: &[u8] = b"cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w";
const HEADER: &str = r#"{"alg":"HS256","typ":"session+jwt"}"#;
const WINDOW: i64 = 20_000;
const MAXIMUM: i64 = 50_000;

/// HS256 for `jsonwebtoken` from `hmac` and `sha2`: its own features bring `rsa` or a C compiler.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signatures are jsonwebtoken's"
)]
mod provider {
    use hmac::{Hmac, KeyInit, Mac};
    use jsonwebtoken::{
        Algorithm, DecodingKey, EncodingKey,
        crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
        errors::{ErrorKind, Result, new_error},
        signature::{Error, Signer, Verifier},
    };
    use sha2::Sha256;

    pub(super) static HS256: CryptoProvider = CryptoProvider {
        signer_factory: signer,
        verifier_factory: verifier,
        key_utils: KeyUtils::new_unimplemented(),
    };

    struct Hs256(Hmac<Sha256>);

    fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
        Ok(Box::new(hs256(*algorithm, key.as_bytes())?))
    }

    fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
        Ok(Box::new(hs256(*algorithm, key.try_get_as_bytes()?)?))
    }

    fn hs256(algorithm: Algorithm, secret: &[u8]) -> Result<Hs256> {
        if algorithm != Algorithm::HS256 {
            return Err(new_error(ErrorKind::UnsupportedAlgorithm));
        }
        let keyed = Hmac::new_from_slice(secret);
        keyed
            .map(Hs256)
            .map_err(|_| new_error(ErrorKind::InvalidKeyFormat))
    }

    impl Signer<Vec<u8>> for Hs256 {
        fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
            Ok(self
                .0
                .clone()
                .chain_update(message)
                .finalize()
                .into_bytes()
                .to_vec())
        }
    }

    impl Verifier<Vec<u8>> for Hs256 {
        fn verify(&self, message: &[u8], tag: &Vec<u8>) -> std::result::Result<(), Error> {
            self.0
                .clone()
                .chain_update(message)
                .verify_slice(tag)
                .map_err(Error::from_source)
        }
    }

    impl JwtSigner for Hs256 {
        fn algorithm(&self) -> Algorithm {
            Algorithm::HS256
        }
    }

    impl JwtVerifier for Hs256 {
        fn algorithm(&self) -> Algorithm {
            Algorithm::HS256
        }
    }
}

/// The claims as one would write them for `jsonwebtoken`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    jti: String,
    auth_time: i64,
    iat: i64,
    exp: i64,
    nbf: Option<i64>,
    app: Option<()>,
}

/// The same application twice, at the same time of day: `jsonwebtoken` knows only the system's.
struct Judges {
    ours: Tokens,
    theirs: Validation,
    now: i64,
}

impl Judges {
    fn new() -> Self {
        static INSTALLED: Once = Once::new();
        INSTALLED.call_once(|| {
            provider::HS256
                .install_default()
                .expect("no other provider is installed");
        });
        let now = NumericDate::from(SystemTime::now());
        let ours = Tokens::builder(Key::hs256(SECRET).unwrap())
            .issuer("issuer")
            .audience("audience")
            .window(seconds(WINDOW))
            .session_maximum(seconds(MAXIMUM))
            .clock(ManualClock::at(now))
            .build()
            .unwrap();
        let mut theirs = Validation::new(jsonwebtoken::Algorithm::HS256);
        theirs.leeway = 0;
        theirs.validate_nbf = true;
        theirs.set_issuer(&["issuer"]);
        theirs.set_audience(&["audience"]);
        theirs.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        Self {
            ours,
            theirs,
            now: now.as_secs(),
        }
    }

    fn ours_accept(&self, token: &str) -> bool {
        self.ours.verify(token).is_ok()
    }

    fn theirs_accept(&self, token: &str) -> bool {
        let key = DecodingKey::from_secret(SECRET);
        jsonwebtoken::decode::<Claims>(token, &key, &self.theirs)
            .is_ok_and(|decoded| self.is_session(token, &decoded.claims))
    }

    /// What `jsonwebtoken` does not check.
    fn is_session(&self, token: &str, claims: &Claims) -> bool {
        let header = format!("{}.", URL_SAFE_NO_PAD.encode(HEADER));
        let payload = token.split('.').nth(1).unwrap();
        let is_date = |date: i64| (0..=253_402_300_799).contains(&date);
        let is_id = |text: &str| text.len() == 22 && URL_SAFE_NO_PAD.decode(text).is_ok();
        token.starts_with(&header)
            && token.len() <= 4_000
            && URL_SAFE_NO_PAD.decode(payload).unwrap().starts_with(b"{")
            && claims.iss == "issuer"
            && claims.aud == "audience"
            && !claims.sub.is_empty()
            && is_id(&claims.sid)
            && is_id(&claims.jti)
            && [claims.auth_time, claims.iat, claims.exp]
                .into_iter()
                .all(is_date)
            && claims.nbf.is_none_or(|nbf| is_date(nbf) && nbf <= self.now)
            && claims.app.is_none()
            && claims.auth_time <= claims.iat
            && claims.iat <= self.now
            && claims.exp > self.now
            && claims.exp <= claims.auth_time + MAXIMUM
    }
}

fn seconds(seconds: i64) -> Duration {
    Duration::from_secs(seconds.unsigned_abs())
}

fn sign(header: &str, payload: &[u8]) -> String {
    let message = [header.as_bytes(), payload]
        .map(|part| URL_SAFE_NO_PAD.encode(part))
        .join(".");
    let key = EncodingKey::from_secret(SECRET);
    let algorithm = jsonwebtoken::Algorithm::HS256;
    let signature = crypto::sign(message.as_bytes(), &key, algorithm).unwrap();
    format!("{message}.{signature}")
}

/// Mostly the `likely` number of ten thousands of seconds from now; never so near to now that the
/// seconds which the test takes make a difference.
fn date(likely: i64) -> impl Strategy<Value = Value> {
    let offset = prop_oneof![6 => Just(likely), 4 => -5..=5_i64, 1 => -60..=60_i64];
    let date = offset.prop_map(|offset| {
        let now = NumericDate::from(SystemTime::now()).as_secs();
        json!(now + offset * 10_000 - if offset > 0 { 0 } else { 100 })
    });
    prop_oneof![30 => date, 1 => odd()]
}

/// A claim of another type than ours.
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

/// The members of the claims; each may be odd, missing, or joined by others.
fn claims() -> impl Strategy<Value = Value> {
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

fn header() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        20 => Just(HEADER),
        1 => Just(r#"{"typ":"session+jwt","alg":"HS256"}"#),
        1 => Just(r#"{"alg":"HS256","typ":"JWT"}"#),
        1 => Just(r#"{"alg":"HS256"}"#),
        1 => Just(r#"{"alg":"none","typ":"session+jwt"}"#),
        1 => Just(r#"{"alg":"HS512","typ":"session+jwt"}"#),
        1 => Just(r#"{"alg":"HS256","typ":"session+jwt","crit":["exp"]}"#),
    ]
}

/// A change of the text of a token.
#[derive(Clone, Debug)]
enum Change {
    Replace(usize, char),
    Insert(usize, char),
    Remove(usize),
    Truncate(usize),
    Repeat(usize),
}

fn change() -> impl Strategy<Value = Change> {
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

fn apply(change: &Change, token: &str) -> String {
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn both_judge_any_claims_alike(header in header(), claims in claims()) {
        let judges = Judges::new();
        let token = sign(header, claims.to_string().as_bytes());
        prop_assert_eq!(judges.ours_accept(&token), judges.theirs_accept(&token));
    }

    #[test]
    fn both_judge_any_changed_text_alike(change in change()) {
        let judges = Judges::new();
        let token = judges.ours.issue("ann", SessionId::random().unwrap()).unwrap();
        let changed = apply(&change, token.as_str());
        prop_assert_eq!(judges.ours_accept(&changed), judges.theirs_accept(&changed));
        prop_assert_eq!(judges.ours_accept(&changed), changed == token.as_str());
    }

    #[test]
    fn both_judge_any_changed_payload_alike(change in change(), claims in claims()) {
        let judges = Judges::new();
        let payload = apply(&change, &claims.to_string());
        let token = sign(HEADER, payload.as_bytes());
        prop_assert_eq!(judges.ours_accept(&token), judges.theirs_accept(&token));
    }

    #[test]
    fn what_we_issue_and_slide_is_accepted_by_both(subject in ".{1,40}") {
        let judges = Judges::new();
        let token = judges.ours.issue(&subject, SessionId::random().unwrap()).unwrap();
        prop_assert!(judges.theirs_accept(token.as_str()));
        let session = judges.ours.verify(token.as_str()).unwrap();
        let fresh = judges.ours.slide(&session).unwrap();
        prop_assert!(judges.theirs_accept(fresh.as_str()));
        prop_assert_eq!(session.subject(), subject);
    }
}

/// The generators would prove little if nearly everything were refused.
#[test]
fn a_fair_part_of_the_generated_claims_is_accepted() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let judges = Judges::new();
    let accepted = (0..2_000).filter(|_| {
        let claims = claims().new_tree(&mut runner).unwrap().current();
        judges.ours_accept(&sign(HEADER, claims.to_string().as_bytes()))
    });
    let accepted = accepted.count();
    assert!((200..1_800).contains(&accepted), "{accepted} of 2000");
}
