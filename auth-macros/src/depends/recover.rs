//! What replaces a handler with a mistake.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::expand::{endpoint_type, served_function};
use super::parse::{Access, Handler};
use crate::paths::{Private, unnamed};
use crate::placed::is_in_block;
use crate::resolution::state_parameter;
use crate::unfinished::recovered;

/// The handler's name exists, and its body is still checked, so that no other errors follow: routes compile.
/// A `compile_error!` stands beside it, and it never answers.
pub(super) fn handler(handler: &Handler) -> TokenStream {
    if is_in_block(&handler.function) {
        return handler.function.to_token_stream();
    }
    let (served, as_written) = (
        served_function(handler),
        handler.function.as_far_as_written(),
    );
    let endpoint = endpoint(handler);
    let unnamed = unnamed(&quote!(#as_written #endpoint));
    quote! {
        #served
        #unnamed
    }
}

/// The same for a handler whose parameters cannot be parsed, which rustc has already reported.
pub(super) fn unfinished(access: Access, item: &TokenStream) -> TokenStream {
    recovered(item, |function| {
        handler(&Handler {
            access,
            list: Vec::new(),
            parameters: Vec::new(),
            function,
        })
    })
}

fn endpoint(handler: &Handler) -> TokenStream {
    let (ty, state) = (endpoint_type(handler), state_parameter());
    quote! {
        impl #Private::Declaration for #ty {
            const PLAN: #Private::Plan = #Private::Plan::NONE;
            const NAME: &'static str = "";
            fn describe(_: &mut #Private::OperationDoc) {}
        }
        impl<#state: ::core::marker::Sync> #Private::Endpoint<#state, ()> for #ty {
            async fn serve(
                _: &mut #Private::RequestContext,
                _: &#state,
            ) -> ::core::result::Result<#Private::Response, #Private::Rejection> {
                ::core::future::pending().await
            }
        }
    }
}
