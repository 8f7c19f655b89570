//! Schemas of single values: what a path, a query, a form and a header can contain.

use utoipa::openapi::schema::{
    KnownFormat, Object, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{Header, RefOr};

use crate::signature::Kind;

/// The schema of a value that is written as text.
pub(super) fn of_kind(kind: Kind) -> Schema {
    let object = ObjectBuilder::new();
    let object = match kind {
        Kind::Flag => object.schema_type(Type::Boolean),
        Kind::Integer { bits, signed } => return Schema::Object(integer(bits, signed)),
        Kind::Number => object.schema_type(Type::Number),
        Kind::Text | Kind::Other => object.schema_type(Type::String),
        Kind::Choice(words) => object
            .schema_type(Type::String)
            .enum_values(Some(words.iter().copied())),
    };
    Schema::Object(object.build())
}

/// An integer with its bounds, unless a format implies them.
fn integer(bits: u8, signed: bool) -> Object {
    let format = match (bits, signed) {
        (32, true) => Some(KnownFormat::Int32),
        (64, true) => Some(KnownFormat::Int64),
        _ => None,
    };
    let bounds = match (bits, signed) {
        (8, true) => (Some(i64::from(i8::MIN)), Some(i64::from(i8::MAX))),
        (16, true) => (Some(i64::from(i16::MIN)), Some(i64::from(i16::MAX))),
        (8, false) => (Some(0), Some(i64::from(u8::MAX))),
        (16, false) => (Some(0), Some(i64::from(u16::MAX))),
        (32, false) => (Some(0), Some(i64::from(u32::MAX))),
        (_, false) => (Some(0), None),
        (_, true) => (None, None),
    };
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(format.map(SchemaFormat::KnownFormat))
        .minimum(bounds.0)
        .maximum(bounds.1)
        .build()
}

/// The declared schema of a value, made exact by what is known about the value: a reference to a schema is
/// replaced, and an integer gets its actual bounds.
pub(super) fn exact(said: Option<RefOr<Schema>>, kind: Kind) -> Option<RefOr<Schema>> {
    match (said.map(without_null), kind) {
        (None | Some(RefOr::Ref(_)), kind) => Some(of_kind(kind).into()),
        (Some(RefOr::T(Schema::Object(mut said))), Kind::Integer { bits, signed })
            if said.schema_type == SchemaType::Type(Type::Integer) =>
        {
            let known = integer(bits, signed);
            said.format = known.format;
            said.minimum = said.minimum.or(known.minimum);
            said.maximum = said.maximum.or(known.maximum);
            Some(Schema::Object(said).into())
        }
        (said, _) => said,
    }
}

/// The schema without `null`: a missing value in a path, a query or a form is left out.
pub(super) fn without_null(schema: RefOr<Schema>) -> RefOr<Schema> {
    match schema {
        RefOr::T(Schema::Object(mut object)) => {
            object.schema_type = type_without_null(object.schema_type);
            RefOr::T(Schema::Object(object))
        }
        RefOr::T(Schema::Array(mut array)) => {
            array.schema_type = type_without_null(array.schema_type);
            RefOr::T(Schema::Array(array))
        }
        RefOr::T(Schema::OneOf(mut one_of)) => {
            one_of.items.retain(|item| !is_null(item));
            match one_of.items.len() {
                1 => one_of.items.remove(0),
                _ => RefOr::T(Schema::OneOf(one_of)),
            }
        }
        schema => schema,
    }
}

/// The schema of a form in which no field can be `null`, if it differs from the type's own.
pub(super) fn of_form(schema: RefOr<Schema>) -> Option<RefOr<Schema>> {
    let RefOr::T(Schema::Object(mut form)) = schema else {
        return None;
    };
    let as_said = form.clone();
    for field in form.properties.values_mut() {
        *field = without_null(field.clone());
    }
    (form != as_said).then(|| Schema::Object(form).into())
}

fn type_without_null(schema_type: SchemaType) -> SchemaType {
    let SchemaType::Array(mut types) = schema_type else {
        return schema_type;
    };
    types.retain(|json_type| *json_type != Type::Null);
    match <[Type; 1]>::try_from(types) {
        Ok([json_type]) => SchemaType::Type(json_type),
        Err(types) => SchemaType::Array(types),
    }
}

fn is_null(schema: &RefOr<Schema>) -> bool {
    *schema == RefOr::T(null())
}

/// The single value `null`.
pub(super) fn null() -> Schema {
    Schema::Object(ObjectBuilder::new().schema_type(Type::Null).build())
}

/// A value of any type, with the reason why no more is known.
pub(super) fn anything(reason: impl Into<String>) -> Schema {
    let object = ObjectBuilder::new()
        .schema_type(SchemaType::AnyValue)
        .description(Some(reason.into()));
    Schema::Object(object.build())
}

/// A header whose value is a text.
pub(super) fn header(text: &str) -> Header {
    let mut header = Header::default();
    header.description = Some(text.to_owned());
    header
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn schema(kind: Kind) -> Value {
        serde_json::to_value(of_kind(kind)).unwrap()
    }

    fn of_integer(bits: u8, signed: bool) -> Value {
        schema(Kind::Integer { bits, signed })
    }

    #[test]
    fn an_integer_has_the_bounds_of_its_type() {
        let bounded = |minimum: i64, maximum: i64| json!({ "type": "integer", "minimum": minimum, "maximum": maximum });
        assert_eq!(of_integer(8, false), bounded(0, 255));
        assert_eq!(of_integer(16, true), bounded(-32_768, 32_767));
        assert_eq!(of_integer(32, false), bounded(0, 4_294_967_295));
        assert_eq!(
            of_integer(32, true),
            json!({ "type": "integer", "format": "int32" })
        );
        assert_eq!(
            of_integer(64, true),
            json!({ "type": "integer", "format": "int64" })
        );
        assert_eq!(
            of_integer(64, false),
            json!({ "type": "integer", "minimum": 0 })
        );
        assert_eq!(of_integer(128, true), json!({ "type": "integer" }));
    }

    #[test]
    fn what_is_said_is_made_exact_and_bounds_that_are_said_stay() {
        let kind = Kind::Integer {
            bits: 8,
            signed: false,
        };
        let said = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::Integer, Type::Null]))
            .description(Some("How many."))
            .maximum(Some(100));
        let exact = exact(Some(said.into()), kind).unwrap();
        assert_eq!(
            serde_json::to_value(exact).unwrap(),
            json!({ "type": "integer", "description": "How many.", "minimum": 0, "maximum": 100 })
        );
    }
}
