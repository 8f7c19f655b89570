//! Which algorithms have keys: exactly those whose features are on.

use super::*;
use crate::token::{Algorithm, JwkError, KeyError};

const ALGORITHMS: [(Algorithm, bool); 3] = [
    (Algorithm::EdDsa, cfg!(feature = "eddsa")),
    (Algorithm::Es256, cfg!(feature = "es256")),
    (Algorithm::Rs256, cfg!(feature = "rs256")),
];

#[test]
fn a_key_of_an_algorithm_that_is_not_built_in_is_refused_with_the_name_of_its_feature() {
    for (algorithm, is_built_in) in ALGORITHMS {
        let refused = Key::from_pem(algorithm, "no key").unwrap_err();
        if is_built_in {
            assert_eq!(refused, KeyError::Pem);
            continue;
        }
        assert_eq!(refused, KeyError::NotBuiltIn(algorithm));
        let feature = algorithm.feature().unwrap();
        let sentence = refused.to_string();
        assert!(
            sentence.contains(&format!("feature `{feature}`")),
            "{sentence}"
        );
        assert!(sentence.contains(algorithm.name()), "{sentence}");
    }
}

#[test]
fn a_public_json_web_key_is_refused_likewise() {
    for (kty, (algorithm, is_built_in)) in ["OKP", "EC", "RSA"].iter().zip(ALGORITHMS) {
        let jwk = json!({ "kty": kty, "alg": algorithm.name() }).to_string();
        let expected = if is_built_in {
            JwkError::Public
        } else {
            JwkError::Key(KeyError::NotBuiltIn(algorithm))
        };
        assert_eq!(Key::from_jwk(&jwk).unwrap_err(), expected);
    }
}

#[test]
fn secrets_are_no_pem_files_whatever_is_built_in() {
    assert_eq!(Algorithm::Hs256.feature(), None);
    let refused = Key::from_pem(Algorithm::Hs256, SECRET).unwrap_err();
    assert_eq!(refused, KeyError::Algorithm);
}
