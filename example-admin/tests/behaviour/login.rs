//! `POST /login`.

use std::time::Instant;

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;

use crate::site::{PASSWORD, Site, TTL, request};

#[tokio::test]
async fn the_right_password_gives_a_token_that_nobody_stores() {
    let site = Site::new().await;
    let answer = site
        .post_login(format!("username=admin&password={PASSWORD}"))
        .await;

    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("refreshtoken"), None);
    let json = answer.json();
    assert_eq!(json.as_object().unwrap().len(), 3);
    assert_eq!(json["token_type"], "bearer");
    assert_eq!(json["expires_in"], TTL.as_secs());
    assert!(json["access_token"].as_str().unwrap().len() < 1024);
}

#[tokio::test]
async fn an_unknown_user_and_a_wrong_password_are_answered_alike() {
    let site = Site::new().await;
    let known = site
        .post_login("username=admin&password=wrong+password")
        .await;
    assert_eq!(
        known.assert_problem(StatusCode::UNAUTHORIZED),
        "the user name or the password is wrong"
    );
    assert_eq!(known.header("www-authenticate"), Some("Bearer"));
    assert_eq!(known.header("refreshtoken"), None);

    let too_long = "x".repeat(65);
    for name in ["nobody", "Admin", "admin ", "a%00dmin", &too_long] {
        let unknown = site
            .post_login(format!("username={name}&password={PASSWORD}"))
            .await;
        assert_eq!(
            (unknown.status, &unknown.body),
            (known.status, &known.body),
            "{name}"
        );
        assert_eq!(unknown.headers, known.headers, "{name}");
    }
}

#[tokio::test]
async fn the_password_is_used_whole() {
    let site = Site::new().await;
    for wrong in [
        "correct horse batter",
        "correct horse battery%00",
        "Correct horse battery",
        "+correct horse battery",
    ] {
        let answer = site
            .post_login(format!("username=admin&password={wrong}"))
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{wrong}");
    }
}

#[tokio::test]
async fn a_form_that_lacks_something_is_unprocessable() {
    let site = Site::new().await;
    for form in [
        String::new(),
        "username=admin".to_owned(),
        format!("password={PASSWORD}"),
        format!("username=&password={PASSWORD}"),
        "username=admin&password=".to_owned(),
        format!("username=admin&username=admin&password={PASSWORD}"),
        format!("username=admin&password={PASSWORD}&grant_type=client_credentials"),
    ] {
        let answer = site.post_login(form.clone()).await;
        let detail = answer.assert_problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            !detail.contains("admin") && !detail.contains("client_credentials"),
            "{form}: {detail}"
        );
    }
}

#[tokio::test]
async fn the_other_fields_of_oauth2_may_be_there() {
    let site = Site::new().await;
    let form = format!(
        "grant_type=password&username=admin&password={PASSWORD}&scope=&client_id=x&client_secret=y"
    );
    assert_eq!(site.post_login(form).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_body_that_is_no_form_is_of_an_unsupported_type() {
    let site = Site::new().await;
    let json = format!(r#"{{"username":"admin","password":"{PASSWORD}"}}"#);
    let with_type = request("POST", "/login", None)
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(json));
    site.send(with_type.unwrap())
        .await
        .assert_problem(StatusCode::UNSUPPORTED_MEDIA_TYPE);

    let without = request("POST", "/login", None).body(Body::from("username=admin&password=x"));
    site.send(without.unwrap())
        .await
        .assert_problem(StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_form_over_8_kib_is_too_large() {
    let site = Site::new().await;
    let fits = format!("username=admin&password={}", "x".repeat(8 * 1024 - 24));
    assert_eq!(
        site.post_login(fits.clone()).await.status,
        StatusCode::UNAUTHORIZED
    );
    site.post_login(format!("{fits}x"))
        .await
        .assert_problem(StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn many_wrong_passwords_are_not_listened_to_until_it_ends_by_itself() {
    let site = Site::new().await;
    let mut failures = 0;
    let throttled = loop {
        let answer = site
            .post_login("username=admin&password=wrong+password")
            .await;
        if answer.status != StatusCode::UNAUTHORIZED {
            break answer;
        }
        failures += 1;
        assert!(failures < 50);
    };

    throttled.assert_problem(StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = throttled.header("retry-after").unwrap().parse().unwrap();
    let right = format!("username=admin&password={PASSWORD}");
    assert_eq!(
        site.post_login(right.clone()).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );

    site.clock.advance(std::time::Duration::from_secs(seconds));
    assert_eq!(site.post_login(right).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_throttled_login_costs_no_hash() {
    let site = Site::new().await;
    let wrong = || site.post_login("username=admin&password=wrong+password");
    let start = Instant::now();
    wrong().await;
    let hash = start.elapsed();
    while wrong().await.status == StatusCode::UNAUTHORIZED {}

    let start = Instant::now();
    for _ in 0..20 {
        let answer = wrong().await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    }
    let throttled = start.elapsed();
    assert!(
        throttled < hash * 10,
        "{throttled:?} for 20, {hash:?} for a hash"
    );
}

#[tokio::test]
async fn a_session_lives_on_while_its_users_login_is_throttled() {
    let site = Site::new().await;
    let token = site.log_in().await;
    while site
        .post_login("username=admin&password=wrong+password")
        .await
        .status
        == StatusCode::UNAUTHORIZED
    {}
    assert_eq!(site.check(&token).await.status, StatusCode::OK);
}

#[tokio::test]
async fn no_login_without_a_database() {
    let site = Site::new().await;
    site.state.store.close().await;
    let answer = site
        .post_login(format!("username=admin&password={PASSWORD}"))
        .await;
    answer.assert_problem(StatusCode::SERVICE_UNAVAILABLE);
}
