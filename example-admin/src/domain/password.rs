//! Passwords: one that a user may have, and one that somebody tries.

use std::fmt;

use zeroize::Zeroizing;

use super::Invalid;

const SHORTEST: usize = 8;
const LONGEST: usize = 1024;

/// The number of random bytes in a generated password: 128 bits.
const GENERATED: usize = 16;

/// A password that a user may have: 8 to 1,024 bytes, used whole, any character.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Parses a password; nothing is trimmed, folded or cut.
    ///
    /// # Errors
    ///
    /// [`Invalid`] when it is shorter or longer than a password may be.
    pub fn parse(text: impl Into<String>) -> Result<Self, Invalid> {
        GivenPassword::new(text).accept()
    }

    /// Makes a password that nobody can guess.
    ///
    /// # Errors
    ///
    /// When the operating system gives no random bytes.
    pub fn generate() -> Result<Self, getrandom::Error> {
        use base64::Engine as _;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;

        let mut bytes = Zeroizing::new([0; GENERATED]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(Zeroizing::new(
            URL_SAFE_NO_PAD.encode(bytes.as_slice()),
        )))
    }

    /// The password itself, for its hash and for the user who is told it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(..)")
    }
}

/// What somebody entered as a password. At login it may have a length that no user's password can have:
/// it is then simply wrong.
#[derive(Clone)]
pub struct GivenPassword(Zeroizing<String>);

impl GivenPassword {
    /// Wraps what was given.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Accepts it as the password that a user has from now on.
    ///
    /// # Errors
    ///
    /// As for [`Password::parse`].
    pub fn accept(self) -> Result<Password, Invalid> {
        check_length(&self.0)?;
        Ok(Password(self.0))
    }

    /// The bytes to hash.
    #[must_use]
    pub fn reveal(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for GivenPassword {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("GivenPassword(..)")
    }
}

fn check_length(text: &str) -> Result<(), Invalid> {
    if !(SHORTEST..=LONGEST).contains(&text.len()) {
        return Err(Invalid("a password must have 8 to 1,024 bytes"));
    }
    Ok(())
}

impl<'de> serde::Deserialize<'de> for GivenPassword {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_bytes() {
        assert!(Password::parse("1234567").is_err());
        assert!(Password::parse("12345678").is_ok());
        assert!(Password::parse("üüüü").is_ok());
        assert!(Password::parse("a".repeat(1024)).is_ok());
        assert!(Password::parse("a".repeat(1025)).is_err());
    }

    #[test]
    fn it_is_kept_whole() {
        let odd = " Pass\0word \u{1f511}\n";
        assert_eq!(Password::parse(odd).unwrap().reveal(), odd);
    }

    #[test]
    fn debug_shows_nothing() {
        let shown = format!(
            "{:?} {:?}",
            Password::parse("very secret").unwrap(),
            GivenPassword::new("very secret")
        );
        assert!(!shown.contains("secret"), "{shown}");
    }

    #[test]
    fn generated_passwords_differ() {
        let (one, other) = (Password::generate().unwrap(), Password::generate().unwrap());
        assert_ne!(one.reveal(), other.reveal());
        assert_eq!(one.reveal().len(), 22);
    }
}
