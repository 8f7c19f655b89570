//! The code that a handler becomes.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Ident;

use super::parse::{Access, Handler};
use crate::paths::private;
use crate::resolution::{Resolution, User};

// Input:
//     /// Doc.
//     #[depends(Can(Permission::Read))]
//     pub async fn list(State(db): State<Db>) -> Json<Vec<User>> { … }
// Output:
//     pub struct __depends_list {}
//
//     /// Doc.
//     pub async fn list(served: Served<__depends_list>) -> Response { served.into_response() }
//
//     const _: () = {
//         async fn list(State(db): State<Db>) -> Json<Vec<User>> { … }
//         static __DEPENDENCY_0: LazyLock<Can> = …;
//         impl Declaration for __depends_list { … }
//         impl<S, M> Endpoint<S, M> for __depends_list where … { … }
//     };

/// The handler, guarded.
pub(super) fn handler(handler: &Handler) -> TokenStream {
    let resolution = Resolution::new(User::Handler, &handler.list, &handler.parameters);
    let (served, body) = (served_function(handler), body_function(handler));
    let (statics, declaration) = (resolution.statics(), declaration(handler, &resolution));
    let endpoint = endpoint(handler, &resolution);
    quote! {
        #served

        const _: () = {
            #body
            #statics
            #declaration
            #endpoint
        };
    }
}

/// What takes the place of a handler with a mistake: the body is still checked and the name still
/// taken, so that no other errors follow. `compile_error!` stands beside it.
pub(super) fn without_guard(handler: &Handler) -> TokenStream {
    if handler.function.sig.receiver().is_some() {
        return handler.function.to_token_stream();
    }
    let (served, body) = (served_function(handler), body_function(handler));
    let hidden = hidden_name(handler);
    let (declaration, endpoint, plan) =
        (private("Declaration"), private("Endpoint"), private("Plan"));
    let (context, operation) = (private("RequestContext"), private("OperationDoc"));
    let (response, rejection) = (private("Response"), private("Rejection"));
    quote! {
        #served

        const _: () = {
            #[allow(dead_code)]
            #body

            impl #declaration for #hidden {
                const PLAN: #plan = #plan::NONE;
                const PUBLIC: bool = false;
                const NAME: &'static str = "";
                fn describe(_: &mut #operation) {}
            }
            impl<__S: ::core::marker::Sync> #endpoint<__S, ()> for #hidden {
                async fn serve(_: &mut #context, _: &__S) -> ::core::result::Result<#response, #rejection> {
                    ::core::future::pending().await
                }
            }
        };
    }
}

/// The ordinary axum handler that takes the function's name.
fn served_function(handler: &Handler) -> TokenStream {
    let function = &handler.function;
    let (vis, name, hidden) = (&function.vis, &function.sig.ident, hidden_name(handler));
    let attrs = function.public_attrs();
    let (served, response, into_response) = (
        private("Served"),
        private("Response"),
        private("IntoResponse"),
    );
    let lints = LintsOfExpansion;
    quote! {
        #[doc(hidden)]
        #lints
        #vis struct #hidden {}

        #(#attrs)*
        #lints
        #vis async fn #name(served: #served<#hidden>) -> #response {
            #into_response::into_response(served)
        }
    }
}

/// The function as it was written, under its own name (which `#[instrument]` shows).
fn body_function(handler: &Handler) -> TokenStream {
    let function = &handler.function;
    let attrs = function.body_attrs();
    let (sig, body) = (&function.sig, &function.body);
    quote! {
        #(#attrs)*
        #[allow(clippy::unused_async)]
        #sig #body
    }
}

fn declaration(handler: &Handler, resolution: &Resolution<'_>) -> TokenStream {
    let (declaration, plan, operation) = (
        private("Declaration"),
        private("Plan"),
        private("OperationDoc"),
    );
    let hidden = hidden_name(handler);
    let name = handler.function.sig.ident.to_string();
    let public = handler.access == Access::Public;
    let needs = resolution.plan(&quote!(#plan::NONE));
    let describe = resolution.describe();
    quote! {
        #[automatically_derived]
        impl #declaration for #hidden {
            const PLAN: #plan = #needs;
            const PUBLIC: bool = #public;
            const NAME: &'static str = #name;

            #[allow(unused_variables)]
            fn describe(operation: &mut #operation) {
                #describe
            }
        }
    }
}

fn endpoint(handler: &Handler, resolution: &Resolution<'_>) -> TokenStream {
    let (endpoint, context, response) = (
        private("Endpoint"),
        private("RequestContext"),
        private("Response"),
    );
    let (rejection, into_response) = (private("Rejection"), private("IntoResponse"));
    let (state, marker) = (&resolution.state, &resolution.marker);
    let (generics, marker) = if resolution.has_marker() {
        (quote!(#state, #marker), quote!(#marker))
    } else {
        (quote!(#state), quote!(()))
    };
    let (hidden, name) = (hidden_name(handler), &handler.function.sig.ident);
    let (bounds, statements) = (resolution.bounds(), resolution.statements());
    let arguments = resolution.arguments();
    quote! {
        #[automatically_derived]
        impl<#generics> #endpoint<#state, #marker> for #hidden
        where
            #state: ::core::marker::Send + ::core::marker::Sync + 'static,
            #bounds
        {
            async fn serve(context: &mut #context, state: &#state) -> ::core::result::Result<#response, #rejection> {
                #statements
                ::core::result::Result::Ok(#into_response::into_response(#name(#arguments).await))
            }
        }
    }
}

/// The handler's type, under a name that nobody imports by accident.
fn hidden_name(handler: &Handler) -> Ident {
    format_ident!("__depends_{}", handler.function.sig.ident)
}

/// Lints that speak of items which nobody wrote.
struct LintsOfExpansion;

impl ToTokens for LintsOfExpansion {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(quote!(#[allow(dead_code, missing_debug_implementations, non_camel_case_types, unreachable_pub)]));
    }
}
