//! RS256: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3).

use aws_lc_rs::{
    error::Unspecified,
    rand::SystemRandom,
    rsa::PublicKeyComponents,
    signature::{
        KeyPair, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, RsaParameters,
        RsaSubjectPublicKey,
    },
};
use smallvec::{SmallVec, smallvec};

use super::{
    Loaded, Loader,
    pair::{self, PrivateKey},
};
use crate::token::{KeyError, MAX_SIGNATURE_BYTES};

/// 65,537, big-endian.
const EXPONENT: &[u8] = &[1, 0, 1];

pub(super) struct Rs256;

impl Loader for Rs256 {
    fn pkcs8(&self, document: &[u8]) -> Loaded {
        let private = RsaKeyPair::from_pkcs8(document).map_err(|_| KeyError::Rejected)?;
        check(PrivateKey::public_key(&private))?;
        pair::private(private, &RSA_PKCS1_2048_8192_SHA256)
    }

    fn public(&self, bytes: &[u8]) -> Loaded {
        let public = pair::public::<RsaKeyPair>(bytes, &RSA_PKCS1_2048_8192_SHA256)?;
        check(bytes)?;
        Ok(public)
    }

    fn rsa_components(&self, n: &[u8], e: &[u8]) -> Loaded {
        check_components(n.len(), e == EXPONENT)?;
        let public = PublicKeyComponents { n, e }
            .to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)
            .map_err(|_| KeyError::Rejected)?;
        Ok(pair::parsed::<RsaKeyPair>(public))
    }
}

impl PrivateKey for RsaKeyPair {
    fn public_key(&self) -> &[u8] {
        KeyPair::public_key(self).as_ref()
    }

    fn sign(&self, message: &[u8]) -> Result<impl AsRef<[u8]>, Unspecified> {
        let mut signature: SmallVec<[u8; MAX_SIGNATURE_BYTES]> =
            smallvec![0; self.public_modulus_len()];
        let random = SystemRandom::new();
        RsaKeyPair::sign(self, &RSA_PKCS1_SHA256, &random, message, &mut signature)?;
        Ok(signature)
    }
}

fn check(public: &[u8]) -> Result<(), KeyError> {
    let key = RsaSubjectPublicKey::from_der(public).map_err(|_| KeyError::Rejected)?;
    let der = key.as_ref();
    let bits = RsaParameters::public_modulus_len(der).map_err(|_| KeyError::Rejected)?;
    let bytes = usize::try_from(bits / 8).map_err(|_| KeyError::Rejected)?;
    // An `RSAPublicKey` (RFC 8017 appendix A.1.1) ends with the exponent: an INTEGER of 3 bytes.
    check_components(bytes, der.ends_with(&[&[2, 3], EXPONENT].concat()))
}

/// At least 2,048 bits (RFC 7518 §3.3), and no more than a token has room for. The exponent must be 65,537,
/// which all keys made today have, and not 1 or 3.
fn check_components(modulus: usize, is_usual_exponent: bool) -> Result<(), KeyError> {
    if (256..=MAX_SIGNATURE_BYTES).contains(&modulus) && is_usual_exponent {
        Ok(())
    } else {
        Err(KeyError::Rejected)
    }
}
