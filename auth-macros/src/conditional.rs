//! `#[cfg]` and `#[cfg_attr]` on parameters, which rustc leaves to attribute macros.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, FnArg, Meta, Signature, Token};

use crate::paths;

// Input:
//     #[depends(list)] async fn f(#[cfg(p)] a: A, b: B) { … }
// Output:
//     #[cfg(p)]      #[::auth_runtime::depends(list)] async fn f(a: A, b: B) { … }
//     #[cfg(not(p))] #[::auth_runtime::depends(list)] async fn f(b: B) { … }
//
// The macro then sees one of them again, with one condition fewer; rustc discards the other one.

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
    let (mut with, mut without) = (item.clone(), item.clone());
    let condition = find(sig_of(&mut with)?)?;
    condition.hold(sig_of(&mut with)?);
    condition.fail(sig_of(&mut without)?);

    let (predicate, attribute) = (&condition.predicate, paths::attribute(macro_name));
    Some(quote! {
        #[cfg(#predicate)]
        #[#attribute(#arguments)]
        #with

        #[cfg(not(#predicate))]
        #[#attribute(#arguments)]
        #without
    })
}

/// A condition on a parameter, and its position.
struct Condition {
    parameter: usize,
    attribute: usize,
    predicate: TokenStream,
    effect: Effect,
}

/// What a condition decides.
enum Effect {
    /// `#[cfg]`: whether the parameter exists.
    Parameter,
    /// `#[cfg_attr]`: whether the parameter has these attributes.
    Attributes(Vec<Attribute>),
}

impl Condition {
    /// Changes `sig` to what it is if the condition holds.
    fn hold(&self, sig: &mut Signature) {
        let given = match &self.effect {
            Effect::Parameter => Vec::new(),
            Effect::Attributes(given) => given.clone(),
        };
        if let Some(input) = sig.inputs.get_mut(self.parameter) {
            attributes_mut(input).splice(self.attribute..=self.attribute, given);
        }
    }

    /// Changes `sig` to what it is if the condition does not hold.
    fn fail(&self, sig: &mut Signature) {
        if let Effect::Parameter = self.effect {
            let inputs = std::mem::take(&mut sig.inputs).into_iter().enumerate();
            let others = inputs.filter(|(index, _)| *index != self.parameter);
            sig.inputs = others.map(|(_, input)| input).collect();
        } else if let Some(input) = sig.inputs.get_mut(self.parameter) {
            attributes_mut(input).remove(self.attribute);
        }
    }
}

/// Finds the first condition. A malformed one is left to rustc.
fn find(sig: &Signature) -> Option<Condition> {
    sig.inputs
        .iter()
        .enumerate()
        .find_map(|(parameter, input)| {
            let mut attributes = attributes(input).iter().enumerate();
            attributes.find_map(|(attribute, written)| {
                let (predicate, effect) = condition(&written.meta)?;
                Some(Condition {
                    parameter,
                    attribute,
                    predicate,
                    effect,
                })
            })
        })
}

fn condition(meta: &Meta) -> Option<(TokenStream, Effect)> {
    let Meta::List(list) = meta else { return None };
    if list.path.is_ident("cfg") {
        return Some((list.tokens.clone(), Effect::Parameter));
    }
    if !list.path.is_ident("cfg_attr") {
        return None;
    }
    let parser = |input: ParseStream| {
        let predicate = parse_predicate(input)?;
        let given = Punctuated::<Meta, Token![,]>::parse_terminated(input)?;
        Ok((predicate, given))
    };
    let (predicate, given) = list.parse_args_with(parser).ok()?;
    let given = given
        .iter()
        .map(|meta| syn::parse_quote!(#[#meta]))
        .collect();
    Some((predicate, Effect::Attributes(given)))
}

/// Everything before the first comma: rustc validates it.
fn parse_predicate(input: ParseStream) -> syn::Result<TokenStream> {
    let mut predicate = TokenStream::new();
    while !input.peek(Token![,]) {
        predicate.extend([input.parse::<TokenTree>()?]);
    }
    input.parse::<Token![,]>()?;
    Ok(predicate)
}

fn attributes(input: &FnArg) -> &[Attribute] {
    match input {
        FnArg::Receiver(receiver) => &receiver.attrs,
        FnArg::Typed(input) => &input.attrs,
    }
}

fn attributes_mut(input: &mut FnArg) -> &mut Vec<Attribute> {
    match input {
        FnArg::Receiver(receiver) => &mut receiver.attrs,
        FnArg::Typed(input) => &mut input.attrs,
    }
}
