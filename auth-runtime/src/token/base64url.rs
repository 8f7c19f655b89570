//! base64url without padding (RFC 4648 §5), in the only spelling that each value has: no padding, no foreign
//! character, no stray bits in the last character.

use std::mem::MaybeUninit;

use base64_simd::{AsOut, URL_SAFE_NO_PAD};

/// A buffer to decode into, which need not be cleared first.
pub(super) type Room<const BYTES: usize> = [MaybeUninit<u8>; BYTES];

/// A buffer for this many bytes.
pub(super) const fn room<const BYTES: usize>() -> Room<BYTES> {
    [MaybeUninit::uninit(); BYTES]
}

/// Decodes `text` to the start of `room`, if it is valid and fits.
pub(super) fn decode<'r>(text: &[u8], room: &'r mut [MaybeUninit<u8>]) -> Option<&'r [u8]> {
    if decoded_length(text.len()) > room.len() {
        return None;
    }
    let decoded = URL_SAFE_NO_PAD.decode(text, room.as_out());
    decoded.ok().map(|bytes| &*bytes)
}

/// Appends the encoding of `bytes` to `text`.
pub(super) fn append(bytes: &[u8], text: &mut String) {
    URL_SAFE_NO_PAD.encode_append(bytes, text);
}

/// The number of characters that encode this many bytes.
pub(super) const fn encoded_length(bytes: usize) -> usize {
    (bytes * 4).div_ceil(3)
}

/// The number of bytes that this many characters encode.
pub(super) const fn decoded_length(characters: usize) -> usize {
    characters * 3 / 4
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose};
    use proptest::prelude::*;

    use super::*;

    fn decoded(text: &str) -> Option<Vec<u8>> {
        decode(text.as_bytes(), &mut room::<100>()).map(<[u8]>::to_vec)
    }

    /// The result of another implementation that is equally strict.
    fn by_another(text: &str) -> Option<Vec<u8>> {
        general_purpose::URL_SAFE_NO_PAD.decode(text).ok()
    }

    #[test]
    fn what_does_not_fit_is_refused_without_a_panic() {
        assert_eq!(decode(b"AAAA", &mut room::<2>()), None);
        assert_eq!(decode(b"AAAA", &mut room::<3>()), Some(&[0; 3][..]));
    }

    #[test]
    fn any_other_spelling_is_refused_at_any_place() {
        for length in 0..=100 {
            let text = general_purpose::URL_SAFE_NO_PAD.encode(vec![0xff; length]);
            let mut exact = vec![MaybeUninit::uninit(); length];
            assert!(decode(text.as_bytes(), &mut exact).is_some(), "{length}");
            for place in 0..text.len() {
                for foreign in ["=", "+", "/", " ", "\n", "\0", "\u{7f}"] {
                    let mut spoilt = text.clone();
                    spoilt.replace_range(place..=place, foreign);
                    assert_eq!(decoded(&spoilt), None, "{spoilt}");
                }
            }
            for more in ["=", "==", "\n"] {
                assert_eq!(decoded(&format!("{text}{more}")), None, "{length}");
            }
        }
    }

    proptest! {
        #[test]
        fn it_is_encoded_as_by_another(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let mut text = String::new();
            append(&bytes, &mut text);
            prop_assert_eq!(text.len(), encoded_length(bytes.len()));
            prop_assert_eq!(decoded_length(text.len()), bytes.len());
            prop_assert_eq!(&text, &general_purpose::URL_SAFE_NO_PAD.encode(&bytes));
            prop_assert_eq!(decoded(&text), Some(bytes));
        }

        #[test]
        fn it_is_decoded_as_by_another(text in "[A-Za-z0-9_-]{0,120}[A-Za-z0-9_+/= -]{0,2}") {
            prop_assert_eq!(decoded(&text), by_another(&text));
        }
    }
}
