//! `POST /login`.

use std::iter::repeat_n;
use std::net::{IpAddr, Ipv4Addr};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use futures_util::future::join_all;

use crate::site::{Answer, PASSWORD, Site, TTL, in_chunks, request};

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
    let large = format!("{fits}x");
    site.post_login(large.clone())
        .await
        .assert_problem(StatusCode::PAYLOAD_TOO_LARGE);
    site.post_login(in_chunks(large))
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

    site.clock.advance(Duration::from_secs(seconds));
    assert_eq!(site.post_login(right).await.status, StatusCode::OK);
}

/// One of this machine's addresses: on Linux, all of 127.0.0.0/8 are.
fn local(last: u8) -> IpAddr {
    Ipv4Addr::new(127, 0, 7, last).into()
}

/// How many logins as `names` with a wrong password are let through from this address.
async fn listened_to(site: &Site, from: IpAddr, names: impl Iterator<Item = String>) -> usize {
    for (listened, name) in names.enumerate() {
        let form = format!("username={name}&password=wrong+password");
        let answer = site.post_login_from(from, form).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            return listened;
        }
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    panic!("all are listened to");
}

#[tokio::test]
async fn guessing_from_one_address_does_not_lock_the_owner_out_elsewhere() {
    let site = Site::new().await;
    let names = repeat_n("admin".to_owned(), 50);
    assert!(listened_to(&site, local(1), names).await < 50);

    let right = format!("username=admin&password={PASSWORD}");
    let owner = site.post_login_from(local(2), right.clone()).await;
    assert_eq!(owner.status, StatusCode::OK);
    // Nobody at this address can log in to the account, not even the owner; other accounts are not affected.
    let guesser = site.post_login_from(local(1), right).await;
    assert_eq!(guesser.status, StatusCode::TOO_MANY_REQUESTS);
    let other = "username=anna&password=wrong+password";
    let other = site.post_login_from(local(1), other).await;
    assert_eq!(other.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn trying_many_names_from_one_address_is_throttled_there_alone() {
    let site = Site::new().await;
    let names = (0..100).map(|number| format!("name{number}"));
    assert!(listened_to(&site, local(1), names).await < 100);
    let other = "username=name99&password=wrong+password";
    let other = site.post_login_from(local(2), other).await;
    assert_eq!(other.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn guessing_from_many_addresses_is_throttled_but_not_where_the_owner_is_known() {
    let site = Site::new().await;
    let right = || format!("username=admin&password={PASSWORD}");
    let owner = site.post_login_from(local(255), right()).await;
    assert_eq!(owner.status, StatusCode::OK);

    let mut listened = 0..50;
    let wrong = "username=admin&password=wrong+password";
    while let Some(last) = listened.next()
        && site.post_login_from(local(last), wrong).await.status == StatusCode::UNAUTHORIZED
    {}
    assert!(!listened.is_empty());
    let elsewhere = site.post_login_from(local(254), right()).await;
    assert_eq!(elsewhere.status, StatusCode::TOO_MANY_REQUESTS);
    let owner = site.post_login_from(local(255), right()).await;
    assert_eq!(owner.status, StatusCode::OK);

    let seconds = elsewhere.header("retry-after").unwrap().parse().unwrap();
    assert!(seconds <= 60, "{seconds}");
    site.clock.advance(Duration::from_secs(seconds));
    let elsewhere = site.post_login_from(local(254), right()).await;
    assert_eq!(elsewhere.status, StatusCode::OK);
}

/// There are 33 places per core. Twice as many logins arrive, from so many addresses that none is throttled.
#[tokio::test]
async fn who_finds_no_place_to_be_hashed_is_sent_away_and_sessions_go_on() {
    let site = Site::new().await;
    let token = site.log_in().await;
    let places = 33 * available_parallelism().unwrap().get();
    let logins = (0..2 * places).map(|number| {
        let from = local(u8::try_from(number / 50).unwrap());
        let form = format!("username=name{number}&password=wrong+password");
        site.post_login_from(from, form)
    });
    let (answers, checked) = tokio::join!(join_all(logins), site.check(&token));
    assert_eq!(checked.status, StatusCode::OK);

    let is_busy = |answer: &&Answer| answer.status == StatusCode::SERVICE_UNAVAILABLE;
    let (busy, others): (Vec<_>, Vec<_>) = answers.iter().partition(is_busy);
    assert!(!busy.is_empty() && others.len() >= places, "{}", busy.len());
    for answer in busy {
        answer.assert_problem(StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.header("retry-after").is_some());
    }
    for answer in others {
        answer.assert_problem(StatusCode::UNAUTHORIZED);
    }
    site.log_in().await;
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
