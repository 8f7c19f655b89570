//! `EdDSA` with Ed25519 (RFC 8037 §3.1).

use aws_lc_rs::{
    error::Unspecified,
    signature::{ED25519, Ed25519KeyPair, KeyPair},
};

use super::{
    Loaded, Loader,
    pair::{self, PrivateKey},
};
use crate::token::KeyError;

pub(super) struct EdDsa;

impl Loader for EdDsa {
    fn pkcs8(&self, document: &[u8]) -> Loaded {
        let private = Ed25519KeyPair::from_pkcs8(document).map_err(|_| KeyError::Rejected)?;
        pair::private(private, &ED25519)
    }

    fn public(&self, bytes: &[u8]) -> Loaded {
        pair::public::<Ed25519KeyPair>(bytes, &ED25519)
    }
}

impl PrivateKey for Ed25519KeyPair {
    fn public_key(&self) -> &[u8] {
        KeyPair::public_key(self).as_ref()
    }

    fn sign(&self, message: &[u8]) -> Result<impl AsRef<[u8]>, Unspecified> {
        self.try_sign(message)
    }
}
