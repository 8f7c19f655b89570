//! Public keys from JSON Web Keys of the types `OKP` (RFC 8037 §2), `EC` and `RSA`
//! (RFC 7518 §6.2, §6.3).

use super::{
    Algorithm, JwkError, Key,
    asymmetric::Asymmetric,
    jwk::{Jwk, decode},
};

/// Ed25519 keys and the coordinates of points on P-256 alike.
const COORDINATE_BYTES: usize = 32;

impl Jwk<'_> {
    pub(super) fn public_key(&self) -> Result<Key, JwkError> {
        if self.d.is_some() {
            return Err(JwkError::Private);
        }
        let key = match self.kty {
            "OKP" => self.ed25519(),
            "EC" => self.p256(),
            _ => self.rsa(),
        }?;
        self.check_usage(&["verify"])?;
        Ok(Key::asymmetric(key))
    }

    fn ed25519(&self) -> Result<Asymmetric, JwkError> {
        self.check_algorithm(Algorithm::EdDsa)?;
        self.check_curve("Ed25519")?;
        let x = coordinate(self.x)?;
        Asymmetric::from_public(Algorithm::EdDsa, &x).map_err(JwkError::Key)
    }

    /// As an uncompressed point (SEC 1 §2.3.3): 4, and both coordinates.
    fn p256(&self) -> Result<Asymmetric, JwkError> {
        self.check_algorithm(Algorithm::Es256)?;
        self.check_curve("P-256")?;
        let point = [&[4][..], &coordinate(self.x)?, &coordinate(self.y)?].concat();
        Asymmetric::from_public(Algorithm::Es256, &point).map_err(JwkError::Key)
    }

    fn rsa(&self) -> Result<Asymmetric, JwkError> {
        self.check_algorithm(Algorithm::Rs256)?;
        let n = decode(self.n, JwkError::Public)?;
        let e = decode(self.e, JwkError::Public)?;
        Asymmetric::from_rsa_components(&n, &e).map_err(JwkError::Key)
    }

    fn check_curve(&self, curve: &str) -> Result<(), JwkError> {
        if self.crv == Some(curve) {
            Ok(())
        } else {
            Err(JwkError::Public)
        }
    }
}

/// Checked here, for a library may look at no more than the first bytes, or at bytes that are not
/// there.
fn coordinate(text: Option<&str>) -> Result<Vec<u8>, JwkError> {
    let bytes = decode(text, JwkError::Public)?.to_vec();
    if bytes.len() == COORDINATE_BYTES {
        Ok(bytes)
    } else {
        Err(JwkError::Public)
    }
}
