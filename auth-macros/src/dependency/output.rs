//! What a return type may be, and what it means.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Generics, ReturnType, Signature, Type};

use super::parse::{Declaration, Input};
use crate::borrowed;
use crate::diag::{Diagnostics, text};
use crate::mention::{mentions, mentions_any};
use crate::parameter;
use crate::paths::{Private, ends, member, private_at};
use crate::signature::has_placeholder;
use crate::types::{ends_in, type_arguments, ungrouped};

/// Every rule about the return type.
pub(super) fn check(sig: &Signature, generics: &Generics, diag: &mut Diagnostics) {
    if let ReturnType::Type(_, ty) = &sig.output {
        check_named(ty, diag);
        borrowed::check_value(ty, sig, diag);
        check_result(ty, generics, diag);
        check_refusal(ty, diag);
    }
}

/// A dependency is not middleware: it returns, and the runtime goes on.
pub(super) fn check_no_middleware(declaration: &Declaration, diag: &mut Diagnostics) {
    let help = "remove this parameter, borrow `&Parts` instead of the request, and return `Ok(())` to accept the request or an `Err` to refuse it";
    parameter::check_no_middleware(&declaration.parameters, ("a dependency", help), diag);
}

fn check_named(ty: &Type, diag: &mut Diagnostics) {
    if mentions(ty, "impl") {
        let message = "`impl Trait` is not allowed in the return type of a dependency";
        diag.mistake(
            ty,
            message,
            "write a named type, such as `User` or `Result<User, HttpError>`",
        );
    }
}

/// A type with parameters may be a `Result` or not, depending on its arguments. rustc refuses a type that is
/// named `Result` but is not one: see `Output`.
fn check_result(ty: &Type, generics: &Generics, diag: &mut Diagnostics) {
    let is_result = matches!(ungrouped(ty), Type::Path(path) if ends_in(&path.path, "Result"));
    if mentions_any(ty, generics) && !is_result {
        let message = "a dependency whose value has type parameters must return a `Result`";
        let help = format!(
            "write `Result` instead of an alias for it, or `Result<{}, Infallible>` if it cannot fail",
            text(ty)
        );
        diag.mistake(ty, message, help);
    }
}

/// Only an `Err` refuses a request, and not with a success.
fn check_refusal(ty: &Type, diag: &mut Diagnostics) {
    let (value, error) = match ungrouped(ty) {
        Type::Path(path) if ends_in(&path.path, "Result") => {
            let mut arguments = type_arguments(&path.path);
            (arguments.next(), arguments.next())
        }
        ty => (Some(ty), None),
    };
    if let Some(value) = value.filter(|value| is_refusal(value)) {
        let message = format_args!(
            "`{}` is the value of this dependency, and refuses nobody",
            text(value)
        );
        let help = "return `Result<(), HttpError>`: an `Err` refuses the request; wrap what a handler is to look at in a type of its own";
        diag.mistake(value, message, help);
    }
    if let Some(error) = error.filter(|error| is_success(error)) {
        let message = format_args!(
            "an error of the type `{}` refuses a request with the status 200",
            text(error)
        );
        let help = "return an `HttpError`, a `StatusCode`, or `(StatusCode, String)`";
        diag.mistake(error, message, help);
    }
}

/// Whether a value is meant to refuse the request.
fn is_refusal(ty: &Type) -> bool {
    match ungrouped(ty) {
        Type::Path(path) if ends_in(&path.path, "Option") => {
            type_arguments(&path.path).any(is_refusal)
        }
        Type::Path(path) => ["HttpError", "Result", "StatusCode"]
            .iter()
            .any(|name| ends_in(&path.path, name)),
        Type::Tuple(tuple) => tuple.elems.first().is_some_and(is_refusal),
        _ => false,
    }
}

/// Whether axum sends the type with the status 200.
fn is_success(ty: &Type) -> bool {
    match ungrouped(ty) {
        Type::Path(path) if ends_in(&path.path, "Box") => type_arguments(&path.path).all(is_data),
        Type::Path(path) => ["Bytes", "Cow", "HeaderMap", "Html", "Json", "String", "Vec"]
            .iter()
            .any(|name| ends_in(&path.path, name)),
        // Headers.
        Type::Array(_) => true,
        Type::Tuple(tuple) => tuple.elems.iter().all(is_success),
        Type::Reference(reference) => is_data(&reference.elem),
        _ => false,
    }
}

