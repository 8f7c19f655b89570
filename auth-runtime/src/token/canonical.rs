//! The payload in the one spelling in which it is written: put together, and taken apart, as text.
//!
//! A token is read at every request, and nearly always has this spelling. Any other one is left to
//! serde ([`claims`](super::claims)), which decides: nothing is accepted here that serde would refuse
//! or read otherwise.

use std::borrow::Cow;
use std::str::FromStr;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{IssueError, NumericDate, claims::Claims, identifier, rules::Rules};

/// What most payloads fit into.
const USUAL_BYTES: usize = 512;

/// How the payloads of an application begin: its issuer and its audience are the same in all of them.
pub(super) struct Opening {
    issuer: Box<str>,
    audience: Box<str>,
    /// Up to the subject's first quotation mark.
    text: Box<str>,
}

impl Opening {
    pub(super) fn new(rules: &Rules) -> Self {
        let [issuer, audience] = [&rules.issuer, &rules.audience].map(|text| Value::from(&**text));
        Self {
            issuer: rules.issuer.clone(),
            audience: rules.audience.clone(),
            text: format!(r#"{{"iss":{issuer},"aud":{audience},"sub":""#).into(),
        }
    }

    /// Writes claims of this issuer and this audience as serde would.
    pub(super) fn write<A: Serialize>(
        &self,
        claims: &Claims<'_, A>,
    ) -> Result<Vec<u8>, IssueError> {
        let mut payload = Vec::with_capacity(USUAL_BYTES);
        push_text(&mut payload, &self.text, &claims.sub)?;
        push(&mut payload, r#"","sid":""#);
        claims.sid.with_text(|text| push(&mut payload, text));
        push(&mut payload, r#"","jti":""#);
        claims.jti.with_text(|text| push(&mut payload, text));
        push_date(&mut payload, r#"","auth_time":"#, claims.auth_time);
        push_date(&mut payload, r#","iat":"#, claims.iat);
        push_date(&mut payload, r#","exp":"#, claims.exp);
        if let Some(app) = &claims.app {
            push(&mut payload, r#","app":"#);
            push_json(&mut payload, app)?;
        }
        push(&mut payload, "}");
        Ok(payload)
    }

    /// The claims, if the payload has the spelling that [`write`](Self::write) gives it.
    pub(super) fn read<'a, A: DeserializeOwned>(
        &'a self,
        payload: &'a str,
    ) -> Option<Claims<'a, A>> {
        let mut rest = Rest(payload);
        let claims = Claims {
            iss: Cow::Borrowed(&*self.issuer),
            aud: Cow::Borrowed(&*self.audience),
            sub: rest.text(&self.text)?,
            sid: rest.identifier(r#","sid":""#)?,
            jti: rest.identifier(r#","jti":""#)?,
            auth_time: rest.date(r#","auth_time":"#)?,
            iat: rest.date(r#","iat":"#)?,
            exp: rest.date(r#","exp":"#)?,
            nbf: None,
            app: match rest.0 {
                "}" => None,
                _ => Some(rest.app()?),
            },
        };
        Some(claims)
    }
}

fn push(payload: &mut Vec<u8>, text: &str) {
    payload.extend_from_slice(text.as_bytes());
}

/// Adds a string between its quotation marks, of which `start` has the first; who adds the next
/// member adds the second.
fn push_text(payload: &mut Vec<u8>, start: &str, text: &str) -> Result<(), IssueError> {
    push(payload, start);
    if text.bytes().any(is_escaped) {
        // serde writes both marks.
        payload.pop();
        push_json(payload, text)?;
        payload.pop();
    } else {
        push(payload, text);
    }
    Ok(())
}

fn push_date(payload: &mut Vec<u8>, start: &str, date: NumericDate) {
    push(payload, start);
    push(payload, itoa::Buffer::new().format(date.as_secs()));
}

fn push_json(payload: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) -> Result<(), IssueError> {
    serde_json::to_writer(payload, value).map_err(IssueError::Claims)
}

/// Whether a byte of a string has an escape in JSON (RFC 8259 §7).
fn is_escaped(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..=0x1f)
}

/// The digits of [`NumericDate::MAX`].
const MOST_DIGITS: usize = 12;

/// What has not been read yet.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// Goes past `expected`.
    fn skip(&mut self, expected: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(expected)?;
        Some(())
    }

    /// A string without escapes, whose name and first quotation mark are `start`.
    fn text(&mut self, start: &str) -> Option<Cow<'a, str>> {
        self.skip(start)?;
        let end = self.0.bytes().position(is_escaped)?;
        let (text, rest) = self.0.split_at_checked(end)?;
        self.0 = rest.strip_prefix('"')?;
        Some(Cow::Borrowed(text))
    }

    fn identifier<T: FromStr>(&mut self, start: &str) -> Option<T> {
        self.skip(start)?;
        let (text, rest) = self.0.split_at_checked(identifier::CHARACTERS)?;
        self.0 = rest.strip_prefix('"')?;
        text.parse().ok()
    }

    /// Digits, of which the first is no zero: JSON has no other spelling of a whole number.
    fn date(&mut self, start: &str) -> Option<NumericDate> {
        self.skip(start)?;
        let (mut seconds, mut count) = (0, 0);
        for digit in self
            .0
            .bytes()
            .take_while(u8::is_ascii_digit)
            .take(MOST_DIGITS)
        {
            seconds = seconds * 10 + i64::from(digit - b'0');
            count += 1;
        }
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        if digits.is_empty() || digits.starts_with('0') {
            return None;
        }
        NumericDate::from_secs(seconds)
    }

    /// The application's claims, and the end after them; `null` is left to serde.
    fn app<A: DeserializeOwned>(&mut self) -> Option<A> {
        self.skip(r#","app":"#)?;
        serde_json::from_str::<Option<A>>(self.0.strip_suffix('}')?).ok()?
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::token::{Key, SessionId, TokenId, Tokens};

    type AnyClaims = Claims<'static, Value>;

    fn any_claims() -> impl Strategy<Value = AnyClaims> {
        let dates = prop::array::uniform3(0..=NumericDate::MAX.as_secs());
        let app = prop::option::of(prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            prop::collection::vec(".{0,5}", 0..3).prop_map(Value::from),
        ]);
        let texts = [(); 3].map(|()| prop_oneof!["[ -~]{0,8}", any::<String>()]);
        let ids = any::<[[u8; 16]; 2]>();
        (texts, ids, dates, app).prop_map(|([iss, aud, sub], [sid, jti], dates, app)| {
            let [auth_time, iat, exp] =
                dates.map(|seconds| NumericDate::from_secs(seconds).unwrap());
            Claims {
                iss: iss.into(),
                aud: aud.into(),
                sub: sub.into(),
                sid: SessionId::from_bytes(sid),
                jti: TokenId::from_bytes(jti),
                auth_time,
                iat,
                exp,
                nbf: None,
                app,
            }
        })
    }

    fn written_by_serde(claims: &Claims<'_, Value>) -> String {
        serde_json::to_string(claims).unwrap()
    }

    fn opening(issuer: &str, audience: &str) -> Opening {
        let key = Key::hs256("cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w").unwrap();
        let builder = Tokens::builder(key).issuer(issuer).audience(audience);
        Opening::new(builder.rules())
    }

    fn opening_of(claims: &Claims<'_, Value>) -> Opening {
        opening(&claims.iss, &claims.aud)
    }

    fn written(claims: &Claims<'_, Value>) -> String {
        String::from_utf8(opening_of(claims).write(claims).unwrap()).unwrap()
    }

    /// What both readers make of a payload: the same, or one of them leaves it to the other.
    fn assert_agreement(opening: &Opening, payload: &str) -> Result<(), TestCaseError> {
        if let Some(claims) = opening.read::<Value>(payload) {
            let by_serde = serde_json::from_str::<Claims<'_, Value>>(payload);
            let by_serde = by_serde.map(|claims| written_by_serde(&claims));
            prop_assert_eq!(by_serde.ok(), Some(written_by_serde(&claims)));
        }
        Ok(())
    }

    #[test]
    fn what_is_written_is_read_without_serde() {
        let claims = r#"{"iss":"i","aud":"a","sub":"ann","sid":"AAAAAAAAAAAAAAAAAAAAAA","jti":"AAAAAAAAAAAAAAAAAAAAAA","auth_time":1,"iat":2,"exp":3"#;
        for end in ["}", r#","app":{"roles":["admin"]}}"#] {
            let payload = format!("{claims}{end}");
            let opening = opening("i", "a");
            let read = opening.read::<Value>(&payload).unwrap();
            assert_eq!(written(&read), payload);
        }
        for end in ["", "}}", r#","nbf":1}"#, r#","app":1,"app":2}"#, ",}"] {
            let read =
                |opening: Opening| opening.read::<Value>(&format!("{claims}{end}")).is_some();
            assert!(!read(opening("i", "a")), "{end}");
        }
    }

    #[test]
    fn another_issuer_or_audience_is_left_to_serde() {
        let claims = r#"{"iss":"i","aud":"a","sub":"ann","sid":"AAAAAAAAAAAAAAAAAAAAAA","jti":"AAAAAAAAAAAAAAAAAAAAAA","auth_time":1,"iat":2,"exp":3}"#;
        for (issuer, audience) in [("", "a"), ("j", "a"), ("i", ""), ("i", "b"), ("i\"", "a")] {
            let opening = opening(issuer, audience);
            assert!(
                opening.read::<Value>(claims).is_none(),
                "{issuer} {audience}"
            );
        }
    }

    proptest! {
        #[test]
        fn it_is_written_as_by_serde(claims in any_claims()) {
            prop_assert_eq!(written(&claims), written_by_serde(&claims));
        }

        #[test]
        fn it_is_read_as_by_serde(claims in any_claims()) {
            assert_agreement(&opening_of(&claims), &written_by_serde(&claims))?;
        }

        #[test]
        fn what_is_spoilt_is_read_as_by_serde_or_not_at_all(
            claims in any_claims(),
            place in any::<prop::sample::Index>(),
            removed in 0..3_usize,
            added in prop::sample::select(&["", "\"", "\\", "0", "-", ".", "1e", ",", "}", "{", "]", " ", "\n", "null", "é"][..]),
        ) {
            let mut payload: Vec<char> = written_by_serde(&claims).chars().collect();
            let start = place.index(payload.len());
            let end = (start + removed).min(payload.len());
            payload.splice(start..end, added.chars());
            assert_agreement(&opening_of(&claims), &payload.into_iter().collect::<String>())?;
        }
    }
}
