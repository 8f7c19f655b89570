//! Tokens that `jsonwebtoken` and other libraries accept, by default or with a configuration that looks
//! natural: even our own signature does not turn any of them into a session.

use super::*;
use crate::token::MAX_TOKEN_BYTES;

/// The claims with one member replaced or removed.
fn with(name: &str, value: impl Into<Option<Value>>) -> String {
    let mut claims = claims();
    let members = claims.as_object_mut().unwrap();
    match value.into() {
        Some(value) => members.insert(name.to_owned(), value),
        None => members.remove(name),
    };
    claims.to_string()
}

#[test]
fn exp_in_the_past_or_now() {
    for seconds_ago in [0, 1, 59, 60, 61] {
        let mut claims = claims();
        claims["iat"] = json!(NOW - 100);
        claims["auth_time"] = json!(NOW - 100);
        claims["exp"] = json!(NOW - seconds_ago);
        assert_eq!(
            refusal(claims.to_string()),
            Some(TokenError::Expired),
            "{seconds_ago}"
        );
    }
}

#[test]
fn nbf_in_the_future() {
    assert_eq!(
        refusal(with("nbf", json!(NOW + 1))),
        Some(TokenError::NotYetValid)
    );
    assert_eq!(refusal(with("nbf", json!(NOW))), None);
    assert_eq!(refusal(with("nbf", json!(null))), Some(TokenError::Claims));
}

#[test]
fn iat_in_the_future() {
    assert_eq!(
        refusal(with("iat", json!(NOW + 1))),
        Some(TokenError::IssuedInFuture)
    );
}

#[test]
fn auth_time_after_iat() {
    assert_eq!(
        refusal(with("auth_time", json!(NOW + 1))),
        Some(TokenError::Claims)
    );
}

#[test]
fn exp_past_the_session_maximum() {
    assert_eq!(refusal(with("exp", json!(NOW + MAXIMUM))), None);
    let outlives = with("exp", json!(NOW + MAXIMUM + 1));
    assert_eq!(refusal(outlives), Some(TokenError::PastSessionMaximum));
}

#[test]
fn another_issuer_or_audience() {
    for other in ["", "Issuer", "issuer ", "audience", "issuer\0"] {
        assert_eq!(
            refusal(with("iss", json!(other))),
            Some(TokenError::Issuer),
            "{other}"
        );
    }
    for other in ["", "Audience", "issuer"] {
        assert_eq!(
            refusal(with("aud", json!(other))),
            Some(TokenError::Audience),
            "{other}"
        );
    }
}

#[test]
fn a_claim_missing_null_or_of_another_type() {
    for name in ["iss", "aud", "sub", "sid", "jti", "auth_time", "iat", "exp"] {
        assert_eq!(
            refusal(with(name, None)),
            Some(TokenError::Claims),
            "{name} missing"
        );
        let right = claims()[name].clone();
        for value in [
            json!(null),
            json!(true),
            json!([right]),
            json!({ "a": right }),
            json!(1.5),
        ] {
            let refused = refusal(with(name, value.clone()));
            assert_eq!(refused, Some(TokenError::Claims), "{name}: {value}");
        }
    }
}

#[test]
fn dates_that_are_not_whole_seconds_since_1970() {
    for name in ["exp", "iat", "nbf", "auth_time"] {
        for date in [
            "\"1750000000\"",
            "1.75e9",
            "1750000000.0",
            "-1",
            "253402300800",
            "1e400",
        ] {
            let payload = with(name, None).replacen('{', &format!("{{\"{name}\":{date},"), 1);
            assert_eq!(refusal(payload), Some(TokenError::Claims), "{name}: {date}");
        }
    }
}

#[test]
fn texts_that_are_numbers() {
    for name in ["iss", "aud", "sub", "sid", "jti"] {
        assert_eq!(
            refusal(with(name, json!(7))),
            Some(TokenError::Claims),
            "{name}"
        );
    }
}