/// Whether it is a text, or bytes.
fn is_data(ty: &Type) -> bool {
    match ungrouped(ty) {
        Type::Path(path) => path.path.is_ident("str"),
        Type::Array(_) | Type::Slice(_) => true,
        _ => false,
    }
}

/// The return type of a dependency, as the expansion reads it.
pub(super) struct Output {
    returned: Type,
    /// A constant that tells whether it is a `Result`.
    fallible: TokenStream,
    /// The item that defines the constant, if there is one.
    pub definition: TokenStream,
    /// The mistakes in the type: `compile_error!`.
    mistakes: Option<TokenStream>,
}

impl Output {
    /// rustc decides, by a constant, whether the type is a `Result`, under any alias. A constant cannot refer
    /// to type parameters, so a type that has some must be a `Result`.
    pub(super) fn of(declaration: &Declaration) -> Self {
        let returned = declaration.returned();
        if mentions_any(&returned, &declaration.generics()) {
            return Self {
                returned,
                fallible: quote!(true),
                definition: TokenStream::new(),
                mistakes: None,
            };
        }
        let concrete = match &declaration.input {
            Input::Function(_) => returned.to_token_stream(),
            Input::Block(block) => without_self(returned.to_token_stream(), &block.self_ty),
        };
        let value = member(&concrete, &quote!(#Private::Outcome<FALLIBLE>), "Value");
        let (first, last) = ends(&returned);
        let (cloned, close) = (private_at("cloned", first), quote_spanned!(last=> >));
        // If the value cannot be cloned, rustc says so here. Types that use the constant are then erroneous,
        // and rustc reports nothing more about them.
        let definition = quote! {
            const __FALLIBLE: bool = {
                #[allow(unused_imports)]
                use #Private::Returns as _;
                const FALLIBLE: bool = #Private::Returned::<#concrete>::FALLIBLE;
                #cloned::<#value #close(FALLIBLE)
            };
        };
        Self {
            returned,
            fallible: quote!(__FALLIBLE),
            definition,
            mistakes: None,
        }
    }

    /// The same for a dependency with a mistake, which may be in the type itself.
    pub(super) fn of_mistaken(declaration: &Declaration) -> Self {
        let (mut diag, returned) = (Diagnostics::default(), declaration.returned());
        if let Some(call) = declaration.input.call() {
            check(&call.sig, &declaration.generics(), &mut diag);
        }
        // The response that middleware returns is not a value either.
        check_no_middleware(declaration, &mut diag);
        let mistakes = diag.into_errors();
        if mistakes.is_none() && !has_placeholder(&returned) {
            return Self::of(declaration);
        }
        Self {
            returned: syn::parse_quote!(()),
            fallible: quote!(false),
            definition: TokenStream::new(),
            mistakes,
        }
    }

    /// The type of the value. If there is a mistake, rustc gets it here once more, and prints it once. The
    /// type is then erroneous, so that code that uses the value is not reported.
    pub(super) fn value(&self) -> TokenStream {
        match &self.mistakes {
            Some(mistakes) => {
                quote!(#Private::Named<(), { #mistakes }>)
            }
            None => self.member("Value"),
        }
    }

    /// A constant that tells whether the function may refuse a request.
    pub(super) fn is_fallible(&self) -> &TokenStream {
        &self.fallible
    }

    /// Turns what the function returned into the value, or what ends the request. It is reported at the
    /// return type, so that rustc reports a mistake there only once.
    pub(super) fn outcome(&self, returned: TokenStream) -> TokenStream {
        let (into_outcome, (_, last)) = (self.member("into_outcome"), ends(&self.returned));
        let mut returned = Group::new(Delimiter::Parenthesis, returned);
        returned.set_span(last);
        quote!(#into_outcome #returned)
    }

    fn member(&self, name: &str) -> TokenStream {
        let fallible = &self.fallible;
        let outcome = quote!(#Private::Outcome<#fallible>);
        member(&self.returned, &outcome, name)
    }
}

/// `tokens` with the type in place of `Self`, which a constant cannot refer to.
fn without_self(tokens: TokenStream, self_ty: &Type) -> TokenStream {
    let replaced = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(ident) if is_self(&ident) => self_ty.to_token_stream(),
        TokenTree::Group(mut group) => {
            let (delimiter, span) = (group.delimiter(), group.span());
            group = Group::new(delimiter, without_self(group.stream(), self_ty));
            group.set_span(span);
            TokenTree::Group(group).into()
        }
        token => token.into(),
    });
    replaced.collect()
}

fn is_self(ident: &Ident) -> bool {
    ident == "Self"
}
