//! A parameter of a dependency or a handler, and where its argument comes from.

use quote::ToTokens;
use syn::{Attribute, FnArg, Meta, PatType, Signature, Type, TypeReference};

use crate::diag::Diagnostics;
use crate::item::Item;

/// A parameter: what it is called does not matter, only its type and its source.
pub(crate) struct Parameter {
    pub ty: Type,
    pub source: Source,
}

/// Where the argument comes from.
pub(crate) enum Source {
    /// `#[depends(item)] pattern: T`.
    Dependency(Item),
    /// `&T`, with the type `T`.
    Part(Type),
    /// `&mut ResponseEdits`.
    Edits,
    /// Every other type.
    Extractor,
}

/// Takes the parameters of `sig` with their `#[depends]` attributes, which the signature loses.
pub(crate) fn take(sig: &mut Signature, diag: &mut Diagnostics) -> Vec<Parameter> {
    let mut parameters = Vec::new();
    for input in &mut sig.inputs {
        if let FnArg::Typed(input) = input {
            parameters.push(take_one(input, diag));
        }
    }
    parameters
}

fn take_one(input: &mut PatType, diag: &mut Diagnostics) -> Parameter {
    let item = take_item(&mut input.attrs, diag);
    let ty = (*input.ty).clone();
    let source = match (item, &ty) {
        (Some(item), _) => Source::Dependency(item),
        (
            None,
            Type::Reference(TypeReference {
                mutability: Some(_),
                ..
            }),
        ) => Source::Edits,
        (None, Type::Reference(reference)) => Source::Part((*reference.elem).clone()),
        (None, _) => Source::Extractor,
    };
    Parameter { ty, source }
}

/// Takes the `#[depends(item)]` off a parameter.
fn take_item(attrs: &mut Vec<Attribute>, diag: &mut Diagnostics) -> Option<Item> {
    let (ours, others) = attrs.drain(..).partition::<Vec<_>, _>(is_depends);
    *attrs = others;

    if let Some(second) = ours.get(1) {
        let help = "one `#[depends(…)]` names the one whose value is wanted; the others go into the list on the function";
        diag.mistake(
            second,
            "a parameter takes the value of one dependency",
            help,
        );
    }
    let attribute = ours.into_iter().next()?;
    diag.accept(the_item_of(&attribute))
}

fn the_item_of(attribute: &Attribute) -> syn::Result<Item> {
    let Meta::List(list) = &attribute.meta else {
        let message = "a parameter's `#[depends]` must name the dependency\nhelp: write `#[depends(current_user)]`";
        return Err(syn::Error::new_spanned(attribute, message));
    };
    let items = Item::parse_list(list.tokens.clone())?;
    match <[Item; 1]>::try_from(items) {
        Ok([item]) => Ok(item),
        Err(_) => {
            let message = "a parameter takes the value of one dependency\nhelp: write one, as in `#[depends(current_user)]`; others go into the list on the function";
            Err(syn::Error::new_spanned(&list.tokens, message))
        }
    }
}

fn is_depends(attribute: &Attribute) -> bool {
    crate::function::ends_in(attribute.path(), "depends")
}

/// Every rule about parameters.
pub(crate) fn check(parameters: &[Parameter], diag: &mut Diagnostics) {
    check_edits_once(parameters, diag);
    check_taken_by_value(parameters, diag);
}

fn check_edits_once(parameters: &[Parameter], diag: &mut Diagnostics) {
    let edits = parameters
        .iter()
        .filter(|parameter| matches!(parameter.source, Source::Edits));
    for second in edits.skip(1) {
        let message = "the response's edits can be borrowed once";
        diag.mistake(
            &second.ty,
            message,
            "one `&mut ResponseEdits` is enough: remove the other",
        );
    }
}

/// `&'static T` is a value like any other.
pub(crate) fn is_static(reference: &TypeReference) -> bool {
    reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static")
}

fn check_taken_by_value(parameters: &[Parameter], diag: &mut Diagnostics) {
    for Parameter { ty, source } in parameters {
        if let (Source::Dependency(_), Type::Reference(reference)) = (source, ty)
            && !is_static(reference)
        {
            let inner = reference.elem.to_token_stream();
            let message = "a dependency's value is taken by value";
            diag.mistake(ty, message, format_args!("write `{inner}`, without `&`"));
        }
    }
}
