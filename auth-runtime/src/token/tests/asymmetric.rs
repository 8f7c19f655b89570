//! Keys whose private half signs and whose public half verifies.

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der},
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair,
    },
};
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::token::{Algorithm, IssueError, JwkError, KeyError, KeySet};

/// The algorithms that are built in.
const ALGORITHMS: &[Algorithm] = &[
    #[cfg(feature = "eddsa")]
    Algorithm::EdDsa,
    #[cfg(feature = "es256")]
    Algorithm::Es256,
    #[cfg(feature = "rs256")]
    Algorithm::Rs256,
];

/// A key for each of them.
fn pems() -> Vec<Pem> {
    let algorithms = ALGORITHMS.iter().copied();
    algorithms.map(Pem::generate).collect()
}

/// A private and a public key in PEM, as `openssl genpkey` and `openssl pkey -pubout` write them.
struct Pem {
    algorithm: Algorithm,
    private: String,
    public: String,
}

impl Pem {
    fn generate(algorithm: Algorithm) -> Self {
        let (private, public) = match algorithm {
            Algorithm::EdDsa => {
                let pair = Ed25519KeyPair::generate().unwrap();
                let public: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
                (
                    pair.to_pkcs8v1().unwrap().as_ref().to_vec(),
                    public.as_ref().to_vec(),
                )
            }
            Algorithm::Es256 => {
                let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
                let public: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
                (
                    pair.to_pkcs8v1().unwrap().as_ref().to_vec(),
                    public.as_ref().to_vec(),
                )
            }
            _ => {
                let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
                let public: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
                let private: Pkcs8V1Der<'_> = pair.as_der().unwrap();
                (private.as_ref().to_vec(), public.as_ref().to_vec())
            }
        };
        Self {
            algorithm,
            private: pem("PRIVATE KEY", &private),
            public: pem("PUBLIC KEY", &public),
        }
    }

    fn private_key(&self) -> Key {
        Key::from_pem(self.algorithm, &self.private).unwrap()
    }

    fn public_key(&self) -> Key {
        Key::from_pem(self.algorithm, &self.public).unwrap()
    }
}

fn pem(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let lines: Vec<&str> = body
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}

fn tokens(keys: impl Into<KeySet>) -> Tokens {
    let builder = Tokens::builder(keys).issuer("issuer").audience("audience");
    builder.clock(clock()).build().unwrap()
}

#[test]
fn who_has_the_private_key_issues_and_who_has_the_public_one_verifies() {
    for pem in pems() {
        let issuer = tokens(pem.private_key());
        let verifier = tokens(pem.public_key());
        let token = issuer.issue("ann", session_id()).unwrap();
        let fresh = issuer
            .slide(&issuer.verify(token.as_str()).unwrap())
            .unwrap();
        let session = verifier.verify(fresh.as_str()).unwrap();
        assert_eq!(session.subject(), "ann");
        assert!(matches!(
            verifier.slide(&session),
            Err(IssueError::CannotSign)
        ));
        assert!(pem.private_key().can_sign() && !pem.public_key().can_sign());
    }
}

#[test]
fn the_header_names_the_algorithm_of_the_key() {
    for pem in pems() {
        let name = match pem.algorithm {
            Algorithm::EdDsa => "EdDSA",
            Algorithm::Es256 => "ES256",
            _ => "RS256",
        };
        let token = tokens(pem.private_key())
            .issue("ann", session_id())
            .unwrap()
            .into_string();
        let header = URL_SAFE_NO_PAD
            .decode(token.split('.').next().unwrap())
            .unwrap();
        let expected = format!(r#"{{"alg":"{name}","typ":"session+jwt"}}"#);
        assert_eq!(header, expected.as_bytes());
    }
}

/// The best-known mistake with JSON Web Tokens: the public key is used as an HMAC secret.
#[test]
fn a_public_key_is_never_a_secret() {
    for pem in pems() {
        for secret in [pem.public.as_bytes(), pem.public.trim().as_bytes()] {
            let forged = tokens(Key::hs256(secret).unwrap())
                .issue("ann", session_id())
                .unwrap();
            let refused = tokens(pem.public_key())
                .verify(forged.as_str())
                .unwrap_err();
            assert_eq!(refused, TokenError::Algorithm);
        }
    }
}

#[test]
fn tokens_of_one_algorithm_are_refused_under_another_even_with_its_header() {
    let pems = pems();
    let pairs = pems.iter().zip(pems.iter().cycle().skip(1));
    for (signing, other) in pairs.filter(|_| pems.len() > 1) {
        let token = tokens(signing.private_key())
            .issue("ann", session_id())
            .unwrap();
        let refused = tokens(other.public_key())
            .verify(token.as_str())
            .unwrap_err();
        assert_eq!(refused, TokenError::Algorithm);
        let (_, rest) = token.as_str().split_once('.').unwrap();
        let forged = format!("{}{rest}", other.public_key().header());
        assert!(tokens(other.public_key()).verify(&forged).is_err());
    }
}

#[test]
fn every_change_of_a_signature_is_refused() {
    for pem in pems() {
        let tokens = tokens(pem.private_key());
        let token = tokens.issue("ann", session_id()).unwrap().into_string();
        let start = token.rfind('.').unwrap() + 1;
        for position in start..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[position] = if changed[position] == b'A' {
                b'B'
            } else {
                b'A'
            };
            assert!(
                tokens
                    .verify(std::str::from_utf8(&changed).unwrap())
                    .is_err(),
                "{position}"
            );
        }
        for signature in [
            "",
            "AA",
            &"A".repeat(86),
            &"A".repeat(342),
            &"A".repeat(700),
        ] {
            assert!(
                tokens
                    .verify(&format!("{}{signature}", &token[..start]))
                    .is_err()
            );
        }
    }
}

