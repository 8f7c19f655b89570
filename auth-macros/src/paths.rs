//! The only place that spells paths of the runtime.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use crate::spans::quote;

/// `::auth_runtime::__private`: the list of what expansions may name.
pub(crate) struct Private;

impl ToTokens for Private {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(quote!(::auth_runtime::__private));
    }
}

/// An anonymous block of items.
pub(crate) fn unnamed(items: &TokenStream) -> TokenStream {
    quote! {
        const _: () = {
            #items
        };
    }
}

/// `::auth_runtime::__private::<name>`, placed so that rustc underlines the user's token at `span` if
/// something is wrong with it.
///
/// Lints take the path for the user's, and check whether the user imported the name: it must be one that
/// only `__private` has.
pub(crate) fn private_at(name: &str, span: Span) -> TokenStream {
    let name = Ident::new(name, span);
    quote_spanned!(span=> ::auth_runtime::__private::#name)
}

/// `::auth_runtime::__private::<name><arguments>`, a bound or a type. If something is wrong with it, rustc
/// underlines `user`, from the first token to the last.
pub(crate) fn bound(name: &str, arguments: &TokenStream, user: &impl ToTokens) -> TokenStream {
    let (first, last) = ends(user);
    let path = private_at(name, first);
    let close = quote_spanned!(last=> >);
    quote!(#path<#arguments #close)
}

/// `<user as trait_name>::member`, underlined like a [`bound`].
pub(crate) fn member(user: &impl ToTokens, trait_name: &TokenStream, member: &str) -> TokenStream {
    let (first, last) = ends(user);
    let open = quote_spanned!(first=> <);
    let member = Ident::new(member, last);
    quote!(#open #user as #trait_name>::#member)
}

/// `::auth_runtime::<name>`: an attribute macro, to be applied again.
pub(crate) fn attribute(name: &str) -> TokenStream {
    let name = Ident::new(name, Span::call_site());
    quote!(::auth_runtime::#name)
}

/// The type that the combinator of this name constructs around a dependency.
pub(crate) fn combinator(name: &str) -> Option<TokenStream> {
    match name {
        "fresh" => Some(quote!(::auth_runtime::Fresh)),
        "Optional" => Some(quote!(::auth_runtime::Optional)),
        "require" => Some(quote!(::auth_runtime::security::Require)),
        _ => None,
    }
}

/// The positions where `tokens` begin and end: see [`around`].
pub(crate) fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let mut spans = tokens
        .to_token_stream()
        .into_iter()
        .map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    let last = spans.last().unwrap_or(first);
    (around(first).0, around(last).1)
}

/// The positions just before and just after the token at `span`.
///
/// rustc underlines anything that begins at the first and ends at the second like the user's token. An editor
/// that looks up the token does not find it: none of its tokens has the position of the user's token.
pub(crate) fn around(span: Span) -> (Span, Span) {
    if proc_macro::is_available() {
        let span = span.unwrap();
        (span.start().into(), span.end().into())
    } else {
        (span, span)
    }
}
