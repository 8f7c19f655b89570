//! Schemas of types, and which of them are components with a name.
//!
//! utoipa writes a type inside `Vec`, `Option` and the like inline. So each type that a signature names is
//! offered as a component, and a reference replaces its schema wherever it is written inline.

use std::any::type_name;
use std::borrow::Cow;

use utoipa::ToSchema;
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, Schema};
use utoipa::openapi::{Ref, RefOr};

use super::value::null;

/// The prefix of references to schemas.
const PREFIX: &str = "#/components/schemas/";

/// The schemas that operations refer to, and those that they may refer to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Schemas {
    pub(super) used: Vec<Named>,
    pub(super) offered: Vec<Named>,
}

/// A schema with the name under which references point to it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Named {
    pub(super) name: String,
    /// The Rust type, or, for a schema known by name only, the type that contains it.
    pub(super) rust_type: &'static str,
    /// Whether only its name is known, from a type that contains it.
    pub(super) is_inside: bool,
    pub(super) schema: RefOr<Schema>,
}

impl Schemas {
    /// The schema of `T`, or a reference to it when it has a name.
    pub(crate) fn of<T: ToSchema>(&mut self) -> RefOr<Schema> {
        if type_name::<T>() == "()" {
            return null().into();
        }
        self.used.extend(below::<T>());
        match Named::of::<T>() {
            Some(named) => {
                let reference = Ref::from_schema_name(&*named.name);
                self.used.push(named);
                reference.into()
            }
            None => T::schema(),
        }
    }

    /// Offers `T` as a component.
    pub(crate) fn offer<T: ToSchema>(&mut self) {
        self.offered.extend(Named::of::<T>());
        self.offered.extend(below::<T>());
    }

    /// Adds those of `others`.
    pub(crate) fn extend(&mut self, others: Self) {
        self.used.extend(others.used);
        self.offered.extend(others.offered);
    }
}

impl Named {
    fn of<T: ToSchema>() -> Option<Self> {
        Some(Self {
            name: component_name(&T::name(), type_name::<T>())?,
            rust_type: type_name::<T>(),
            is_inside: false,
            schema: T::schema(),
        })
    }

    /// Whether utoipa writes the schema differently inside of another type: it spells out the arguments of a generic
    /// type here, and refers to them there.
    pub(super) fn is_written_otherwise_inside(&self) -> bool {
        !self.is_inside && self.rust_type.contains('<')
    }
}

/// The schemas that `T` itself refers to.
fn below<T: ToSchema>() -> impl Iterator<Item = Named> {
    let mut schemas = Vec::new();
    T::schemas(&mut schemas);
    schemas.into_iter().map(|(name, schema)| Named {
        name: as_key(&name).into_owned(),
        rust_type: type_name::<T>(),
        is_inside: true,
        schema,
    })
}

/// The name of the component for a Rust type whose schema is called `name`: `Page_User` for a `Page<User>`,
/// as utoipa composes it. Types that come with Rust or JSON have none.
fn component_name(name: &str, rust_type: &str) -> Option<String> {
    let (head, arguments) = rust_type.split_once('<').unwrap_or((rust_type, ""));
    let (root, _) = head.split_once("::")?;
    if ["alloc", "core", "std", "serde_json"].contains(&root) {
        return None;
    }
    let names = arguments.trim_end_matches('>').split(['<', ',']);
    let names = names.filter_map(|argument| argument.trim().rsplit("::").next());
    let names = names.filter(|name| !name.is_empty() && !name.starts_with('\''));
    let name = names.fold(name.to_owned(), |name, argument| {
        format!("{name}_{}", argument.trim_end_matches('>'))
    });
    Some(as_key(&name).into_owned())
}

/// The name, reduced to the characters that the key of a component may have.
fn as_key(name: &str) -> Cow<'_, str> {
    if is_key(name) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.replace(|character| !is_of_key(character), "_"))
}

/// Whether a component may have this key (OpenAPI 3.1 §4.8.7).
pub(super) fn is_key(name: &str) -> bool {
    name.chars().all(is_of_key)
}

fn is_of_key(character: char) -> bool {
    character.is_ascii_alphanumeric() || "._-".contains(character)
}

/// The name that `reference` points to.
pub(super) fn name_of(reference: &Ref) -> Option<&str> {
    reference.ref_location.strip_prefix(PREFIX)
}

/// Whether `schema` is specific enough that no two different types have an equal one by chance.
pub(super) fn is_telling(schema: &RefOr<Schema>) -> bool {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            !object.properties.is_empty() || object.enum_values.is_some()
        }
        RefOr::T(Schema::OneOf(_) | Schema::AllOf(_) | Schema::AnyOf(_)) => true,
        _ => false,
    }
}

/// Calls `change` for each schema directly inside `schema`.
pub(super) fn for_each_inside(schema: &mut Schema, change: &mut dyn FnMut(&mut RefOr<Schema>)) {
    match schema {
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                change(items);
            }
        }
        Schema::Object(object) => {
            object.properties.values_mut().for_each(&mut *change);
            if let Some(AdditionalProperties::RefOr(schema)) =
                object.additional_properties.as_deref_mut()
            {
                change(schema);
            }
        }
        Schema::OneOf(one_of) => one_of.items.iter_mut().for_each(change),
        Schema::AllOf(all_of) => all_of.items.iter_mut().for_each(change),
        Schema::AnyOf(any_of) => any_of.items.iter_mut().for_each(change),
        _ => {}
    }
}

/// The last part of a Rust type's name, without its type arguments.
pub(super) fn short_name<T: ?Sized>() -> &'static str {
    let name = type_name::<T>();
    let head = name.split('<').next().unwrap_or(name);
    head.rsplit("::").next().unwrap_or(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rust_brings_along_is_no_component() {
        for rust_type in [
            "u32",
            "()",
            "alloc::string::String",
            "alloc::vec::Vec<app::User>",
            "serde_json::value::Value",
        ] {
            assert_eq!(component_name("x", rust_type), None, "{rust_type}");
        }
    }

    #[test]
    fn a_generic_type_is_named_with_its_arguments() {
        let name = |name, rust_type| component_name(name, rust_type).unwrap();
        assert_eq!(name("User", "app::User"), "User");
        assert_eq!(name("Page", "app::Page<app::model::User>"), "Page_User");
        assert_eq!(
            name("Page", "app::Page<alloc::vec::Vec<app::User>>"),
            "Page_Vec_User"
        );
        assert_eq!(name("Pair", "app::Pair<app::A, app::B>"), "Pair_A_B");
        assert_eq!(name("v1::User", "app::User"), "v1__User");
    }
}
