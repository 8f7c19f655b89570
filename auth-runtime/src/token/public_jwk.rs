//! Public keys from JSON Web Keys of the types `OKP` (RFC 8037 §2), `EC` and `RSA`
//! (RFC 7518 §6.2, §6.3).

use super::{
    Algorithm, JwkError, Key,
    asymmetric::{self, Loaded, Loader},
    jwk::{Jwk, decode},
};

/// The length of Ed25519 keys, and of the coordinates of points on P-256.
const COORDINATE_BYTES: usize = 32;

impl Jwk<'_> {
    pub(super) fn public_key(&self) -> Result<Key, JwkError> {
        if self.d.is_some() {
            return Err(JwkError::Private);
        }
        let algorithm = match self.kty {
            "OKP" => Algorithm::EdDsa,
            "EC" => Algorithm::Es256,
            _ => Algorithm::Rs256,
        };
        self.check_algorithm(algorithm)?;
        let loader = asymmetric::loader(algorithm).map_err(JwkError::Key)?;
        let key = match algorithm {
            Algorithm::EdDsa => self.ed25519(loader),
            Algorithm::Es256 => self.p256(loader),
            _ => self.rsa(loader),
        }?;
        self.check_usage(&["verify"])?;
        Ok(Key::asymmetric(algorithm, key.map_err(JwkError::Key)?))
    }

    fn ed25519(&self, loader: &dyn Loader) -> Result<Loaded, JwkError> {
        self.check_curve("Ed25519")?;
        Ok(loader.public(&coordinate(self.x)?))
    }

    /// The key as an uncompressed point (SEC 1 §2.3.3): a 4, then both coordinates.
    fn p256(&self, loader: &dyn Loader) -> Result<Loaded, JwkError> {
        self.check_curve("P-256")?;
        let point = [&[4][..], &coordinate(self.x)?, &coordinate(self.y)?].concat();
        Ok(loader.public(&point))
    }

    fn rsa(&self, loader: &dyn Loader) -> Result<Loaded, JwkError> {
        let n = decode(self.n, JwkError::Public)?;
        let e = decode(self.e, JwkError::Public)?;
        Ok(loader.rsa_components(&n, &e))
    }

    fn check_curve(&self, curve: &str) -> Result<(), JwkError> {
        if self.crv == Some(curve) {
            Ok(())
        } else {
            Err(JwkError::Public)
        }
    }
}

/// The length is checked here, because a library may look only at the first bytes, or at bytes that do not
/// exist.
fn coordinate(text: Option<&str>) -> Result<Vec<u8>, JwkError> {
    let bytes = decode(text, JwkError::Public)?.to_vec();
    if bytes.len() == COORDINATE_BYTES {
        Ok(bytes)
    } else {
        Err(JwkError::Public)
    }
}
