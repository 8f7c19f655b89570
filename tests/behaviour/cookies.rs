//! R5 for cookies: `ResponseEdits::set_cookie`.

use auth_runtime::{HttpError, InvalidHeader, ResponseEdits};
use axum::http::{StatusCode, header};
use cookie::{Cookie, SameSite};

use super::support::{Answer, Script};

/// The response when a dependency sets these cookies.
async fn answer(cookies: Vec<Cookie<'static>>) -> Answer {
    Script::new(move |edits| {
        cookies
            .iter()
            .try_for_each(|cookie| edits.set_cookie(cookie))
    })
    .run()
    .await
}

#[tokio::test]
async fn each_cookie_is_a_header_of_its_own_beside_the_handlers() {
    let script = Script::new(|edits: &mut ResponseEdits| {
        edits.set_cookie(&Cookie::new("one", "1"))?;
        edits.set_cookie(&Cookie::new("two", "2"))
    });
    let answer = script
        .answering(|| [(header::SET_COOKIE, "own=0")])
        .run()
        .await;
    assert_eq!(answer.values("set-cookie"), ["own=0", "one=1", "two=2"]);
}

#[tokio::test]
async fn a_cookie_survives_an_error() {
    let script = Script::new(|edits| edits.set_cookie(&Cookie::new("one", "1")));
    let answer = script
        .answering(|| HttpError::new(StatusCode::CONFLICT))
        .run()
        .await;
    assert_eq!(answer.values("set-cookie"), ["one=1"]);
}

#[tokio::test]
async fn a_cookie_keeps_its_attributes() {
    let cookie = Cookie::build(("__Host-session", "abc"))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .build();
    let answer = answer(vec![cookie]).await;
    assert_eq!(
        answer.values("set-cookie"),
        ["__Host-session=abc; HttpOnly; SameSite=Lax; Secure; Path=/"]
    );
}

/// RFC 6265 §4.1.1: a `;` in a value would be read as an attribute.
#[tokio::test]
async fn a_value_cannot_smuggle_an_attribute_or_a_header() {
    for value in [
        "1; Domain=evil.example",
        "1\r\nx: y",
        "1 2",
        "1,2",
        "1\"2",
        "1\\2",
        "né",
        "\"1",
        "\"",
    ] {
        let answer = answer(vec![Cookie::new("one", value)]).await;
        assert_eq!(
            answer.status,
            StatusCode::INTERNAL_SERVER_ERROR,
            "{value:?}"
        );
        assert_eq!(answer.values("set-cookie"), [""; 0], "{value:?}");
        answer.problem();
    }
}

#[tokio::test]
async fn a_name_or_a_path_or_a_domain_cannot_smuggle_an_attribute() {
    let smuggling = [
        Cookie::new("", "1"),
        Cookie::new("one;two", "1"),
        Cookie::new("one=two", "1"),
        Cookie::build(("one", "1"))
            .path("/; Domain=evil.example")
            .build(),
        Cookie::build(("one", "1"))
            .domain("example.org; Path=/")
            .build(),
        Cookie::build(("one", "1")).path("/\r\n").build(),
    ];
    for cookie in smuggling {
        let answer = answer(vec![cookie.clone()]).await;
        assert_eq!(
            answer.status,
            StatusCode::INTERNAL_SERVER_ERROR,
            "{cookie:?}"
        );
        assert_eq!(answer.values("set-cookie"), [""; 0], "{cookie:?}");
    }
}

#[tokio::test]
async fn every_value_that_the_standard_allows_is_taken() {
    for value in ["", "\"quoted\"", "!#$%&'()*+-./:<=>?@[]^_`{|}~", "aZ09"] {
        let answer = answer(vec![Cookie::new("one", value)]).await;
        assert_eq!(answer.values("set-cookie"), [format!("one={value}")]);
    }
}

#[tokio::test]
async fn a_cookie_that_scripts_may_not_read_is_not_stored_by_caches() {
    let hidden = Cookie::build(("session", "abc")).http_only(true).build();
    assert_eq!(
        answer(vec![hidden]).await.values("cache-control"),
        ["no-store"]
    );
    let open = Cookie::new("theme", "dark");
    assert_eq!(answer(vec![open]).await.values("cache-control"), [""; 0]);
}

#[test]
fn a_refused_cookie_says_so() {
    assert_eq!(
        InvalidHeader::Cookie.to_string(),
        "the cookie contains characters that are not allowed in cookies"
    );
}
