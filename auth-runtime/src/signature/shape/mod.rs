//! What a type requests from a deserializer: the names and kinds of the values in a path or a query.
//!
//! A type reveals this when it is deserialized from anything: [`rehearsal`] has no real values, and takes
//! notes.

mod rehearsal;

#[cfg(test)]
mod tests;

use serde::de::DeserializeOwned;

use rehearsal::{Asked, Refusal, rehearse};

/// What a type consists of, seen from one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One value: `u32`.
    One(Kind),
    /// Values by position: `(u32, String)`.
    Places(Vec<Kind>),
    /// Values by name: a struct.
    Names(Vec<Field>),
    /// Anything: a map, a list.
    Any,
}

/// A named value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) presence: Presence,
}

/// Whether a named value may be omitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    /// It is not known: no examples could be made up for the other values.
    Unknown,
}

/// The kind of a value that is written as text in a path or a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Flag,
    Integer {
        bits: u8,
        signed: bool,
    },
    Number,
    Text,
    /// One of these words.
    Choice(&'static [&'static str]),
    Other,
}

/// Texts to try for a value that is parsed from one: a number, a UUID, a date, a time.
const SAMPLES: [&str; 4] = [
    "1",
    "00000000-0000-0000-0000-000000000000",
    "1970-01-01",
    "1970-01-01T00:00:00Z",
];

impl Shape {
    /// The shape of `T`.
    pub(crate) fn of<T: DeserializeOwned>() -> Self {
        match rehearse::<T>(&[], SAMPLES[0]).asked {
            Asked::Struct(listed) => {
                let names = own_names::<T>(listed);
                Self::Names(names.iter().map(|name| field::<T>(name, &names)).collect())
            }
            Asked::Tuple(length) => Self::Places(places::<T>(length)),
            Asked::One(kind) => Self::One(kind),
            Asked::Any => Self::Any,
        }
    }
}

/// A value that cannot be made up ends a rehearsal, so the longest rehearsal has learned the most.
fn places<T: DeserializeOwned>(length: usize) -> Vec<Kind> {
    let rehearsals = SAMPLES.map(|sample| rehearse::<T>(&[], sample).kinds);
    let longest = rehearsals.into_iter().max_by_key(Vec::len);
    let mut kinds = longest.unwrap_or_default();
    kinds.resize(length, Kind::Other);
    kinds
}

/// Each field's own name: serde also lists the others by which it is known (`#[serde(alias = "…")]`).
fn own_names<T: DeserializeOwned>(listed: &[&'static str]) -> Vec<&'static str> {
    let is_own = |name: &&&'static str| {
        let ends = SAMPLES.map(|sample| rehearse::<T>(&[**name; 2], sample).end);
        !ends
            .iter()
            .any(|end| matches!(end, Err(Refusal::Repeated(own)) if *own != **name))
    };
    listed.iter().filter(is_own).copied().collect()
}

fn field<T: DeserializeOwned>(name: &'static str, names: &[&'static str]) -> Field {
    let alone = rehearse::<T>(&[name], SAMPLES[0]);
    let presence = match presence::<T>(name, names) {
        // Unless the user reads it by hand, an `Option` may be omitted.
        Presence::Unknown if alone.is_option => Presence::Optional,
        presence => presence,
    };
    Field {
        name,
        kind: alone.kinds.first().copied().unwrap_or(Kind::Other),
        presence,
    }
}

/// Provides everything except `name`, and checks whether that is enough.
fn presence<T: DeserializeOwned>(name: &str, names: &[&'static str]) -> Presence {
    let others: Vec<_> = names
        .iter()
        .copied()
        .filter(|other| *other != name)
        .collect();
    for sample in SAMPLES {
        match rehearse::<T>(&others, sample).end {
            Ok(()) => return Presence::Optional,
            Err(Refusal::Missing(missing)) if missing == name => return Presence::Required,
            Err(_) => {}
        }
    }
    Presence::Unknown
}
