//! Which secrets are refused: too short, not random at all, or printed in public documentation.

use base64_simd::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::KeyError;

/// RFC 7518 §3.2: a key of the size of the hash output (256 bits for HS256) or larger MUST be used.
pub(super) const MIN_SECRET_BYTES: usize = 32;

/// Thirty-two random bytes have 30 distinct values on average, 32 random hexadecimal digits 14.
const MIN_DISTINCT_BYTES: usize = 8;

/// Secrets of 32 or more bytes that are printed in documentation, and that attackers therefore try first.
/// Each is compared with the secret itself and with its base64url encoding.
const SAMPLES: [&str; 8] = [
    // FastAPI's tutorial on OAuth2 with JWT, as text and decoded from hexadecimal.
    "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
    "CdJeCU-qbKJVbIGBZrepVjuT9wmfbw9Mqmz2O4jo0-c",
    // jwt.io
    "a-string-secret-at-least-256-bits-long",
    "qwertyuiopasdfghjklzxcvbnm123456",
    // Supabase's defaults for local development and self-hosting.
    "super-secret-jwt-token-with-at-least-32-characters-long",
    "your-super-secret-jwt-token-with-at-least-32-characters-long",
    // RFC 7515 appendix A.1 and RFC 7520 §3.5.
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg",
];

/// Placeholders that people write where a secret belongs. In lower case, without separators.
const PLACEHOLDERS: [&str; 6] = [
    "changeme",
    "changethis",
    "replaceme",
    "your256bitsecret",
    "yoursecret",
    "yoursupersecret",
];

/// The rules for a secret, in the order in which they are reported.
pub(super) fn check_secret(secret: &[u8]) -> Result<(), KeyError> {
    check_length(secret)?;
    check_variety(secret)?;
    check_sequence(secret)?;
    check_samples(secret)?;
    check_placeholders(secret)
}

fn check_length(secret: &[u8]) -> Result<(), KeyError> {
    if secret.len() < MIN_SECRET_BYTES {
        return Err(KeyError::TooShort {
            bytes: secret.len(),
        });
    }
    Ok(())
}

fn check_variety(secret: &[u8]) -> Result<(), KeyError> {
    let mut seen = [false; 256];
    for byte in secret {
        seen[usize::from(*byte)] = true;
    }
    let distinct = seen.iter().filter(|seen| **seen).count();
    if distinct < MIN_DISTINCT_BYTES {
        return Err(KeyError::Repetitive);
    }
    Ok(())
}

/// `00 01 02 …`, `ABCDEF…` and the like.
fn check_sequence(secret: &[u8]) -> Result<(), KeyError> {
    let step = |pair: &[u8]| pair[1].wrapping_sub(pair[0]);
    let mut steps = secret.windows(2).map(step);
    let first = steps.next();
    if steps.all(|step| Some(step) == first) {
        return Err(KeyError::Repetitive);
    }
    Ok(())
}

fn check_samples(secret: &[u8]) -> Result<(), KeyError> {
    let encoded = Zeroizing::new(URL_SAFE_NO_PAD.encode_to_string(secret));
    let is_secret =
        |sample: &&str| sample.as_bytes() == secret || sample.as_bytes() == encoded.as_bytes();
    if SAMPLES.iter().any(is_secret) {
        return Err(KeyError::Sample);
    }
    Ok(())
}

fn check_placeholders(secret: &[u8]) -> Result<(), KeyError> {
    let letters = |byte: &&u8| byte.is_ascii_alphanumeric();
    let text: Zeroizing<Vec<u8>> = Zeroizing::new(
        secret
            .iter()
            .filter(letters)
            .map(u8::to_ascii_lowercase)
            .collect(),
    );
    let contains = |word: &&str| text.windows(word.len()).any(|part| part == word.as_bytes());
    if PLACEHOLDERS.iter().any(contains) {
        return Err(KeyError::Sample);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_secrets_are_refused_with_their_length() {
        assert_eq!(check_secret(b""), Err(KeyError::TooShort { bytes: 0 }));
        assert_eq!(
            check_secret(&[7; 31]),
            Err(KeyError::TooShort { bytes: 31 })
        );
    }

    #[test]
    fn repetitive_secrets_are_refused() {
        let ascending: Vec<u8> = (0..32).collect();
        let descending: Vec<u8> = (0..64).rev().collect();
        for secret in [
            &[0; 32][..],
            &[b'x'; 64],
            &b"abcd".repeat(16),
            &ascending,
            &descending,
        ] {
            assert_eq!(
                check_secret(secret),
                Err(KeyError::Repetitive),
                "{secret:?}"
            );
        }
    }

    #[test]
    fn samples_are_refused_as_text_and_as_bytes() {
        for sample in SAMPLES {
            assert_eq!(
                check_secret(sample.as_bytes()),
                Err(KeyError::Sample),
                "{sample}"
            );
        }
        let bytes = URL_SAFE_NO_PAD.decode_to_vec(SAMPLES[1]).unwrap();
        assert_eq!(check_secret(&bytes), Err(KeyError::Sample));
    }

    #[test]
    fn placeholders_are_refused_however_they_are_spelled() {
        for secret in [
            "CHANGE-ME-CHANGE-ME-CHANGE-ME-0123456789",
            "please_change_this_before_production!",
            "your-256-bit-secret-your-256-bit-secret",
        ] {
            assert_eq!(
                check_secret(secret.as_bytes()),
                Err(KeyError::Sample),
                "{secret}"
            );
        }
    }

    fn half(bytes: &[u8]) -> u128 {
        u128::from_be_bytes(bytes.try_into().unwrap())
    }

    #[test]
    fn random_secrets_are_accepted_as_bytes_and_as_hexadecimal() {
        for _ in 0..1_000 {
            let mut secret = [0; 32];
            getrandom::fill(&mut secret).unwrap();
            let text = format!("{:032x}{:032x}", half(&secret[..16]), half(&secret[16..]));
            assert_eq!(check_secret(&secret), Ok(()));
            assert_eq!(check_secret(text.as_bytes()), Ok(()));
        }
    }
}
