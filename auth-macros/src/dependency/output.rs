//! What a return type may be, and what it means.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    AngleBracketedGenericArguments, GenericArgument, Generics, Lifetime, PathArguments, Type,
};

use super::parse::{Declaration, Input};
use crate::diag::{Diagnostics, text};
use crate::function::ends_in;
use crate::mention::{mentions, mentions_any};
use crate::parameter::{is_static, ungrouped};
use crate::paths::{Private, member};
use crate::signature::has_placeholder;

/// Every rule about the return type.
pub(super) fn check(ty: &Type, generics: &Generics, diag: &mut Diagnostics) {
    check_named(ty, diag);
    check_owned(ty, diag);
    check_result(ty, generics, diag);
}

fn check_named(ty: &Type, diag: &mut Diagnostics) {
    if mentions(ty, "impl") {
        let message = "the value of a dependency has a type with a name";
        diag.mistake(ty, message, "write the type, or `Result<T, HttpError>`");
    }
}

fn check_owned(ty: &Type, diag: &mut Diagnostics) {
    if let Some(borrowed) = borrowed_in(ty) {
        let message = "the value of a dependency outlives what it was made from";
        diag.mistake(borrowed, message, "return an owned value");
    }
}

/// A type with parameters may be a `Result` or not, as its arguments are. What is not a `Result` though
/// it is called so, rustc refuses: see `Output`.
fn check_result(ty: &Type, generics: &Generics, diag: &mut Diagnostics) {
    let is_result = matches!(ungrouped(ty), Type::Path(path) if ends_in(&path.path, "Result"));
    if mentions_any(ty, generics) && !is_result {
        let message = "a dependency whose value has type parameters returns a `Result`";
        let help = format!(
            "write `Result` in the place of its alias, or `Result<{}, Infallible>` where it cannot fail",
            text(ty)
        );
        diag.mistake(ty, message, help);
    }
}

/// What of a type is borrowed from a parameter.
fn borrowed_in(ty: &Type) -> Option<TokenStream> {
    match ty {
        Type::Reference(reference) if is_static(reference) => None,
        Type::Reference(reference) => Some(reference.to_token_stream()),
        Type::Group(group) => borrowed_in(&group.elem),
        Type::Paren(parentheses) => borrowed_in(&parentheses.elem),
        Type::Array(array) => borrowed_in(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(borrowed_in),
        Type::Path(path) => {
            path.path
                .segments
                .iter()
                .find_map(|segment| match &segment.arguments {
                    PathArguments::AngleBracketed(arguments) => borrowed_in_arguments(arguments),
                    _ => None,
                })
        }
        _ => None,
    }
}

fn borrowed_in_arguments(arguments: &AngleBracketedGenericArguments) -> Option<TokenStream> {
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => borrowed_in(ty),
        GenericArgument::Lifetime(Lifetime { ident, .. }) if ident != "static" => {
            Some(argument.to_token_stream())
        }
        _ => None,
    })
}

/// The return type of a dependency, as the expansion reads it.
pub(super) struct Output {
    returned: Type,
    /// Whether it is a `Result`: a constant.
    fallible: TokenStream,
    /// The item that the constant is, if it is one.
    pub definition: TokenStream,
    /// What is wrong with the type: `compile_error!`.
    mistakes: Option<TokenStream>,
}

impl Output {
    /// Whether it is a `Result`, under whatever alias, rustc decides, by a constant. Where the type has
    /// parameters, a constant cannot speak of them: there it must be one.
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
        let definition = quote! {
            const __FALLIBLE: bool = {
                #[allow(unused_imports)]
                use #Private::Returns as _;
                #Private::Returned::<#concrete>::FALLIBLE
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
        check(&returned, &declaration.generics(), &mut diag);
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

    /// The type of the value. Of one with a mistake, which rustc is told here again and says once, it is in
    /// error: so those who take the value are not.
    pub(super) fn value(&self) -> TokenStream {
        match &self.mistakes {
            Some(mistakes) => {
                quote!(#Private::Named<(), { #mistakes }>)
            }
            None => self.member("Outcome", "Value"),
        }
    }

    /// The function that tells the value from what ends the request.
    pub(super) fn conversion(&self) -> TokenStream {
        self.member("IntoOutcome", "into_outcome")
    }

    fn member(&self, trait_name: &str, name: &str) -> TokenStream {
        let (trait_name, fallible) = (format_ident!("{trait_name}"), &self.fallible);
        let outcome = quote!(#Private::#trait_name<#fallible>);
        member(&self.returned, &outcome, name)
    }
}

/// `tokens` with the type in the place of `Self`, of which a constant cannot speak.
fn without_self(tokens: TokenStream, self_ty: &Type) -> TokenStream {
    let replaced = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(ident) if is_self(&ident) => self_ty.to_token_stream(),
        TokenTree::Group(mut group) => {
            let (delimiter, span) = (group.delimiter(), group.span());
            group = proc_macro2::Group::new(delimiter, without_self(group.stream(), self_ty));
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
