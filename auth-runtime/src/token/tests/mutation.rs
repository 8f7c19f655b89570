//! No changed token is valid, and none makes the parser panic.

use proptest::prelude::*;

use super::*;

#[test]
fn every_change_of_one_byte_is_refused() {
    let tokens = tokens();
    let token = tokens.issue("ann", session_id()).unwrap().into_string();
    for position in 0..token.len() {
        for byte in 0..=0x7f_u8 {
            let mut changed = token.clone().into_bytes();
            if changed[position] == byte {
                continue;
            }
            changed[position] = byte;
            let changed = String::from_utf8(changed).unwrap();
            assert!(
                tokens.verify(&changed).is_err(),
                "byte {byte:#x} at {position}"
            );
        }
    }
}

#[test]
fn every_removal_and_every_insertion_is_refused() {
    let tokens = tokens();
    let token = tokens.issue("ann", session_id()).unwrap().into_string();
    for position in 0..token.len() {
        let (head, tail) = token.split_at(position);
        assert!(tokens.verify(head).is_err());
        assert!(tokens.verify(&format!("{head}{}", &tail[1..])).is_err());
        for inserted in ["A", ".", "=", " ", "\0", "é", "-_"] {
            assert!(tokens.verify(&format!("{head}{inserted}{tail}")).is_err());
        }
    }
}

#[test]
fn segments_of_two_tokens_do_not_combine() {
    let tokens = tokens();
    let one = tokens.issue("ann", session_id()).unwrap().into_string();
    let other = tokens.issue("bob", session_id()).unwrap().into_string();
    let (message, _) = one.rsplit_once('.').unwrap();
    let (_, signature) = other.rsplit_once('.').unwrap();
    let refused = tokens
        .verify(&format!("{message}.{signature}"))
        .unwrap_err();
    assert_eq!(refused, TokenError::Signature);
}

proptest! {
    #[test]
    fn any_text_is_refused(text in any::<String>()) {
        prop_assert!(tokens().verify(&text).is_err());
    }

    #[test]
    fn any_payload_that_we_sign_is_refused_unless_it_has_our_claims(
        payload in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        prop_assert!(refusal(payload).is_some());
    }
}
