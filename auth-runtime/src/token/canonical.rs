//! Reads and writes payloads as text, in the one spelling that this application writes.
//!
//! A token is read for every request, and nearly always has this spelling. Any other spelling is left to
//! serde ([`claims`](super::claims)), which decides: this module accepts nothing that serde would refuse or
//! read differently. In this spelling, all dates have ten digits, which is true from 2001 to 2286.

use std::borrow::Cow;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{IssueError, NumericDate, TokenError, claims::Claims, identifier, rules::Rules};

/// Most payloads fit into this.
const USUAL_BYTES: usize = 512;

/// The beginning of an application's payloads: their issuer and audience are always the same.
pub(super) struct Opening {
    issuer: Box<str>,
    audience: Box<str>,
    /// The text up to the subject's first quotation mark.
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
        let dates = [claims.auth_time, claims.iat, claims.exp].map(digits);
        let [Some(auth_time), Some(iat), Some(exp)] = dates else {
            push_json(&mut payload, claims)?;
            return Ok(payload);
        };
        push_text(&mut payload, &self.text, &claims.sub)?;
        push(&mut payload, br#"","sid":""#, &claims.sid.text());
        push(&mut payload, br#"","jti":""#, &claims.jti.text());
        push(&mut payload, br#"","auth_time":"#, &auth_time);
        push(&mut payload, br#","iat":"#, &iat);
        push(&mut payload, br#","exp":"#, &exp);
        if let Some(app) = &claims.app {
            payload.extend_from_slice(br#","app":"#);
            push_json(&mut payload, app)?;
        }
        payload.push(b'}');
        Ok(payload)
    }

    /// Reads the claims of a payload whose signature has been verified.
    // Inlined, like what it calls, so that these large claims are not moved twice.
    #[inline]
    pub(super) fn read<'a, A: DeserializeOwned>(
        &'a self,
        payload: &'a [u8],
    ) -> Result<Claims<'a, A>, TokenError> {
        match self.read_usual(payload) {
            Some(claims) => Ok(claims),
            None => Claims::read(payload),
        }
    }

    /// The claims, if the payload has the spelling that [`write`](Self::write) produces.
    #[inline]
    fn read_usual<'a, A: DeserializeOwned>(&'a self, payload: &'a [u8]) -> Option<Claims<'a, A>> {
        let mut rest = Rest(payload.strip_prefix(self.text.as_bytes())?);
        let sub = rest.text()?;
        let sid = rest.after(br#"","sid":""#)?;
        let jti = rest.after(br#"","jti":""#)?;
        let auth_time = rest.after(br#"","auth_time":"#)?;
        let iat = rest.after(br#","iat":"#)?;
        let exp = rest.after(br#","exp":"#)?;
        let (sid, jti) = identifier::parse_both([sid, jti])?;
        Some(Claims {
            iss: Cow::Borrowed(&*self.issuer),
            aud: Cow::Borrowed(&*self.audience),
            sub: Cow::Borrowed(sub),
            sid,
            jti,
            auth_time: date(auth_time)?,
            iat: date(iat)?,
            exp: date(exp)?,
            nbf: None,
            app: match rest.0 {
                b"}" => None,
                _ => Some(rest.app()?),
            },
        })
    }
}

/// Appends `start` and `text`. Their lengths are known at compile time, so no function is called to copy
/// them.
fn push<const S: usize, const T: usize>(payload: &mut Vec<u8>, start: &[u8; S], text: &[u8; T]) {
    payload.extend_from_slice(start);
    payload.extend_from_slice(text);
}

/// Appends a string with only its first quotation mark, which is in `start`. The caller appends the second
/// one with the next member.
fn push_text(payload: &mut Vec<u8>, start: &str, text: &str) -> Result<(), IssueError> {
    payload.extend_from_slice(start.as_bytes());
    if text.bytes().any(is_escaped) {
        // serde writes both marks.
        payload.pop();
        push_json(payload, text)?;
        payload.pop();
    } else {
        payload.extend_from_slice(text.as_bytes());
    }
    Ok(())
}

fn push_json(payload: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) -> Result<(), IssueError> {
    serde_json::to_writer(payload, value).map_err(IssueError::Claims)
}

/// Whether JSON escapes this byte in a string (RFC 8259 §7).
fn is_escaped(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..=0x1f)
}

/// The number of digits that nearly all dates have.
const DIGITS: usize = 10;

/// The digits of a date, if there are exactly this many.
fn digits(date: NumericDate) -> Option<[u8; DIGITS]> {
    let mut buffer = itoa::Buffer::new();
    buffer.format(date.as_secs()).as_bytes().try_into().ok()
}

/// The date with these digits. The first must not be a zero, because JSON has only one spelling of a whole
/// number.
fn date(digits: &[u8; DIGITS]) -> Option<NumericDate> {
    let mut seconds = 0;
    for digit in digits.map(|digit| digit.wrapping_sub(b'0')) {
        if digit > 9 {
            return None;
        }
        seconds = seconds * 10 + i64::from(digit);
    }
    if digits.starts_with(b"0") {
        return None;
    }
    NumericDate::from_secs(seconds)
}

/// The part that has not been read yet.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    /// Takes `LENGTH` bytes.
    fn take<const LENGTH: usize>(&mut self) -> Option<&'a [u8; LENGTH]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(taken)
    }

    /// Takes `T` bytes that follow `start`.
    fn after<const S: usize, const T: usize>(&mut self, start: &[u8; S]) -> Option<&'a [u8; T]> {
        (self.take()? == start).then(|| self.take())?
    }

    /// A string without escapes, up to its second quotation mark.
    fn text(&mut self) -> Option<&'a str> {
        let end = self.0.iter().position(|byte| is_escaped(*byte))?;
        let (text, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        str::from_utf8(text).ok()
    }

    /// The application's claims, and the end of the payload after them; `null` is left to serde.
    fn app<A: DeserializeOwned>(self) -> Option<A> {
        let json = self.0.strip_prefix(br#","app":"#)?.strip_suffix(b"}")?;
        let json = str::from_utf8(json).ok()?;
        serde_json::from_str::<Option<A>>(json).ok()?
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::IgnoredAny;
    use serde_json::Value;

    use super::*;
    use crate::token::{Key, SessionId, TokenId, Tokens};

    type AnyClaims = Claims<'static, Value>;

    /// A token's claims without the closing brace.
    const CLAIMS: &str = r#"{"iss":"i","aud":"a","sub":"ann","sid":"AAAAAAAAAAAAAAAAAAAAAA","jti":"AAAAAAAAAAAAAAAAAAAAAA","auth_time":1800000001,"iat":1800000002,"exp":1800000003"#;

    fn is_read(payload: &str) -> bool {
        let opening = opening("i", "a");
        opening.read_usual::<Value>(payload.as_bytes()).is_some()
    }

    /// Nearly always a date of ten digits.
    fn any_date() -> impl Strategy<Value = i64> {
        prop_oneof![
            20 => 1_000_000_000..=9_999_999_999_i64,
            1 => 0..=NumericDate::MAX.as_secs(),
            1 => prop::sample::select(&[0, 999_999_999, 10_000_000_000][..]),
        ]
    }

    fn any_claims() -> impl Strategy<Value = AnyClaims> {
        let dates = prop::array::uniform3(any_date());
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

    /// Asserts that both readers agree about a payload, unless this one leaves it to serde.
    fn assert_agreement(opening: &Opening, payload: &str) -> Result<(), TestCaseError> {
        if let Some(claims) = opening.read_usual::<Value>(payload.as_bytes()) {
            let by_serde = serde_json::from_str::<Claims<'_, Value>>(payload);
            let by_serde = by_serde.map(|claims| written_by_serde(&claims));
            prop_assert_eq!(by_serde.ok(), Some(written_by_serde(&claims)));
        }
        Ok(())
    }

    #[test]
    fn what_is_written_is_read_without_serde() {
        for end in ["}", r#","app":{"roles":["admin"]}}"#] {
            let payload = format!("{CLAIMS}{end}");
            let opening = opening("i", "a");
            let read = opening.read_usual::<Value>(payload.as_bytes()).unwrap();
            assert_eq!(written(&read), payload);
        }
        for end in ["", "}}", r#","nbf":1}"#, r#","app":1,"app":2}"#, ",}"] {
            assert!(!is_read(&format!("{CLAIMS}{end}")), "{end}");
        }
    }

    #[test]
    fn another_spelling_of_a_value_is_left_to_serde() {
        let payload = format!("{CLAIMS}}}");
        assert!(is_read(&payload));
        for (ours, other) in [
            ("1800000001", "800000001"),
            ("1800000001", "0800000001"),
            ("1800000001", "18000000010"),
            ("1800000001", "180000000/"),
            ("1800000001", "180000000:"),
            ("1800000001", "1800000.01"),
            ("1800000003", "1800000003.0"),
            ("AAAA\",\"jti", "AAAB\",\"jti"),
            ("AAAA\",\"auth_time", "AAAB\",\"auth_time"),
            ("AAAA\",\"jti", "AAA=\",\"jti"),
            ("AAAA\",\"jti", "AAA\",\"jti"),
            ("ann", "a\\u006en"),
        ] {
            assert!(!is_read(&payload.replace(ours, other)), "{other}");
        }
    }

    #[test]
    fn what_is_no_text_is_read_nowhere() {
        for (ours, other) in [("ann", "\u{fd}nn"), ("1}", "\"\u{fd}\"}")] {
            let payload = format!(r#"{CLAIMS},"app":1}}"#).replace(ours, other);
            let latin1: Vec<u8> = payload
                .chars()
                .map(|char| u8::try_from(char).unwrap())
                .collect();
            let opening = opening("i", "a");
            assert!(is_read(&payload), "{other}");
            assert!(
                opening.read_usual::<IgnoredAny>(&latin1).is_none(),
                "{other}"
            );
            assert!(opening.read::<IgnoredAny>(&latin1).is_err(), "{other}");
        }
    }

    #[test]
    fn another_issuer_or_audience_is_left_to_serde() {
        let payload = format!("{CLAIMS}}}");
        for (issuer, audience) in [("", "a"), ("j", "a"), ("i", ""), ("i", "b"), ("i\"", "a")] {
            let opening = opening(issuer, audience);
            assert!(
                opening.read_usual::<Value>(payload.as_bytes()).is_none(),
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
