//! A parameter of a dependency or a handler, and where its argument comes from.

use proc_macro2::TokenStream;
use syn::{Attribute, FnArg, Meta, PatType, Signature, Type, TypeReference};

use crate::diag::{Diagnostics, text};
use crate::item::Item;
use crate::mention::mentions;
use crate::types::{ends_in, is_static, ungrouped};

/// A parameter. Its name does not matter, only its type and its source.
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

/// Takes the parameters of `sig` with their `#[depends]` attributes, which are removed from the signature.
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

/// Removes the `#[depends(item)]` from a parameter.
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

/// Whether everything borrowed from the request has the name of a known part. If not, rustc may report the
/// type, and nothing more may be required of it: a type that is not `Sync` would also make the future not
/// `Send`.
pub(crate) fn borrow_known_parts(parameters: &[Parameter]) -> bool {
    parameters.iter().all(|parameter| match &parameter.source {
        Source::Part(ty) => is_known_part(ty),
        _ => true,
    })
}

/// Whether a type has the name of a part of the request.
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
        check_edits_borrowed(parameter, diag);
        check_extracts(parameter, diag);
    }
    check_edits_once(parameters, diag);
}

/// `impl Trait` is not allowed: it is a hidden generic.
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

/// `ResponseEdits` by value is no extractor, which rustc would report only where a router needs one.
fn check_edits_borrowed(Parameter { ty, source }: &Parameter, diag: &mut Diagnostics) {
    if let (Source::Extractor, Type::Path(path)) = (source, ungrouped(ty))
        && ends_in(&path.path, "ResponseEdits")
    {
        let message = "the response edits must be borrowed, not taken by value";
        diag.mistake(ty, message, format_args!("write `&mut {}`", text(ty)));
    }
}

/// axum extracts a `()` from every request: without its `#[depends]`, the dependency that was meant does not run.
fn check_extracts(Parameter { ty, source }: &Parameter, diag: &mut Diagnostics) {
    if let (Source::Extractor, Type::Tuple(tuple)) = (source, ungrouped(ty))
        && tuple.elems.is_empty()
    {
        let help = "put `#[depends(…)]` before the parameter, with the dependency that must run, or remove it";
        let message = "this `()` is no value of a dependency: axum extracts it from every request";
        diag.mistake(ty, message, help);
    }
}

/// Whether these are the parameters of middleware, `async fn(Request, Next) -> Response`, which `from_fn` turns
/// into a layer: reported as `what`, which it is not.
pub(crate) fn check_no_middleware(
    parameters: &[Parameter],
    (what, help): (&str, &str),
    diag: &mut Diagnostics,
) {
    let of_name = |name| {
        let extracted = parameters
            .iter()
            .filter(|parameter| matches!(parameter.source, Source::Extractor));
        extracted
            .map(|parameter| &parameter.ty)
            .find(|ty| matches!(ungrouped(ty), Type::Path(path) if ends_in(&path.path, name)))
    };
    if let (Some(_), Some(next)) = (of_name("Request"), of_name("Next")) {
        let message = format_args!("this is middleware, not {what}: it calls the next service");
        diag.mistake(next, message, help);
    }
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
