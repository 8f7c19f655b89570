//! Tests of recording edits.

use super::*;

#[test]
fn a_token_is_not_printed() {
    let mut token = HeaderValue::from_static("hunter2");
    token.set_sensitive(true);
    let mut edits = ResponseEdits::new();
    edits.set_default("refreshtoken", token).unwrap();
    assert!(!format!("{edits:?}").contains("hunter2"));
}

#[test]
fn a_refused_edit_is_not_recorded() {
    let mut edits = ResponseEdits::new();
    assert_eq!(edits.insert("x", "a\r\nb"), Err(InvalidHeader::Value));
    assert_eq!(edits.insert("two words", "1"), Err(InvalidHeader::Name));
    assert_eq!(
        edits.insert("content-length", "1"),
        Err(InvalidHeader::Framing)
    );
    assert_eq!(edits.remove("content-length"), Err(InvalidHeader::Framing));
    assert!(edits.headers.is_empty());
}
