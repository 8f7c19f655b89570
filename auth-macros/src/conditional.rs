//! `#[cfg]` and `#[cfg_attr]` on parameters, which rustc leaves to attribute macros.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, FnArg, Meta, Signature, Token};

use crate::paths;

// Input:
//     #[depends(list)] async fn f(#[cfg(p)] a: A, b: B) { … }
// Output:
//     #[cfg(p)]      #[::auth_runtime::depends(list)] async fn f(a: A, b: B) { … }
//     #[cfg(not(p))] #[::auth_runtime::depends(list)] async fn f(b: B) { … }
//
// The macro then meets each of them again, one condition fewer; rustc throws the other one away.

/// Writes the item once for each side of the first condition on a parameter, with the macro on it
/// again, or returns `None` when there is no condition. `sig_of` finds the signature in the item.
pub(crate) fn split<T, F>(
    macro_name: &str,
    arguments: &TokenStream,
    item: &T,
    sig_of: F,
) -> Option<TokenStream>
where
    T: Clone + ToTokens,
    F: Fn(&mut T) -> Option<&mut Signature>,
{
    let mut with = item.clone();
    let condition = take_condition(sig_of(&mut with)?)?;

    let mut without = item.clone();
    let sig = sig_of(&mut without)?;
    if condition.removes_the_parameter {
        sig.inputs = std::mem::take(&mut sig.inputs)
            .into_iter()
            .enumerate()
            .filter_map(|(index, input)| (index != condition.parameter).then_some(input))
            .collect();
    } else if let Some(input) = sig.inputs.get_mut(condition.parameter) {
        attributes(input).remove(condition.attribute);
    }

    let predicate = condition.predicate;
    let attribute = paths::attribute(macro_name);
    Some(quote! {
        #[cfg(#predicate)]
        #[#attribute(#arguments)]
        #with

        #[cfg(not(#predicate))]
        #[#attribute(#arguments)]
        #without
    })
}

/// A condition, and where it stood.
struct Condition {
    parameter: usize,
    attribute: usize,
    predicate: TokenStream,
    removes_the_parameter: bool,
}

/// Takes the first condition, as if it held.
fn take_condition(sig: &mut Signature) -> Option<Condition> {
    for (parameter, input) in sig.inputs.iter_mut().enumerate() {
        let attrs = attributes(input);
        for attribute in 0..attrs.len() {
            let Meta::List(list) = &attrs[attribute].meta else {
                continue;
            };
            if list.path.is_ident("cfg") {
                let predicate = list.tokens.clone();
                attrs.remove(attribute);
                return Some(Condition {
                    parameter,
                    attribute,
                    predicate,
                    removes_the_parameter: true,
                });
            }
            if list.path.is_ident("cfg_attr") {
                let mut metas = list
                    .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                    .ok()?
                    .into_iter();
                let predicate = metas.next()?.into_token_stream();
                let given: Vec<Attribute> = metas.map(|meta| syn::parse_quote!(#[#meta])).collect();
                attrs.splice(attribute..=attribute, given);
                return Some(Condition {
                    parameter,
                    attribute,
                    predicate,
                    removes_the_parameter: false,
                });
            }
        }
    }
    None
}

fn attributes(input: &mut FnArg) -> &mut Vec<Attribute> {
    match input {
        FnArg::Receiver(receiver) => &mut receiver.attrs,
        FnArg::Typed(input) => &mut input.attrs,
    }
}
