//! A parameter of a dependency or a handler, and where its argument comes from.

use proc_macro2::TokenStream;
use syn::{Attribute, FnArg, Meta, PatType, Signature, Type, TypeReference};

use crate::diag::{Diagnostics, text};
use crate::function::ends_in;
use crate::item::Item;
use crate::mention::mentions;

/// A parameter: what it is called does not matter, only its type and its source.
pub(crate) struct Parameter {
    pub ty: Type,
    pub source: Source,
}

/// Where the argument comes from.
pub(crate) enum Source {
    /// `#[depends(item)] pattern: T`.
    Dependency(Box<Item>),
    /// `&T`, with the type `T`.
    Part(Type),
    /// `&mut T`, with the type `T`: the response's edits.
    Edits(Type),
    /// Every other type.
    Extractor,
}

/// Takes the parameters of `sig` with their `#[depends]` attributes, which the signature loses.
pub(crate) fn take(sig: &mut Signature, diag: &mut Diagnostics) -> Vec<Parameter> {
    let inputs = sig.inputs.iter_mut();
    let typed = inputs.filter_map(|input| match input {
        FnArg::Typed(input) => Some(input),
        FnArg::Receiver(_) => None,
    });
    typed.map(|input| take_one(input, diag)).collect()
}

fn take_one(input: &mut PatType, diag: &mut Diagnostics) -> Parameter {
    let ty = (*input.ty).clone();
    let source = match (take_item(&mut input.attrs, diag), ungrouped(&ty)) {
        (Some(item), _) => Source::Dependency(Box::new(item)),
        (
            None,
            Type::Reference(TypeReference {
                mutability, elem, ..
            }),
        ) => {
            let borrowed = (**elem).clone();
            if mutability.is_some() {
                Source::Edits(borrowed)
            } else {
                Source::Part(borrowed)
            }
        }
        (None, _) => Source::Extractor,
    };
    Parameter { ty, source }
}

/// The type in the invisible parentheses that a `macro_rules` puts around it, and in visible ones.
pub(crate) fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(parentheses) => ungrouped(&parentheses.elem),
        ty => ty,
    }
}

/// Takes the `#[depends(item)]` off a parameter.
fn take_item(attrs: &mut Vec<Attribute>, diag: &mut Diagnostics) -> Option<Item> {
    let is_ours = |attribute: &mut Attribute| ends_in(attribute.path(), "depends");
    let mut ours = attrs
        .extract_if(.., is_ours)
        .collect::<Vec<_>>()
        .into_iter();
    let first = ours.next()?;
    for second in ours {
        diag.mistake(
            second,
            ONE_VALUE,
            "remove it, or put it on a parameter of its own",
        );
    }
    the_item_of(&first, diag)
}

const ONE_VALUE: &str = "a parameter can take the value of only one dependency";

fn the_item_of(attribute: &Attribute, diag: &mut Diagnostics) -> Option<Item> {
    let tokens = match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    };
    if tokens.is_empty() {
        let message = "`#[depends]` on a parameter must name a dependency";
        diag.mistake(
            attribute,
            message,
            "name it, as in `#[depends(current_user)]`",
        );
        return None;
    }
    let mut items = Item::parse_list(tokens, diag).into_iter();
    let first = items.next();
    for second in items {
        let help = "remove it, or put it on a parameter of its own";
        diag.mistake(second.written, ONE_VALUE, help);
    }
    first
}

/// Whether all that is borrowed from the request is called like a part of it. If not, rustc may have something
/// to say of the type, and nothing more is to be asked: what cannot be shared makes a future that is not `Send`.
pub(crate) fn borrow_known_parts(parameters: &[Parameter]) -> bool {
    parameters.iter().all(|parameter| match &parameter.source {
        Source::Part(ty) => is_known_part(ty),
        _ => true,
    })
}

/// Whether a type is called like a part of the request.
pub(crate) fn is_known_part(ty: &Type) -> bool {
    let known = ["Parts", "HeaderMap", "Method", "Uri", "Extensions"];
    matches!(ty, Type::Path(ty) if known.iter().any(|name| ends_in(&ty.path, name)))
}

/// Every rule about parameters.
pub(crate) fn check(parameters: &[Parameter], diag: &mut Diagnostics) {
    for parameter in parameters {
        check_named(parameter, diag);
        check_lifetime(parameter, diag);
        check_taken_by_value(parameter, diag);
    }
    check_edits_once(parameters, diag);
}

/// `impl Trait` is a hidden generic.
fn check_named(Parameter { ty, .. }: &Parameter, diag: &mut Diagnostics) {
    if mentions(ty, "impl") {
        let message = "`impl Trait` is not allowed in the type of a parameter: it does not say what to extract";
        diag.mistake(ty, message, "write a named type, such as `State<Tokens>`");
    }
}

fn check_lifetime(Parameter { ty, source }: &Parameter, diag: &mut Diagnostics) {
    if let (Source::Part(_) | Source::Edits(_), Type::Reference(reference)) =
        (source, ungrouped(ty))
        && is_static(reference)
    {
        let message = "a parameter can borrow only for as long as the function runs";
        diag.mistake(&reference.lifetime, message, "remove `'static`");
    }
}

fn check_taken_by_value(Parameter { ty, source }: &Parameter, diag: &mut Diagnostics) {
    if let (Source::Dependency(_), Type::Reference(reference)) = (source, ungrouped(ty))
        && !is_static(reference)
    {
        let message = "the value of a dependency must be taken by value";
        let value = text(&reference.elem);
        let owned = if value == "str" { "String" } else { &value };
        diag.mistake(
            ty,
            message,
            format_args!("remove the `&`, and write `{owned}`"),
        );
    }
}

/// Whether a reference is a value like any other.
pub(crate) fn is_static(reference: &TypeReference) -> bool {
    reference
        .lifetime
        .as_ref()
        .is_some_and(|lifetime| lifetime.ident == "static")
}

fn check_edits_once(parameters: &[Parameter], diag: &mut Diagnostics) {
    let is_edits = |parameter: &&Parameter| matches!(parameter.source, Source::Edits(_));
    for second in parameters.iter().filter(is_edits).skip(1) {
        let message = "the response edits can be borrowed only once";
        diag.mistake(
            &second.ty,
            message,
            "remove this parameter, and use the other one",
        );
    }
}