#[test]
fn an_empty_subject_or_malformed_identifiers() {
    assert_eq!(refusal(with("sub", json!(""))), Some(TokenError::Claims));
    for id in [
        "",
        "AAAAAAAAAAAAAAAAAAAAAB",
        "AAAAAAAAAAAAAAAAAAAA==",
        "AAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        assert_eq!(
            refusal(with("sid", json!(id))),
            Some(TokenError::Claims),
            "{id}"
        );
        assert_eq!(
            refusal(with("jti", json!(id))),
            Some(TokenError::Claims),
            "{id}"
        );
    }
}

#[test]
fn claims_that_we_do_not_write() {
    for name in ["permissions", "admin", "ISS", "app "] {
        assert_eq!(
            refusal(with(name, json!(1))),
            Some(TokenError::Claims),
            "{name}"
        );
    }
    assert_eq!(refusal(with("app", json!({}))), Some(TokenError::Claims));
}

#[test]
fn repeated_claims() {
    for name in ["iss", "aud", "sub", "sid", "jti", "auth_time", "iat", "exp"] {
        let again = format!("{{\"{name}\":{},", claims()[name]);
        let payload = claims().to_string().replacen('{', &again, 1);
        assert_eq!(refusal(payload), Some(TokenError::Claims), "{name}");
    }
    let nulls = claims()
        .to_string()
        .replacen('{', "{\"app\":null,\"app\":null,", 1);
    assert_eq!(refusal(nulls), Some(TokenError::Claims));
}

#[test]
fn claims_as_an_array_in_the_order_of_the_fields() {
    let order = ["iss", "aud", "sub", "sid", "jti", "auth_time", "iat", "exp"];
    let mut members: Vec<Value> = order.iter().map(|name| claims()[name].clone()).collect();
    members.extend([json!(NOW), json!(null)]);
    assert_eq!(
        refusal(json!(members).to_string()),
        Some(TokenError::Claims)
    );
}

#[test]
fn anything_around_the_object() {
    let object = claims().to_string();
    for payload in [
        format!(" {object}"),
        format!("\u{feff}{object}"),
        format!("{object}{{}}"),
        format!("{object}\0"),
        String::new(),
        "{}".to_owned(),
        "{".repeat(2_000),
        "[".repeat(2_000),
    ] {
        assert_eq!(refusal(&payload), Some(TokenError::Claims), "{payload}");
    }
    assert_eq!(refusal([b'{', 0xff, b'}']), Some(TokenError::Claims));
}

