//! The vectors of C2SP/wycheproof for JSON Web Signatures, JSON Web Keys and HMAC.
//!
//! They are not part of the repository: `AUTH_TEST_VECTORS` names the folder that contains `wycheproof/`, and
//! `cargo test -p auth-runtime wycheproof -- --ignored` runs these tests.

use std::{env, fs, path::Path};

use super::*;
use crate::token::{Algorithm, JwkError, KeyError, KeySet, base64url, jws};

/// Byte-identical to test 357, which is labelled valid: a mistake in the vectors.
const VALID_IN_TRUTH: [u64; 2] = [367, 370];

/// A `?` among the characters of a segment: accepted only by decoders that skip foreign
/// characters, which RFC 7515 §2 forbids.
const INVALID_IN_TRUTH: [u64; 2] = [372, 373];

fn vectors(file: &str) -> Value {
    let folder = env::var("AUTH_TEST_VECTORS")
        .expect("AUTH_TEST_VECTORS must name the folder that holds `wycheproof/`");
    let path = Path::new(&folder).join("wycheproof").join(file);
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("AUTH_TEST_VECTORS: {}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// All groups of a file, each with its tests.
fn groups(vectors: &Value) -> impl Iterator<Item = (&Value, &Vec<Value>)> {
    let groups = vectors["testGroups"].as_array().unwrap();
    groups
        .iter()
        .map(|group| (group, group["tests"].as_array().unwrap()))
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn hex(text: &str) -> Vec<u8> {
    let digits = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(digits).collect()
}

/// Opens a token whose header need not be the one that we write, only one that names the same algorithm and
/// key. Everything below the header is the code of [`Tokens::verify`].
fn opens(token: &str, key: Key, id: &str) -> bool {
    let Some((segment, _)) = token.split_once('.') else {
        return is_read(token, key);
    };
    let header = URL_SAFE_NO_PAD.decode(segment).unwrap_or_default();
    let header: Value = serde_json::from_slice(&header).unwrap_or_default();
    let alg = key.algorithm().name();
    let is_ours = header == json!({ "alg": alg, "kid": id }) || header == json!({ "alg": alg });
    let key = if is_ours {
        key.with_header(segment)
    } else {
        key
    };
    is_read(token, key)
}

fn is_read(token: &str, key: Key) -> bool {
    let signed = jws::open(token, &key.into());
    signed.is_ok_and(|signed| signed.decode(&mut base64url::room()).is_ok())
}

#[test]
#[ignore = "needs the vectors: AUTH_TEST_VECTORS"]
fn wycheproof_signatures_under_their_symmetric_keys() {
    let vectors = vectors("json_web_signature_test.json");
    let mut count = 0;
    for (group, tests) in groups(&vectors) {
        let jwk = &group["private"];
        if jwk["kty"] != "oct" {
            continue;
        }
        for test in tests {
            let secret = URL_SAFE_NO_PAD.decode(text(jwk, "k")).unwrap();
            let key = Key::hs256_unchecked(&secret).unwrap();
            let id = test["tcId"].as_u64().unwrap();
            let labelled = test["result"] == "valid";
            let expected =
                VALID_IN_TRUTH.contains(&id) || (labelled && !INVALID_IN_TRUTH.contains(&id));
            assert_eq!(
                opens(text(test, "jws"), key, text(jwk, "kid")),
                expected,
                "tcId {id}"
            );
            count += 1;
        }
    }
    assert_eq!(count, 40);
}

#[test]
#[ignore = "needs the vectors: AUTH_TEST_VECTORS"]
fn wycheproof_signatures_with_a_public_key_taken_for_a_secret() {
    let vectors = vectors("json_web_signature_test.json");
    let mut count = 0;
    for (group, tests) in groups(&vectors) {
        let jwk = &group["public"];
        if jwk.is_null() {
            continue;
        }
        let material = ["n", "x"].map(|name| text(jwk, name)).concat();
        for test in tests {
            let key = Key::hs256_unchecked(&URL_SAFE_NO_PAD.decode(&material).unwrap()).unwrap();
            assert!(
                !opens(text(test, "jws"), key, text(jwk, "kid")),
                "tcId {}",
                test["tcId"]
            );
            count += 1;
        }
    }
    assert_eq!(count, 401 - 40);
}

#[test]
#[ignore = "needs the vectors: AUTH_TEST_VECTORS"]
fn wycheproof_signatures_under_their_public_keys() {
    let vectors = vectors("json_web_signature_test.json");
    let (mut count, mut refused) = (0, 0);
    for (group, tests) in groups(&vectors) {
        let jwk = &group["public"];
        if jwk.is_null() {
            continue;
        }
        for test in tests {
            let id = test["tcId"].as_u64().unwrap();
            let key = match Key::from_jwk(&without_id(jwk).to_string()) {
                Ok(key) => key,
                Err(JwkError::Key(KeyError::NotBuiltIn(_))) => continue,
                Err(_) => {
                    let supported = ["ES256", "RS256"].contains(&text(jwk, "alg"));
                    assert!(!supported, "tcId {id}");
                    refused += 1;
                    continue;
                }
            };
            let expected = test["result"] == "valid";
            assert_eq!(
                opens(text(test, "jws"), key, text(jwk, "kid")),
                expected,
                "tcId {id}"
            );
            count += 1;
        }
    }
    let is_whole = cfg!(all(feature = "es256", feature = "rs256"));
    assert!(!is_whole || (count, refused) == (272, 89));
}

/// Removes the name: some vectors have characters in it that ours may not have.
fn without_id(jwk: &Value) -> Value {
    let mut jwk = jwk.clone();
    jwk.as_object_mut().unwrap().remove("kid");
    jwk
}

#[test]
#[ignore = "needs the vectors: AUTH_TEST_VECTORS"]
fn wycheproof_keys_are_loaded_or_refused_with_the_reason() {
    let vectors = vectors("json_web_key_test.json");
    for (group, tests) in groups(&vectors) {
        let public = group.get("public").unwrap_or(&group["private"]);
        let loaded = KeySet::from_jwks(&public.to_string());
        if matches!(loaded, Err(JwkError::Key(KeyError::NotBuiltIn(_)))) {
            continue;
        }
        for test in tests {
            let id = test["tcId"].as_u64().unwrap();
            assert_eq!(
                loaded.as_ref().err().copied(),
                expected_of_key(id),
                "tcId {id}"
            );
        }
    }
}

fn expected_of_key(id: u64) -> Option<JwkError> {
    match id {
        2 | 3 => None,
        // Two keys of the same name; the stray bits of the second `k` are noticed first.
        4 => Some(JwkError::Secret),
        10 => Some(JwkError::Key(KeyError::TooShort { bytes: 31 })),
        // Labelled valid, but the secret is `00 01 02 …`.
        13 => Some(JwkError::Key(KeyError::Repetitive)),
        16 => Some(JwkError::Key(KeyError::TooShort { bytes: 0 })),
        11 | 12 | 14 | 15 | 17 | 18 | 25 | 26 => Some(JwkError::Algorithm),
        _ => expected_of_public_key(id),
    }
}

fn expected_of_public_key(id: u64) -> Option<JwkError> {
    match id {
        // 1: a secret and a public key in one set ("ambiguous"), each bound to its own algorithm. 7: a
        // modulus with the weakness of CVE-2017-15361 (ROCA), which is not checked for.
        1 | 5 | 7 => None,
        8 | 9 | 22 => Some(JwkError::Key(KeyError::Rejected)),
        6 | 19 | 20 | 24 => Some(JwkError::Algorithm),
        21 => Some(JwkError::Usage),
        _ => Some(JwkError::Public),
    }
}

#[test]
#[ignore = "needs the vectors: AUTH_TEST_VECTORS"]
fn wycheproof_hmac_tags_are_accepted_only_whole() {
    let vectors = vectors("hmac_sha256_test.json");
    let mut count = 0;
    for (group, tests) in groups(&vectors) {
        for test in tests {
            let key = Key::hs256_unchecked(&hex(text(test, "key"))).unwrap();
            assert_eq!(key.algorithm(), Algorithm::Hs256);
            let verifies = key.verifies(&hex(text(test, "msg")), &hex(text(test, "tag")));
            let expected = test["result"] == "valid" && group["tagSize"] == 256;
            assert_eq!(verifies, expected, "tcId {}", test["tcId"]);
            count += 1;
        }
    }
    assert_eq!(count, 174);
}
