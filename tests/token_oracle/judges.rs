//! The same application twice: on `Tokens`, and on `jsonwebtoken` plus the rules that only we have.

use std::{
    iter,
    sync::LazyLock,
    time::{Duration, SystemTime},
};

use auth_runtime::token::{Algorithm, Key, KeySet, NumericDate, Tokens};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{DecodingKey, EncodingKey, Validation, crypto};
use serde::Deserialize;

const SECRET: &[u8] = b"cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w";
const WINDOW: i64 = 20_000;
const MAXIMUM: i64 = 50_000;

pub(crate) const ALGORITHMS: [Algorithm; 4] = [
    Algorithm::Hs256,
    Algorithm::EdDsa,
    Algorithm::Es256,
    Algorithm::Rs256,
];

/// Both. The time is the system's, because `jsonwebtoken` knows no other.
pub(crate) struct Judges {
    pub(crate) ours: Tokens,
    /// The header of the tokens that they sign, in our own spelling.
    pub(crate) header: String,
    algorithm: jsonwebtoken::Algorithm,
    signs: EncodingKey,
    verifies: DecodingKey,
    rules: Validation,
}

/// Judges that have one key each, without a name.
static ALONE: LazyLock<[Judges; 4]> =
    LazyLock::new(|| ALGORITHMS.map(|algorithm| Judges::new(algorithm, key(algorithm), None)));

/// Judges that sign with one key each, and have all of them: a key's name is that of its algorithm.
static TOGETHER: LazyLock<[Judges; 4]> = LazyLock::new(|| {
    ALGORITHMS.map(|first| {
        let others = ALGORITHMS.into_iter().filter(|other| *other != first);
        let keys = iter::once(first).chain(others);
        let keys = keys.map(|algorithm| key(algorithm).with_id(algorithm.name()).unwrap());
        Judges::new(first, KeySet::new(keys).unwrap(), Some(first.name()))
    })
});

/// A private and a public key, made for these tests by `openssl genpkey`.
macro_rules! pem {
    ($name:literal) => {
        (
            include_str!(concat!("keys/", $name, ".pem")),
            include_str!(concat!("keys/", $name, ".pub.pem")),
        )
    };
}

const EDDSA: (&str, &str) = pem!("eddsa");
const ES256: (&str, &str) = pem!("es256");
const RS256: (&str, &str) = pem!("rs256");

/// Our key.
fn key(algorithm: Algorithm) -> Key {
    let (private, _) = match algorithm {
        Algorithm::EdDsa => EDDSA,
        Algorithm::Es256 => ES256,
        Algorithm::Rs256 => RS256,
        _ => return Key::hs256(SECRET).unwrap(),
    };
    Key::from_pem(algorithm, private).unwrap()
}

/// The same key in `jsonwebtoken`'s form.
fn their_keys(algorithm: Algorithm) -> (EncodingKey, DecodingKey) {
    let bytes =
        |(private, public): (&'static str, &'static str)| (private.as_bytes(), public.as_bytes());
    let (signs, verifies) = match algorithm {
        Algorithm::EdDsa => {
            let (private, public) = bytes(EDDSA);
            (
                EncodingKey::from_ed_pem(private),
                DecodingKey::from_ed_pem(public),
            )
        }
        Algorithm::Es256 => {
            let (private, public) = bytes(ES256);
            (
                EncodingKey::from_ec_pem(private),
                DecodingKey::from_ec_pem(public),
            )
        }
        Algorithm::Rs256 => {
            let (private, public) = bytes(RS256);
            (
                EncodingKey::from_rsa_pem(private),
                DecodingKey::from_rsa_pem(public),
            )
        }
        _ => (
            Ok(EncodingKey::from_secret(SECRET)),
            Ok(DecodingKey::from_secret(SECRET)),
        ),
    };
    (signs.unwrap(), verifies.unwrap())
}

/// The claims as they would be written for `jsonwebtoken`.
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

impl Judges {
    /// The judges with this key alone.
    pub(crate) fn of(algorithm: Algorithm) -> &'static Self {
        &ALONE[place(algorithm)]
    }

    /// The judges with a set of keys that sign with this one.
    pub(crate) fn with_all_keys(algorithm: Algorithm) -> &'static Self {
        &TOGETHER[place(algorithm)]
    }

    fn new(algorithm: Algorithm, keys: impl Into<KeySet>, id: Option<&str>) -> Self {
        // An error means that it is already installed.
        let _ = crypto::rust_crypto::DEFAULT_PROVIDER.install_default();
        let ours = Tokens::builder(keys)
            .issuer("issuer")
            .audience("audience")
            .window(seconds(WINDOW))
            .session_maximum(seconds(MAXIMUM))
            .build()
            .unwrap();
        let (signs, verifies) = their_keys(algorithm);
        let algorithm = algorithm.name().parse().unwrap();
        let mut rules = Validation::new(algorithm);
        rules.leeway = 0;
        rules.validate_nbf = true;
        rules.set_issuer(&["issuer"]);
        rules.set_audience(&["audience"]);
        rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        let kid = id.map_or_else(String::new, |id| format!(r#","kid":"{id}""#));
        Self {
            ours,
            header: format!(r#"{{"alg":"{algorithm:?}"{kid},"typ":"session+jwt"}}"#),
            algorithm,
            signs,
            verifies,
            rules,
        }
    }

    /// A token of these parts, signed by `jsonwebtoken` with the key that both have.
    pub(crate) fn sign(&self, header: &str, payload: &[u8]) -> String {
        let message = [header.as_bytes(), payload]
            .map(|part| URL_SAFE_NO_PAD.encode(part))
            .join(".");
        let signature = crypto::sign(message.as_bytes(), &self.signs, self.algorithm).unwrap();
        format!("{message}.{signature}")
    }

    pub(crate) fn ours_accept(&self, token: &str) -> bool {
        self.ours.verify(token).is_ok()
    }

    pub(crate) fn theirs_accept(&self, token: &str) -> bool {
        jsonwebtoken::decode::<Claims>(token, &self.verifies, &self.rules)
            .is_ok_and(|decoded| self.is_session(token, &decoded.claims))
    }

    /// What `jsonwebtoken` does not check.
    fn is_session(&self, token: &str, claims: &Claims) -> bool {
        let header = URL_SAFE_NO_PAD.encode(&self.header);
        let payload = token.split('.').nth(1).unwrap();
        let now = NumericDate::from(SystemTime::now()).as_secs();
        let is_date = |date: i64| (0..=253_402_300_799).contains(&date);
        let is_id = |text: &str| text.len() == 22 && URL_SAFE_NO_PAD.decode(text).is_ok();
        token.starts_with(&(header + "."))
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
            && claims.nbf.is_none_or(|nbf| is_date(nbf) && nbf <= now)
            && claims.app.is_none()
            && claims.auth_time <= claims.iat
            && claims.iat <= now
            && claims.exp > now
            && claims.exp <= claims.auth_time + MAXIMUM
    }
}

fn place(algorithm: Algorithm) -> usize {
    let same = |other: &Algorithm| *other == algorithm;
    ALGORITHMS.iter().position(same).unwrap()
}

fn seconds(seconds: i64) -> Duration {
    Duration::from_secs(seconds.unsigned_abs())
}
