//! Keys with a private and a public half: the private one signs, the public one verifies. Each algorithm has
//! the feature of its name: [`eddsa`], [`es256`], [`rs256`].
//!
//! Only [`loader`] decides which algorithms are built in. Each key is parsed once, when it is loaded. There
//! is no process-wide provider to install, and none that another crate's features could remove.

#[cfg(feature = "eddsa")]
mod eddsa;
#[cfg(feature = "es256")]
mod es256;
#[cfg(any(feature = "eddsa", feature = "es256", feature = "rs256"))]
mod pair;
#[cfg(feature = "rs256")]
mod rs256;

use super::{Algorithm, IssueError, KeyError, Signature};

/// A public key, and the private one if there is one.
pub(super) trait AsymmetricKey: Send + Sync {
    fn can_sign(&self) -> bool;

    /// The signature of `message`.
    fn sign(&self, message: &[u8]) -> Result<Signature, IssueError>;

    fn verifies(&self, message: &[u8], signature: &[u8]) -> bool;
}

pub(super) type Loaded = Result<Box<dyn AsymmetricKey>, KeyError>;

/// Reads the keys of one algorithm.
pub(super) trait Loader {
    /// The pair of keys that a PKCS#8 document holds (RFC 5958), after a self-test.
    fn pkcs8(&self, document: &[u8]) -> Loaded;

    /// A public key as `SubjectPublicKeyInfo` (RFC 5280 §4.1), or in the algorithm's raw form.
    fn public(&self, bytes: &[u8]) -> Loaded;

    /// A public RSA key from its numbers, big-endian and without leading zeros.
    fn rsa_components(&self, _modulus: &[u8], _exponent: &[u8]) -> Loaded {
        Err(KeyError::Algorithm)
    }
}

/// The loader for the keys of `algorithm`, if the algorithm has private and public keys and is built in.
pub(super) fn loader(algorithm: Algorithm) -> Result<&'static dyn Loader, KeyError> {
    match algorithm {
        #[cfg(feature = "eddsa")]
        Algorithm::EdDsa => Ok(&eddsa::EdDsa),
        #[cfg(feature = "es256")]
        Algorithm::Es256 => Ok(&es256::Es256),
        #[cfg(feature = "rs256")]
        Algorithm::Rs256 => Ok(&rs256::Rs256),
        _ => Err(match algorithm.feature() {
            Some(_) => KeyError::NotBuiltIn(algorithm),
            None => KeyError::Algorithm,
        }),
    }
}
