//! Several things as one: a tuple, or nested tuples where one would be too long.

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::paths::Private;
use crate::spans::quote;

/// The longest tuple for which the runtime has implementations.
const LONGEST: usize = 16;

/// The type of the tuple of these types.
pub(super) fn ty(items: impl IntoIterator<Item = impl ToTokens>) -> TokenStream {
    nested(items, |first, rest| quote!(#Private::Longer<#first, #rest>))
}

/// The expression of the tuple of these expressions.
pub(super) fn expression(items: impl IntoIterator<Item = impl ToTokens>) -> TokenStream {
    nested(items, |first, rest| quote!(#Private::Longer(#first, #rest)))
}

/// The pattern of the tuple of these patterns.
pub(super) fn pattern(items: impl IntoIterator<Item = impl ToTokens>) -> TokenStream {
    expression(items)
}

fn nested(
    items: impl IntoIterator<Item = impl ToTokens>,
    longer: impl Fn(TokenStream, TokenStream) -> TokenStream,
) -> TokenStream {
    let items: Vec<_> = items.into_iter().collect();
    let tuples = items.chunks(LONGEST).map(|items| quote!((#(#items,)*)));
    let nested = tuples.rev().reduce(|rest, first| longer(first, rest));
    nested.unwrap_or_else(|| quote!(()))
}
