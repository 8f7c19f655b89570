//! What replaces a dependency with a mistake.

use proc_macro2::TokenStream;
use quote::quote;

use super::arguments::Arguments;
use super::check::is_async_trait;
use super::expand::{header, named};
use super::output::Output;
use super::parse::{Block, Declaration, Input};
use crate::paths::{Private, unnamed};
use crate::placed::is_in_block;
use crate::resolution::state_parameter;
use crate::unfinished::recovered;

/// The dependency's name, its value's type and its body exist, so that no other errors follow: code that uses
/// it compiles. A `compile_error!` stands beside it, and it never returns a value.
pub(super) fn declaration(declaration: &Declaration) -> TokenStream {
    let (item, as_written) = match &declaration.input {
        Input::Function(function) if is_in_block(function) => return quote!(#function),
        Input::Function(function) => (named(function), function.as_far_as_written()),
        Input::Block(block) if block.implemented.is_some() => return quote!(#block),
        Input::Block(block) => (recovered_block(block), TokenStream::new()),
    };
    let output = Output::of_mistaken(declaration);
    let (of_output, dependency) = (&output.definition, dependency(declaration, &output));
    let unnamed = unnamed(&quote!(#as_written #of_output #dependency));
    quote! {
        #item
        #unnamed
    }
}

/// The block without `#[async_trait]`, which would report an error of its own.
fn recovered_block(block: &Block) -> TokenStream {
    let mut block = block.clone();
    block.attrs.retain(|attribute| !is_async_trait(attribute));
    quote!(#block)
}

/// The same for a dependency whose parameters cannot be parsed, which rustc has already reported.
pub(super) fn unfinished(item: &TokenStream) -> TokenStream {
    recovered(item, |function| {
        declaration(&Declaration {
            arguments: Arguments::default(),
            input: Input::Function(function),
            parameters: Vec::new(),
        })
    })
}

fn dependency(declaration: &Declaration, output: &Output) -> TokenStream {
    let (header, state, value) = (header(declaration), state_parameter(), output.value());
    let (generics, ty) = (declaration.generics(), declaration.subject());
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    quote! {
        impl #impl_generics #Private::Provides for #ty #where_clause {
            type Output = #value;
        }
        #header {
            async fn resolve(
                &self,
                _: &mut #Private::RequestContext,
                _: &#state,
            ) -> ::core::result::Result<Self::Output, #Private::Rejection> {
                ::core::future::pending().await
            }
        }
    }
}
