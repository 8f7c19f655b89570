//! Whether tokens mention a generic parameter.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericParam, Generics};

/// Whether `tokens` name one of the parameters of `generics`, or `Self`, which has them all.
pub(crate) fn mentions_any(tokens: &impl ToTokens, generics: &Generics) -> bool {
    let is_named = |parameter: &GenericParam| match parameter {
        GenericParam::Lifetime(parameter) => mentions(tokens, &parameter.lifetime.ident),
        GenericParam::Type(parameter) => mentions(tokens, &parameter.ident),
        GenericParam::Const(parameter) => mentions(tokens, &parameter.ident),
    };
    !generics.params.is_empty()
        && (mentions(tokens, "Self") || generics.params.iter().any(is_named))
}

/// Whether `tokens` contain the word `name`.
pub(crate) fn mentions<T: ?Sized>(tokens: &impl ToTokens, name: &T) -> bool
where
    Ident: PartialEq<T>,
{
    any_ident(tokens.to_token_stream(), &|ident| ident == name)
}

/// Whether `tokens` contain `self` as a value, and not as the beginning of a path.
pub(crate) fn mentions_self(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_found = match token {
            TokenTree::Ident(ident) if ident == "self" => {
                !matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
            }
            TokenTree::Group(group) => mentions_self(group.stream()),
            _ => false,
        };
        if is_found {
            return true;
        }
    }
    false
}

fn any_ident(tokens: TokenStream, is_wanted: &dyn Fn(&Ident) -> bool) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => is_wanted(&ident),
        TokenTree::Group(group) => any_ident(group.stream(), is_wanted),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
