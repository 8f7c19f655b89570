//! ES256: ECDSA on P-256 with SHA-256 (RFC 7518 §3.4).

use aws_lc_rs::{
    error::Unspecified,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};

use super::{
    Loaded, Loader,
    pair::{self, PrivateKey},
};
use crate::token::KeyError;

pub(super) struct Es256;

impl Loader for Es256 {
    fn pkcs8(&self, document: &[u8]) -> Loaded {
        let private = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document)
            .map_err(|_| KeyError::Rejected)?;
        pair::private(private, &ECDSA_P256_SHA256_FIXED)
    }

    fn public(&self, bytes: &[u8]) -> Loaded {
        pair::public::<EcdsaKeyPair>(bytes, &ECDSA_P256_SHA256_FIXED)
    }
}

impl PrivateKey for EcdsaKeyPair {
    fn public_key(&self) -> &[u8] {
        KeyPair::public_key(self).as_ref()
    }

    fn sign(&self, message: &[u8]) -> Result<impl AsRef<[u8]>, Unspecified> {
        EcdsaKeyPair::sign(self, &SystemRandom::new(), message)
    }
}