#[test]
fn a_key_set_mixes_algorithms_for_a_change_of_algorithm() {
    let pem = Pem::generate(ALGORITHMS[0]);
    let old = tokens(key());
    let token = old.issue("ann", session_id()).unwrap();
    old.replace_keys(KeySet::new([pem.private_key().with_id("new").unwrap(), key()]).unwrap());
    let fresh = old.slide(&old.verify(token.as_str()).unwrap()).unwrap();
    assert!(
        tokens(pem.public_key().with_id("new").unwrap())
            .verify(fresh.as_str())
            .is_ok()
    );
}

#[test]
fn keys_for_another_algorithm_are_refused() {
    for pem in pems() {
        for &algorithm in ALGORITHMS {
            for text in [&pem.private, &pem.public] {
                let loaded = Key::from_pem(algorithm, text).map(|_| ());
                let expected = if algorithm == pem.algorithm {
                    Ok(())
                } else {
                    Err(KeyError::Rejected)
                };
                assert_eq!(loaded, expected);
            }
        }
        for text in [&pem.private, &pem.public] {
            let refused = Key::from_pem(Algorithm::Hs256, text).unwrap_err();
            assert_eq!(refused, KeyError::Algorithm);
        }
    }
}

#[cfg(feature = "eddsa")]
#[test]
fn anything_but_one_pem_block_is_refused() {
    let pem = Pem::generate(Algorithm::EdDsa);
    for text in [
        String::new(),
        "-----BEGIN PRIVATE KEY-----".to_owned(),
        pem.private.replace("PRIVATE", "RSA PRIVATE"),
        pem.private.replace("BEGIN PRIVATE", "BEGIN PUBLIC"),
        format!("{}{}", pem.private, pem.public),
        format!("{}{}", pem.private, pem.private),
        format!("text\n{}", pem.private),
        pem.private.replace("\n-----END", "=\n-----END"),
        pem.private.replace('M', "*"),
    ] {
        assert_eq!(
            Key::from_pem(Algorithm::EdDsa, &text).unwrap_err(),
            KeyError::Pem,
            "{text}"
        );
    }
    let cut = pem
        .private
        .replace("MC4CAQAwBQYDK2VwBCIEI", "MC4CAQAwBQYDK2VwBCIEJ");
    assert_eq!(
        Key::from_pem(Algorithm::EdDsa, &cut).unwrap_err(),
        KeyError::Rejected
    );
}

/// RFC 8037 appendix A: the public key, and a signature made with the private one.
#[cfg(feature = "eddsa")]
#[test]
fn the_example_of_rfc_8037() {
    let jwk = json!({
        "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    });
    let message = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    let signature = URL_SAFE_NO_PAD
        .decode("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")
        .unwrap();
    let key = Key::from_jwk(&jwk.to_string()).unwrap();
    assert!(key.verifies(message.as_bytes(), &signature));
    assert!(!key.verifies(&message.as_bytes()[1..], &signature));
}

#[cfg(all(feature = "eddsa", feature = "es256", feature = "rs256"))]
#[test]
fn public_json_web_keys_of_odd_sizes_are_refused_and_do_not_panic() {
    for length in [0, 1, 31, 33, 64] {
        let x = URL_SAFE_NO_PAD.encode(vec![9; length]);
        for (kty, crv, alg) in [("OKP", "Ed25519", "EdDSA"), ("EC", "P-256", "ES256")] {
            let jwk = json!({ "kty": kty, "crv": crv, "alg": alg, "x": x, "y": x });
            assert_eq!(
                Key::from_jwk(&jwk.to_string()).unwrap_err(),
                JwkError::Public
            );
        }
        let jwk = json!({ "kty": "RSA", "alg": "RS256", "n": x, "e": "AQAB" });
        let refused = Key::from_jwk(&jwk.to_string()).unwrap_err();
        assert_eq!(refused, JwkError::Key(KeyError::Rejected));
    }
}

#[test]
fn private_json_web_keys_are_to_be_given_as_pem() {
    let x = URL_SAFE_NO_PAD.encode([9; 32]);
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "x": x, "d": x });
    assert_eq!(
        Key::from_jwk(&jwk.to_string()).unwrap_err(),
        JwkError::Private
    );
}