#[test]
fn headers_with_foreign_members_types_keys_and_algorithms() {
    for (header, reason) in [
        (
            r#"{"alg":"HS256","typ":"session+jwt","crit":["exp"],"exp":1}"#,
            TokenError::Header,
        ),
        (
            r#"{"alg":"HS256","typ":"session+jwt","crit":[]}"#,
            TokenError::Header,
        ),
        (
            r#"{"alg":"HS256","typ":"session+jwt","b64":false}"#,
            TokenError::Header,
        ),
        (
            r#"{"alg":"HS256","typ":"session+jwt","zip":"DEF"}"#,
            TokenError::Header,
        ),
        (
            r#"{"alg":"HS256","typ":"session+jwt","enc":"A128GCM"}"#,
            TokenError::Header,
        ),
        (
            r#"{"alg":"HS256","typ":"session+jwt","jwk":{"kty":"oct","k":""}}"#,
            TokenError::Header,
        ),
        (
            r#"{"alg":"HS256","typ":"session+jwt","jku":"https://a"}"#,
            TokenError::Header,
        ),
        (
            r#"{"alg":"HS256","typ":"session+jwt","x5u":"https://a"}"#,
            TokenError::Header,
        ),
        (
            r#"{"alg":"HS256","typ":"session+jwt","x5c":[]}"#,
            TokenError::Header,
        ),
        (
            r#"{"alg":"HS256","alg":"HS256","typ":"session+jwt"}"#,
            TokenError::Header,
        ),
        (
            r#"{"alg":"HS256","typ":"session+jwt" }"#,
            TokenError::Header,
        ),
        (r#"{"typ":"session+jwt","alg":"HS256"}"#, TokenError::Header),
        (r#"["HS256",null,"session+jwt"]"#, TokenError::Header),
        (r#"{"alg":"HS256","typ":"JWT"}"#, TokenError::Type),
        (r#"{"alg":"HS256","typ":"SESSION+JWT"}"#, TokenError::Type),
        (r#"{"alg":"HS256"}"#, TokenError::Type),
        (
            r#"{"alg":"HS256","kid":"other","typ":"session+jwt"}"#,
            TokenError::UnknownKey,
        ),
        (
            r#"{"alg":"HS256","kid":"../../dev/null","typ":"session+jwt"}"#,
            TokenError::UnknownKey,
        ),
        (
            r#"{"alg":"HS384","typ":"session+jwt"}"#,
            TokenError::Algorithm,
        ),
        (
            r#"{"alg":"RS256","typ":"session+jwt"}"#,
            TokenError::Algorithm,
        ),
        (
            r#"{"alg":"none","typ":"session+jwt"}"#,
            TokenError::Algorithm,
        ),
        (
            r#"{"alg":"None","typ":"session+jwt"}"#,
            TokenError::Algorithm,
        ),
    ] {
        let token = signed(header, claims().to_string());
        assert_eq!(tokens().verify(&token).unwrap_err(), reason, "{header}");
    }
}

#[test]
fn a_missing_or_shortened_signature() {
    let token = signed(HEADER, claims().to_string());
    let (message, signature) = token.rsplit_once('.').unwrap();
    let refused = |token: &str| tokens().verify(token).unwrap_err();
    assert_eq!(refused(message), TokenError::Malformed);
    assert_eq!(refused(&format!("{message}.")), TokenError::Signature);
    assert_eq!(
        refused(&format!("{message}.{}", &signature[..22])),
        TokenError::Malformed
    );
    assert_eq!(
        refused(&format!("{message}.{}", &signature[..24])),
        TokenError::Signature
    );
    assert_eq!(refused(&format!("{token}.")), TokenError::Malformed);
    assert_eq!(
        refused(&format!("{token}.{signature}")),
        TokenError::Malformed
    );
    assert_eq!(refused(&format!("{token}=")), TokenError::Malformed);
    assert_eq!(refused(&format!("{token}A")), TokenError::Signature);
    assert_eq!(refused(&format!(" {token}")), TokenError::Header);
}

#[test]
fn payloads_in_sloppy_base64url() {
    for payload in ["e30=", "e31", "e3 0", "e30\n", "e+0", "e.0", "é", "A"] {
        let header = URL_SAFE_NO_PAD.encode(HEADER);
        let message = format!("{header}.{payload}");
        let token = format!("{message}.{}", signature(&message));
        let refused = tokens().verify(&token).unwrap_err();
        assert_eq!(refused, TokenError::Malformed, "{payload}");
    }
}

#[test]
fn oversized_tokens_before_anything_of_them_is_decoded() {
    let mut claims = claims();
    claims["padding"] = json!("a".repeat(4_000));
    let token = signed(HEADER, claims.to_string());
    assert_eq!(tokens().verify(&token).unwrap_err(), TokenError::TooLong);
    let refusal = |bytes| tokens().verify(&"a".repeat(bytes)).unwrap_err();
    assert_eq!(refusal(MAX_TOKEN_BYTES + 1), TokenError::TooLong);
    assert_ne!(refusal(MAX_TOKEN_BYTES), TokenError::TooLong);
}

#[test]
fn a_token_under_another_key() {
    let other = Key::hs256("mB4vXzQ8rT1yLpC6sWdN0kHfJ3gU7aEo").unwrap();
    let theirs = Tokens::builder(other)
        .issuer("issuer")
        .audience("audience")
        .build()
        .unwrap();
    let token = theirs.issue("ann", session_id()).unwrap();
    assert_eq!(
        tokens().verify(token.as_str()).unwrap_err(),
        TokenError::Signature
    );
}
