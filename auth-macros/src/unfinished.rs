//! A function whose parameters are still being written, or have defaults, which Rust has not.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Pat, Receiver, Token, Type};

use crate::function::Function;
use crate::mention::mentions;
use crate::placed::outside_of_blocks;

/// Whether a function in `item` has a parameter without a type, or with a default. rustc has then reported it, and
/// our failure to parse it is not a second mistake.
pub(crate) fn is_unfinished(item: &TokenStream) -> bool {
    let mut is_function = false;
    item.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => {
            is_function |= ident == "fn";
            false
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            std::mem::take(&mut is_function) && has_unfinished(group.stream())
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !is_function => {
            is_unfinished(&group.stream())
        }
        _ => false,
    })
}

fn has_unfinished(parameters: TokenStream) -> bool {
    let parser = |input: ParseStream| {
        let mut has_unfinished = false;
        while !input.is_empty() && !has_unfinished {
            has_unfinished = !skip_parameter(input)?;
            input.parse::<Option<Token![,]>>()?;
        }
        input.parse::<TokenStream>()?;
        Ok(has_unfinished)
    };
    parser.parse2(parameters).unwrap_or(false)
}

/// Reads a parameter, and says whether it has a type and nothing after that.
fn skip_parameter(input: ParseStream) -> syn::Result<bool> {
    input.call(Attribute::parse_outer)?;
    if input.fork().parse::<Receiver>().is_ok() {
        input.parse::<Receiver>()?;
        return Ok(true);
    }
    Pat::parse_single(input)?;
    if input.parse::<Option<Token![:]>>()?.is_none() || input.is_empty() || input.peek(Token![,]) {
        return Ok(false);
    }
    input.parse::<Type>()?;
    Ok(!input.peek(Token![=]))
}

/// The replacement for `item`: what `recover` makes of the function without parameters and body, and, for
/// editors, the code as far as it is written. rustc repeats the error that it has reported, and prints it
/// only once.
pub(crate) fn recovered(
    item: &TokenStream,
    recover: impl FnOnce(Function) -> TokenStream,
) -> TokenStream {
    let Ok(mut function) = syn::parse2::<Function>(without_parameters(item)) else {
        return item.clone();
    };
    function.body = None;
    let recovered = recover(function.clone());
    // `#[depends]` is not an attribute by itself: where there is one, rustc only parses the item.
    let hidden = mentions(item, "depends").then(|| quote!(#[cfg(false)]));
    let as_far_as_written = quote!(const _: () = { #hidden #[allow(dead_code)] #item };);
    outside_of_blocks(quote!(#recovered #as_far_as_written), &function)
}

/// `item` with nothing between its parentheses.
fn without_parameters(item: &TokenStream) -> TokenStream {
    let mut is_function = false;
    let tokens = item.clone().into_iter().map(|token| match token {
        TokenTree::Ident(ident) => {
            is_function |= ident == "fn";
            ident.into()
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis && is_function => {
            is_function = false;
            let mut empty = Group::new(Delimiter::Parenthesis, TokenStream::new());
            empty.set_span(group.span());
            empty.into()
        }
        token => token,
    });
    tokens.collect()
}
