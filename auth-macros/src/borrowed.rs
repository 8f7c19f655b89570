//! What a return type borrows: neither a value nor a response may borrow anything.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, Lifetime, Path, PathArguments, ReturnType, Signature, Type};

use crate::diag::{Diagnostics, text};
use crate::types::{ends_in, is_static, ungrouped};

/// A value is kept, so nothing in it may be borrowed.
pub(crate) fn check_value(ty: &Type, sig: &Signature, diag: &mut Diagnostics) {
    if let Some(borrowed) = borrowed_in(ty, &|_| true) {
        let message =
            "the value of a dependency cannot be borrowed: it outlives what it is made from";
        check(borrowed, sig, message, diag);
    }
}

/// A response is kept, but not what it is made from: `Json<&User>` is serialized and then dropped.
pub(crate) fn check_response(ty: &Type, sig: &Signature, diag: &mut Diagnostics) {
    if let Some(borrowed) = borrowed_in(ty, &|path| ends_in(path, "Result")) {
        let message = "a response cannot be borrowed: it outlives the request that it is made from";
        check(borrowed, sig, message, diag);
    }
}

fn check(borrowed: TokenStream, sig: &Signature, message: &str, diag: &mut Diagnostics) {
    match text(&borrowed).strip_prefix('&') {
        Some(referent) if !can_borrow(sig) => {
            let help = format_args!("write `&'static {referent}`, or return an owned value");
            diag.mistake(borrowed, message, help);
        }
        _ => diag.mistake(borrowed, message, "return an owned value"),
    }
}

/// Whether a function returns a borrow without a parameter to borrow from, which rustc reports itself.
pub(crate) fn borrows_from_nothing(sig: &Signature) -> bool {
    let ReturnType::Type(_, ty) = &sig.output else {
        return false;
    };
    borrowed_in(ty, &|_| true).is_some() && !can_borrow(sig)
}

/// Whether any parameter has a lifetime.
fn can_borrow(sig: &Signature) -> bool {
    has_lifetime(sig.inputs.to_token_stream())
}

fn has_lifetime(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Punct(punct) => matches!(punct.as_char(), '&' | '\''),
        TokenTree::Group(group) => has_lifetime(group.stream()),
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    })
}

/// The part of a type that is borrowed from a parameter. The arguments of a path are searched if
/// `keeps_arguments` says so.
fn borrowed_in(ty: &Type, keeps_arguments: &dyn Fn(&Path) -> bool) -> Option<TokenStream> {
    match ungrouped(ty) {
        Type::Reference(reference) if is_static(reference) => None,
        Type::Reference(reference) => Some(reference.to_token_stream()),
        Type::Array(array) => borrowed_in(&array.elem, keeps_arguments),
        Type::Tuple(tuple) => {
            let mut elements = tuple.elems.iter();
            elements.find_map(|element| borrowed_in(element, keeps_arguments))
        }
        Type::Path(ty) if keeps_arguments(&ty.path) => {
            arguments(&ty.path).find_map(|argument| borrowed_in_argument(argument, keeps_arguments))
        }
        _ => None,
    }
}

fn borrowed_in_argument(
    argument: &GenericArgument,
    keeps_arguments: &dyn Fn(&Path) -> bool,
) -> Option<TokenStream> {
    match argument {
        GenericArgument::Type(ty) => borrowed_in(ty, keeps_arguments),
        GenericArgument::Lifetime(Lifetime { ident, .. }) if ident != "static" => {
            Some(argument.to_token_stream())
        }
        _ => None,
    }
}

fn arguments(path: &Path) -> impl Iterator<Item = &GenericArgument> {
    path.segments.iter().flat_map(|segment| {
        let arguments = match &segment.arguments {
            PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
            _ => None,
        };
        arguments.into_iter().flatten()
    })
}
