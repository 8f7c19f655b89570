//! Keys in PEM (RFC 7468): one block, which is either a private or a public key.

use base64_simd::STANDARD;
use zeroize::Zeroizing;

use super::{Algorithm, Key, KeyError, asymmetric};

impl Key {
    /// The key in a PEM file: `PRIVATE KEY` (PKCS#8, unencrypted) signs and verifies, `PUBLIC KEY`
    /// (`SubjectPublicKeyInfo`) only verifies. For `EdDSA` it is an Ed25519 key, for ES256 one on
    /// P-256, for RS256 one of 2,048 to 4,096 bits.
    ///
    /// RS256 is the slowest to sign with: slide only
    /// [after half of the window](super::Sliding::AFTER_HALF).
    ///
    /// # Errors
    /// [`KeyError::NotBuiltIn`] unless the feature of `algorithm` is on (`eddsa`, `es256`, `rs256`),
    /// [`KeyError::Pem`] if the text is anything but one such block, [`KeyError::Rejected`] if the
    /// key is not one for `algorithm`, too weak, or fails its self-test, [`KeyError::Algorithm`]
    /// for HS256, whose keys are not PEM files.
    pub fn from_pem(algorithm: Algorithm, pem: &str) -> Result<Self, KeyError> {
        let loader = asymmetric::loader(algorithm)?;
        let pem = pem.trim();
        let key = if let Some(pkcs8) = block(pem, "PRIVATE KEY") {
            loader.pkcs8(&pkcs8?)
        } else if let Some(public) = block(pem, "PUBLIC KEY") {
            loader.public(&public?)
        } else {
            Err(KeyError::Pem)
        }?;
        Ok(Self::asymmetric(algorithm, key))
    }
}

/// The content between the lines of a label, if these are the first and the last line.
fn block(pem: &str, label: &str) -> Option<Result<Zeroizing<Vec<u8>>, KeyError>> {
    let body = pem
        .strip_prefix(&format!("-----BEGIN {label}-----"))?
        .strip_suffix(&format!("-----END {label}-----"))?;
    let text: Zeroizing<Vec<u8>> = Zeroizing::new(
        body.bytes()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect(),
    );
    Some(
        STANDARD
            .decode_to_vec(&*text)
            .map(Zeroizing::new)
            .map_err(|_| KeyError::Pem),
    )
}
