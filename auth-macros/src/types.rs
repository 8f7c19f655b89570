//! Types and paths, as they are written.

use syn::{GenericArgument, Path, PathArguments, PathSegment, Type, TypeReference};

/// Whether the last segment of `path` is `name`.
pub(crate) fn ends_in(path: &Path, name: &str) -> bool {
    path.segments
        .last()
        .is_some_and(|segment| segment.ident == name)
}

/// The types among the arguments of the last segment of `path`.
pub(crate) fn type_arguments(path: &Path) -> impl Iterator<Item = &Type> {
    let arguments = path.segments.last().and_then(|last| match &last.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    });
    let arguments = arguments.into_iter().flatten();
    arguments.filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
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

/// The last segment, if the type is a path.
pub(crate) fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ungrouped(ty) {
        Type::Path(ty) => ty.path.segments.last(),
        _ => None,
    }
}
