//! An issued token can be verified and says the same; what is shown in logs reveals nothing.

use serde::{Deserialize, Serialize};

use super::*;
use crate::token::{IssueError, KeySet, MAX_TOKEN_BYTES, Session, SignedToken};

#[test]
fn a_session_is_what_was_issued() {
    let token = tokens().issue("ann", session_id()).unwrap();
    let session = tokens().verify(token.as_str()).unwrap();
    assert_eq!(session.subject(), "ann");
    assert_eq!(*session.id(), session_id());
    assert_eq!(session.started_at(), date(NOW));
    assert_eq!(session.issued_at(), date(NOW));
    assert_eq!(session.expires_at(), date(NOW + WINDOW));
    assert_eq!(session.expires_at(), token.expires_at());
    assert_eq!(token.expires_in(), seconds(WINDOW));
}

#[test]
fn a_token_is_short_and_its_payload_is_what_the_documentation_says() {
    let token = tokens().issue("ann", session_id()).unwrap();
    assert!(token.as_str().len() < 400, "{}", token.as_str().len());
    let payload = token.as_str().split('.').nth(1).unwrap();
    let mut payload: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    payload["jti"] = claims()["jti"].clone();
    assert_eq!(payload, claims());
}

#[test]
fn subjects_that_json_escapes_survive() {
    for subject in ["\"", "\\", "a\nb", "é", "\u{1f600}", "\0", "</script>", " "] {
        let token = tokens().issue(subject, session_id()).unwrap();
        assert_eq!(tokens().verify(token.as_str()).unwrap().subject(), subject);
    }
    let odd = builder(&clock())
        .issuer("\"\\\n")
        .audience("é\0")
        .build()
        .unwrap();
    let token = odd.issue("ann", session_id()).unwrap();
    assert!(odd.verify(token.as_str()).is_ok());
}

#[test]
fn subjects_of_any_length_survive() {
    for length in 1..100 {
        let subject = "é".repeat(length);
        let token = tokens().issue(&subject, session_id()).unwrap();
        assert_eq!(tokens().verify(token.as_str()).unwrap().subject(), subject);
    }
}

#[test]
fn an_empty_subject_is_not_issued_a_token() {
    assert!(matches!(
        tokens().issue("", session_id()),
        Err(IssueError::Subject)
    ));
}

#[test]
fn whatever_is_issued_is_short_enough_to_be_verified() {
    let mut longest = 0;
    for length in 2_500..3_200 {
        match tokens().issue(&"a".repeat(length), session_id()) {
            Ok(token) => {
                assert!(token.as_str().len() <= MAX_TOKEN_BYTES);
                assert!(tokens().verify(token.as_str()).is_ok());
                longest = length;
            }
            Err(error) => assert!(matches!(error, IssueError::TooLong)),
        }
    }
    assert!((2_500..3_199).contains(&longest));
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tenant {
    tenant: u32,
    roles: Vec<String>,
}

fn tenant_tokens() -> Tokens<Tenant> {
    builder(&clock()).claims().build().unwrap()
}

#[test]
fn own_claims_come_back_and_survive_sliding() {
    let claims = Tenant {
        tenant: 7,
        roles: vec!["\"a\"".to_owned()],
    };
    let token = tenant_tokens()
        .issue_with_claims("ann", session_id(), &claims)
        .unwrap();
    let session = tenant_tokens().verify(token.as_str()).unwrap();
    assert_eq!(session.claims(), &claims);
    let fresh = tenant_tokens().slide(&session).unwrap();
    assert_eq!(
        tenant_tokens().verify(fresh.as_str()).unwrap().claims(),
        &claims
    );
}

#[test]
fn own_claims_are_required_and_typed() {
    let mut payload = claims();
    for app in [
        json!(null),
        json!({}),
        json!({ "tenant": "7", "roles": [] }),
        json!({ "tenant": 7, "roles": [], "more": 1 }),
    ] {
        payload["app"] = app;
        let token = signed(HEADER, payload.to_string());
        assert_eq!(
            tenant_tokens().verify(&token).unwrap_err(),
            TokenError::Claims,
            "{payload}"
        );
    }
    let without = signed(HEADER, claims().to_string());
    assert_eq!(
        tenant_tokens().verify(&without).unwrap_err(),
        TokenError::Claims
    );
}

#[test]
fn claims_that_are_nothing_come_back() {
    let optional: Tokens<Option<Tenant>> = builder(&clock()).claims().build().unwrap();
    let token = optional
        .issue_with_claims("ann", session_id(), &None)
        .unwrap();
    assert_eq!(optional.verify(token.as_str()).unwrap().claims(), &None);
    let unit: Tokens<()> = builder(&clock()).claims().build().unwrap();
    let token = unit.issue_with_claims("ann", session_id(), &()).unwrap();
    assert!(unit.verify(token.as_str()).is_ok());
}

#[test]
fn own_claims_that_json_cannot_express_are_not_issued() {
    let odd: Tokens<std::collections::HashMap<Vec<u8>, u8>> =
        builder(&clock()).claims().build().unwrap();
    let claims = [(vec![1], 1)].into();
    let refused = odd.issue_with_claims("ann", session_id(), &claims);
    assert!(matches!(refused, Err(IssueError::Claims(_))));
}

#[test]
fn rotation_logs_nobody_out_and_ends_by_dropping_the_old_key() {
    let new = || {
        let key = Key::hs256("mB4vXzQ8rT1yLpC6sWdN0kHfJ3gU7aEo").unwrap();
        key.with_id("new").unwrap()
    };
    let tokens = tokens();
    let clone = tokens.clone();
    let before = tokens.issue("ann", session_id()).unwrap();

    tokens.replace_keys(KeySet::new([new(), key()]).unwrap());
    let after = clone
        .slide(&clone.verify(before.as_str()).unwrap())
        .unwrap();
    assert!(tokens.verify(after.as_str()).is_ok());

    tokens.replace_keys(new());
    assert_eq!(
        clone.verify(before.as_str()).unwrap_err(),
        TokenError::UnknownKey
    );
    assert!(clone.verify(after.as_str()).is_ok());
}

#[test]
fn debug_and_errors_show_no_token_no_key_and_no_claims() {
    let claims = Tenant {
        tenant: 4_711,
        roles: vec!["hidden".to_owned()],
    };
    let tokens = tenant_tokens();
    let token = tokens
        .issue_with_claims("ann", session_id(), &claims)
        .unwrap();
    let session = tokens.verify(token.as_str()).unwrap();
    let shown = format!("{tokens:?} {token:?} {session:?} {:?}", builder(&clock()));
    let id = session_id().to_string();
    for secret in [
        token.as_str(),
        SECRET,
        "4711",
        "hidden",
        &id,
        "session-session-",
    ] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[test]
fn what_handlers_hold_can_cross_threads() {
    fn check<T: Clone + Send + Sync + 'static>() {}
    check::<Tokens>();
    check::<Session>();
    check::<SignedToken>();
    check::<Tokens<std::rc::Rc<()>>>();
}
