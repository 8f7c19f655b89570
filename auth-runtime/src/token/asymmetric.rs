//! Keys for `EdDSA` (RFC 8037 §3.1), ES256 and RS256 (RFC 7518 §3.4, §3.3), by aws-lc-rs.
//!
//! Each key is parsed once, when it is loaded. There is no process-wide provider to install, and
//! none that another crate's features could take away.

use aws_lc_rs::{
    error::Unspecified,
    rand::SystemRandom,
    rsa::PublicKeyComponents,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ED25519, EcdsaKeyPair,
        Ed25519KeyPair, KeyPair, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256,
        RsaKeyPair, RsaParameters, RsaSubjectPublicKey, VerificationAlgorithm,
    },
};

use super::{Algorithm, KeyError, MAX_SIGNATURE_BYTES};

/// A message that every pair of keys signs and verifies when it is loaded.
const SELF_TEST: &[u8] = b"self-test";

/// 65,537, big-endian.
const EXPONENT: &[u8] = &[1, 0, 1];

/// A public key, and the private one where there is one.
pub(super) struct Asymmetric {
    algorithm: Algorithm,
    public: ParsedPublicKey,
    private: Option<Private>,
}

enum Private {
    EdDsa(Ed25519KeyPair),
    Es256(EcdsaKeyPair),
    Rs256(RsaKeyPair),
}

impl Asymmetric {
    /// The pair of keys that a PKCS#8 document holds (RFC 5958), after a self-test.
    pub(super) fn from_pkcs8(algorithm: Algorithm, pkcs8: &[u8]) -> Result<Self, KeyError> {
        let private = Private::from_pkcs8(algorithm, pkcs8)?;
        let public = match &private {
            Private::EdDsa(pair) => Self::from_public(algorithm, pair.public_key().as_ref()),
            Private::Es256(pair) => Self::from_public(algorithm, pair.public_key().as_ref()),
            Private::Rs256(pair) => Self::from_public(algorithm, pair.public_key().as_ref()),
        }?;
        let pair = Self {
            private: Some(private),
            ..public
        };
        let mut buffer = [0; MAX_SIGNATURE_BYTES];
        let length = pair
            .sign(SELF_TEST, &mut buffer)
            .map_err(|Unspecified| KeyError::Rejected)?;
        if pair.verifies(SELF_TEST, &buffer[..length]) {
            Ok(pair)
        } else {
            Err(KeyError::Rejected)
        }
    }

    /// A public key as `SubjectPublicKeyInfo` (RFC 5280 §4.1), or raw as the algorithm writes it.
    pub(super) fn from_public(algorithm: Algorithm, bytes: &[u8]) -> Result<Self, KeyError> {
        let parsed = ParsedPublicKey::new(verification(algorithm)?, bytes);
        let public = parsed.map_err(|_| KeyError::Rejected)?;
        if algorithm == Algorithm::Rs256 {
            check_rsa(bytes)?;
        }
        Ok(Self {
            algorithm,
            public,
            private: None,
        })
    }

    /// A public RSA key by its numbers, big-endian and without leading zeros.
    pub(super) fn from_rsa_components(n: &[u8], e: &[u8]) -> Result<Self, KeyError> {
        check_rsa_components(n.len(), e == EXPONENT)?;
        let public = PublicKeyComponents { n, e }
            .to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)
            .map_err(|_| KeyError::Rejected)?;
        Ok(Self {
            algorithm: Algorithm::Rs256,
            public,
            private: None,
        })
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(super) fn can_sign(&self) -> bool {
        self.private.is_some()
    }

    /// Writes the signature of `message` into `buffer` and returns its length.
    pub(super) fn sign(
        &self,
        message: &[u8],
        buffer: &mut [u8; MAX_SIGNATURE_BYTES],
    ) -> Result<usize, Unspecified> {
        match self.private.as_ref().ok_or(Unspecified)? {
            Private::EdDsa(pair) => copy(pair.try_sign(message)?.as_ref(), buffer),
            Private::Es256(pair) => {
                copy(pair.sign(&SystemRandom::new(), message)?.as_ref(), buffer)
            }
            Private::Rs256(pair) => {
                let signature = buffer
                    .get_mut(..pair.public_modulus_len())
                    .ok_or(Unspecified)?;
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, signature)?;
                Ok(signature.len())
            }
        }
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.public.verify_sig(message, signature).is_ok()
    }
}

impl Private {
    fn from_pkcs8(algorithm: Algorithm, pkcs8: &[u8]) -> Result<Self, KeyError> {
        let pair = match algorithm {
            Algorithm::EdDsa => Ed25519KeyPair::from_pkcs8(pkcs8).map(Self::EdDsa),
            Algorithm::Es256 => {
                EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8).map(Self::Es256)
            }
            Algorithm::Rs256 => RsaKeyPair::from_pkcs8(pkcs8).map(Self::Rs256),
            Algorithm::Hs256 => return Err(KeyError::Algorithm),
        };
        pair.map_err(|_| KeyError::Rejected)
    }
}

fn verification(algorithm: Algorithm) -> Result<&'static dyn VerificationAlgorithm, KeyError> {
    match algorithm {
        Algorithm::EdDsa => Ok(&ED25519),
        Algorithm::Es256 => Ok(&ECDSA_P256_SHA256_FIXED),
        Algorithm::Rs256 => Ok(&RSA_PKCS1_2048_8192_SHA256),
        Algorithm::Hs256 => Err(KeyError::Algorithm),
    }
}

fn check_rsa(public: &[u8]) -> Result<(), KeyError> {
    let key = RsaSubjectPublicKey::from_der(public).map_err(|_| KeyError::Rejected)?;
    let der = key.as_ref();
    let bits = RsaParameters::public_modulus_len(der).map_err(|_| KeyError::Rejected)?;
    let bytes = usize::try_from(bits / 8).map_err(|_| KeyError::Rejected)?;
    // An `RSAPublicKey` (RFC 8017 appendix A.1.1) ends with the exponent: an INTEGER of 3 bytes.
    check_rsa_components(bytes, der.ends_with(&[&[2, 3], EXPONENT].concat()))
}

/// 2,048 bits at least (RFC 7518 §3.3), and no more than a token has room for; 65,537 as exponent,
/// which all keys have that are made today, and neither 1 nor 3.
fn check_rsa_components(modulus: usize, is_usual_exponent: bool) -> Result<(), KeyError> {
    if (256..=MAX_SIGNATURE_BYTES).contains(&modulus) && is_usual_exponent {
        Ok(())
    } else {
        Err(KeyError::Rejected)
    }
}

fn copy(signature: &[u8], buffer: &mut [u8; MAX_SIGNATURE_BYTES]) -> Result<usize, Unspecified> {
    let place = buffer.get_mut(..signature.len()).ok_or(Unspecified)?;
    place.copy_from_slice(signature);
    Ok(signature.len())
}
