//! A deserializer that provides made-up values, and notes what is requested.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

use super::Kind;

/// How a rehearsal went.
pub(super) struct Rehearsal {
    pub(super) asked: Asked,
    /// The kinds of the values inside, in the order in which they were requested.
    pub(super) kinds: Vec<Kind>,
    /// Whether one of them may be `None`.
    pub(super) is_option: bool,
    pub(super) end: Result<(), Refusal>,
}

/// What the type requested as a whole.
#[derive(Clone, Copy)]
pub(super) enum Asked {
    Struct(&'static [&'static str]),
    Tuple(usize),
    One(Kind),
    Any,
}

/// Deserializes a `T` that has the fields `given`, with `sample` for each text.
pub(super) fn rehearse<T: DeserializeOwned>(
    given: &[&'static str],
    sample: &'static str,
) -> Rehearsal {
    let notes = Notes {
        given,
        sample,
        asked: Cell::new(Asked::Any),
        kinds: RefCell::default(),
        is_option: Cell::new(false),
    };
    let whole = Question {
        notes: &notes,
        is_inside: false,
    };
    let end = T::deserialize(whole).map(drop);
    Rehearsal {
        asked: notes.asked.get(),
        kinds: notes.kinds.into_inner(),
        is_option: notes.is_option.get(),
        end,
    }
}

struct Notes<'a> {
    given: &'a [&'static str],
    sample: &'static str,
    asked: Cell<Asked>,
    kinds: RefCell<Vec<Kind>>,
    is_option: Cell<bool>,
}

/// Why a rehearsal ended early.
#[derive(Debug)]
pub(super) enum Refusal {
    Missing(&'static str),
    Repeated(&'static str),
    Other,
}

impl de::Error for Refusal {
    fn custom<T: fmt::Display>(_message: T) -> Self {
        Self::Other
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }

    /// `field` is its own name, whatever it was called.
    fn duplicate_field(field: &'static str) -> Self {
        Self::Repeated(field)
    }
}

impl std::error::Error for Refusal {}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the rehearsal ended early")
    }
}

/// What a type requests: as a whole, or for one of the values inside.
struct Question<'a, 'n> {
    notes: &'a Notes<'n>,
    is_inside: bool,
}

impl<'a, 'n> Question<'a, 'n> {
    fn inside(notes: &'a Notes<'n>) -> Self {
        Self {
            notes,
            is_inside: true,
        }
    }

    fn note(&self, kind: Kind) {
        if self.is_inside {
            self.notes.kinds.borrow_mut().push(kind);
        } else {
            self.notes.asked.set(Asked::One(kind));
        }
    }

    /// A compound value. As a whole, it is noted as `asked`. Inside another value, it is not examined,
    /// because it has no single form in a path or a query.
    fn note_several(&self, asked: Asked) -> Result<(), Refusal> {
        if self.is_inside {
            self.note(Kind::Other);
            return Err(Refusal::Other);
        }
        self.notes.asked.set(asked);
        Ok(())
    }
}

/// Notes the kind, and visits an example of it.
macro_rules! examples {
    ($($method:ident $kind:expr => $visit:ident($example:expr);)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
            self.note($kind);
            visitor.$visit($example)
        }
    )*};
}

/// Notes the kind, and visits the sample.
macro_rules! texts {
    ($($method:ident $kind:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
            self.note($kind);
            visitor.visit_str(self.notes.sample)
        }
    )*};
}

impl<'de> Deserializer<'de> for Question<'_, '_> {
    type Error = Refusal;

    examples! {
        deserialize_bool Kind::Flag => visit_bool(true);
        deserialize_i8 Kind::signed(8) => visit_i8(1);
        deserialize_i16 Kind::signed(16) => visit_i16(1);
        deserialize_i32 Kind::signed(32) => visit_i32(1);
        deserialize_i64 Kind::signed(64) => visit_i64(1);
        deserialize_i128 Kind::signed(128) => visit_i128(1);
        deserialize_u8 Kind::unsigned(8) => visit_u8(1);
        deserialize_u16 Kind::unsigned(16) => visit_u16(1);
        deserialize_u32 Kind::unsigned(32) => visit_u32(1);
        deserialize_u64 Kind::unsigned(64) => visit_u64(1);
        deserialize_u128 Kind::unsigned(128) => visit_u128(1);
        deserialize_f32 Kind::Number => visit_f32(1.0);
        deserialize_f64 Kind::Number => visit_f64(1.0);
        deserialize_char Kind::Text => visit_char('1');
    }

    texts! {
        deserialize_str Kind::Text;
        deserialize_string Kind::Text;
        deserialize_bytes Kind::Text;
        deserialize_byte_buf Kind::Text;
        deserialize_any Kind::Other;
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.note(Kind::Choice(variants));
        let first = variants.first().ok_or(Refusal::Other)?;
        visitor.visit_enum((*first).into_deserializer())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.notes.is_option.set(true);
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.note_several(Asked::Tuple(length))?;
        visitor.visit_seq(Values {
            notes: self.notes,
            left: length,
        })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.note_several(Asked::Struct(names))?;
        visitor.visit_map(NamedValues {
            notes: self.notes,
            left: self.notes.given,
        })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Refusal> {
        self.note_several(Asked::Any)?;
        Err(Refusal::Other)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { identifier ignored_any }
}

/// The values of a tuple.
struct Values<'a, 'n> {
    notes: &'a Notes<'n>,
    left: usize,
}

impl<'de> SeqAccess<'de> for Values<'_, '_> {
    type Error = Refusal;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Refusal> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        seed.deserialize(Question::inside(self.notes)).map(Some)
    }
}

/// The values of a struct.
struct NamedValues<'a, 'n> {
    notes: &'a Notes<'n>,
    left: &'a [&'static str],
}

impl<'de> MapAccess<'de> for NamedValues<'_, '_> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Refusal> {
        let Some((name, left)) = self.left.split_first() else {
            return Ok(None);
        };
        self.left = left;
        seed.deserialize((*name).into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refusal> {
        seed.deserialize(Question::inside(self.notes))
    }
}

impl Kind {
    const fn signed(bits: u8) -> Self {
        Self::Integer { bits, signed: true }
    }

    const fn unsigned(bits: u8) -> Self {
        Self::Integer {
            bits,
            signed: false,
        }
    }
}
