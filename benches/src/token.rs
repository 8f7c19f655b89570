//! Verify a token and slide it: ours, compared with the least that must be done: raw HMAC twice, base64, and
//! one serde pass each way.

use std::hint::black_box;

use auth_runtime::token::{Key, SessionId, Tokens};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

const SECRET: &[u8] = b"3q2-7wAhX9kPzLm4VbNc8RtYs6JdFg0H";
const HEADER: &str = "eyJ0eXAiOiJzZXNzaW9uK2p3dCIsImFsZyI6IkhTMjU2In0";

/// The same claims as ours.
#[derive(Serialize, Deserialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: &'a str,
    sid: &'a str,
    jti: &'a str,
    iat: i64,
    exp: i64,
    auth_time: i64,
}

/// The floor: it checks no rule except the signature and `exp`.
pub(crate) fn floor() -> Box<dyn FnMut()> {
    let key = Hmac::<Sha256>::new_from_slice(SECRET).expect("any length is a key");
    let claims = Claims {
        iss: "bench",
        aud: "bench",
        sub: "ann",
        sid: "AAAAAAAAAAAAAAAAAAAAAA",
        jti: "AAAAAAAAAAAAAAAAAAAAAA",
        iat: 1_800_000_000,
        exp: 1_900_000_000,
        auth_time: 1_800_000_000,
    };
    let token = sign(&key, &claims);
    Box::new(move || {
        let mut payload = [0; 1_024];
        let claims = verify(&key, black_box(&token), &mut payload);
        assert!(claims.exp > 1_800_000_000);
        let mut random = [0; 16];
        getrandom::fill(&mut random).expect("random bytes");
        let jti = BASE64.encode(random);
        black_box(sign(
            &key,
            &Claims {
                jti: &jti,
                ..claims
            },
        ));
    })
}

fn verify<'p>(key: &Hmac<Sha256>, token: &str, payload: &'p mut [u8; 1_024]) -> Claims<'p> {
    let (message, tag) = token.rsplit_once('.').expect("a tag");
    let mut decoded_tag = [0; 32];
    BASE64.decode_slice(tag, &mut decoded_tag).expect("base64");
    key.clone()
        .chain_update(message)
        .verify_slice(&decoded_tag)
        .expect("the tag");
    let encoded = message
        .strip_prefix(HEADER)
        .expect("the header")
        .trim_start_matches('.');
    let length = BASE64.decode_slice(encoded, payload).expect("base64");
    serde_json::from_slice(&payload[..length]).expect("claims")
}

fn sign(key: &Hmac<Sha256>, claims: &Claims<'_>) -> String {
    let payload = serde_json::to_vec(claims).expect("JSON");
    let mut token = String::with_capacity(512);
    token.push_str(HEADER);
    token.push('.');
    BASE64.encode_string(payload, &mut token);
    let tag = key.clone().chain_update(&token).finalize().into_bytes();
    token.push('.');
    BASE64.encode_string(tag, &mut token);
    token
}

/// Ours, with every rule.
pub(crate) fn ours() -> Box<dyn FnMut()> {
    let key = Key::hs256(SECRET).expect("a key");
    let tokens: Tokens = Tokens::builder(key)
        .issuer("bench")
        .audience("bench")
        .build()
        .expect("tokens");
    let id = SessionId::random().expect("random bytes");
    let token = tokens.issue("ann", id).expect("a token").into_string();
    Box::new(move || {
        let session = tokens.verify(black_box(&token)).expect("a session");
        black_box(tokens.slide(&session).expect("a token"));
    })
}
