//! What the algorithms have in common: a key pair on aws-lc-rs, tested when it is loaded.

use aws_lc_rs::{
    error::Unspecified,
    signature::{ParsedPublicKey, VerificationAlgorithm},
};

use super::{AsymmetricKey, Loaded};
use crate::token::{IssueError, KeyError, Signature};

/// A message that every key pair signs and verifies when it is loaded.
const SELF_TEST: &[u8] = b"self-test";

/// A private key of one of the algorithms.
pub(super) trait PrivateKey: Send + Sync + 'static {
    /// The public key that belongs to it, in the algorithm's raw form.
    fn public_key(&self) -> &[u8];

    /// The signature of `message`.
    fn sign(&self, message: &[u8]) -> Result<impl AsRef<[u8]>, Unspecified>;
}

/// A public key, and the private one if there is one.
struct Pair<P> {
    public: ParsedPublicKey,
    private: Option<P>,
}

/// The pair for a private key, after a self-test.
pub(super) fn private<P: PrivateKey>(
    private: P,
    verification: &'static dyn VerificationAlgorithm,
) -> Loaded {
    let pair = Pair {
        public: parse(private.public_key(), verification)?,
        private: Some(private),
    };
    let signature = pair.sign(SELF_TEST).map_err(|_| KeyError::Rejected)?;
    if pair.verifies(SELF_TEST, &signature) {
        Ok(Box::new(pair))
    } else {
        Err(KeyError::Rejected)
    }
}

/// A public key of the algorithm whose private keys have the type `P`.
pub(super) fn public<P: PrivateKey>(
    bytes: &[u8],
    verification: &'static dyn VerificationAlgorithm,
) -> Loaded {
    Ok(parsed::<P>(parse(bytes, verification)?))
}

/// The same for a key that is already parsed.
pub(super) fn parsed<P: PrivateKey>(public: ParsedPublicKey) -> Box<dyn AsymmetricKey> {
    Box::new(Pair::<P> {
        public,
        private: None,
    })
}

fn parse(
    bytes: &[u8],
    verification: &'static dyn VerificationAlgorithm,
) -> Result<ParsedPublicKey, KeyError> {
    ParsedPublicKey::new(verification, bytes).map_err(|_| KeyError::Rejected)
}

impl<P: PrivateKey> AsymmetricKey for Pair<P> {
    fn can_sign(&self) -> bool {
        self.private.is_some()
    }

    fn sign(&self, message: &[u8]) -> Result<Signature, IssueError> {
        let private = self.private.as_ref().ok_or(IssueError::CannotSign)?;
        let signature = private.sign(message).map_err(|_| IssueError::CannotSign)?;
        Ok(Signature::from_slice(signature.as_ref()))
    }

    fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.public.verify_sig(message, signature).is_ok()
    }
}
