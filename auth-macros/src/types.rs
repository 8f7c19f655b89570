//! Types and paths, as they are written.

use syn::{Path, PathSegment, Type, TypeReference};

/// Whether the last segment of `path` is `name`.
pub(crate) fn ends_in(path: &Path, name: &str) -> bool {
    path.segments
        .last()
        .is_some_and(|segment| segment.ident == name)
}

/// The type inside the invisible parentheses that a `macro_rules` adds, or inside visible ones.
pub(crate) fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(parentheses) => ungrouped(&parentheses.elem),
        ty => ty,
    }
}

/// Whether a reference is `'static`, and so a value like any other.
pub(crate) fn is_static(reference: &TypeReference) -> bool {
    reference
        .lifetime
        .as_ref()
        .is_some_and(|lifetime| lifetime.ident == "static")
}

/// Whether a path ends in a name with arguments, such as `State<Tokens>`.
pub(crate) fn is_generic(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|segment| !segment.arguments.is_empty())
}

/// Whether a path ends in the name of an extractor of axum's that reads the body.
pub(crate) fn reads_the_body(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|segment| segment.ident == "Json" || segment.ident == "Form")
}

fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ungrouped(ty) {
        Type::Path(ty) => ty.path.segments.last(),
        _ => None,
    }
}
