//! The code that a handler becomes.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Generics, ReturnType};

use super::parse::{Access, Handler};
use crate::mention::mentions;
use crate::paths::{member, private, private_at};
use crate::resolution::{Resolution, User, binding, marker_parameter, operation, state_parameter};

// Input:
//     /// Doc.
//     #[depends(Can(Permission::Read))]
//     pub async fn list(State(db): State<Db>) -> Json<Vec<User>> { … }
// Output:
//     #[doc(hidden)]
//     pub mod __list { pub enum list {} }
//
//     /// Doc.
//     pub async fn list(served: Served<__list::list>) -> Response { served.into_response() }
//
//     const _: () = {
//         async fn list(State(db): State<Db>) -> Json<Vec<User>> { … }
//         type __Dependency0 = Can;
//         static __DEPENDENCY_0: LazyLock<__Dependency0> = …;
//         impl Declaration for __list::list { … }
//         impl<S, M> Endpoint<S, M> for __list::list where … { … }
//     };
//
// The type has the function's name, which rustc's messages then show, but in a module of its own: the
// name stays free among types, so that `mod list; use list::list;` compiles.

/// The handler, guarded.
pub(super) fn handler(handler: &Handler) -> TokenStream {
    let no_generics = Generics::default();
    let resolution = Resolution::new(
        User::Handler,
        &handler.list,
        &handler.parameters,
        &no_generics,
    );
    let (served, as_written) = (served_function(handler), handler.function.as_written());
    let (definitions, declaration) = (resolution.definitions(), declaration(handler, &resolution));
    let endpoint = endpoint(handler, &resolution);
    quote! {
        #served

        const _: () = {
            #as_written
            #definitions
            #declaration
            #endpoint
        };
    }
}

/// The ordinary axum handler that takes the function's name.
fn served_function(handler: &Handler) -> TokenStream {
    let function = &handler.function;
    let (vis, name, endpoint) = (&function.vis, &function.sig.ident, endpoint_type(handler));
    let (module, attrs) = (format_ident!("__{}", name), function.public_attrs());
    let (served, response, into_response) = (
        private("Served"),
        private("Response"),
        private("IntoResponse"),
    );
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types, clippy::exhaustive_enums)]
        #vis mod #module {
            pub enum #name {}
        }

        #(#attrs)*
        #vis async fn #name(served: #served<#endpoint>) -> #response {
            #into_response::into_response(served)
        }
    }
}

/// The path of the handler's type.
fn endpoint_type(handler: &Handler) -> TokenStream {
    let name = &handler.function.sig.ident;
    let module = format_ident!("__{}", name);
    quote_spanned!(name.span()=> #module::#name)
}

fn declaration(handler: &Handler, resolution: &Resolution<'_>) -> TokenStream {
    let (declaration, plan, operation_doc) = (
        private("Declaration"),
        private("Plan"),
        private("OperationDoc"),
    );
    let (endpoint, name) = (
        endpoint_type(handler),
        handler.function.sig.ident.unraw().to_string(),
    );
    let public = handler.access == Access::Public;
    let (needs, describe) = (resolution.plan(&quote!(#plan::NONE)), resolution.describe());
    let operation = binding(&operation(), resolution.describes());
    quote! {
        #[automatically_derived]
        impl #declaration for #endpoint {
            const PLAN: #plan = #needs;
            const PUBLIC: bool = #public;
            const NAME: &'static str = #name;

            fn describe(#operation: &mut #operation_doc) {
                #describe
            }
        }
    }
}

fn endpoint(handler: &Handler, resolution: &Resolution<'_>) -> TokenStream {
    let (endpoint, context_type) = (private("Endpoint"), private("RequestContext"));
    let (response, rejection) = (private("Response"), private("Rejection"));
    let state_type = state_parameter();
    let (generics, marker) = match resolution.has_marker().then(marker_parameter) {
        Some(marker) => (quote!(#state_type, #marker), quote!(#marker)),
        None => (quote!(#state_type), quote!(())),
    };
    let (ty, bounds) = (endpoint_type(handler), resolution.bounds());
    let (context, state) = resolution.bindings();
    let (statements, answer) = (
        resolution.statements(),
        answer(handler, &resolution.arguments()),
    );
    quote! {
        #[automatically_derived]
        impl<#generics> #endpoint<#state_type, #marker> for #ty
        where
            #state_type: ::core::marker::Send + ::core::marker::Sync + 'static,
            #bounds
        {
            async fn serve(
                #context: &mut #context_type,
                #state: &#state_type,
            ) -> ::core::result::Result<#response, #rejection> {
                #statements
                ::core::result::Result::Ok(#answer)
            }
        }
    }
}

/// The function called as it was written, and its result as a response.
fn answer(handler: &Handler, arguments: &TokenStream) -> TokenStream {
    let (name, output) = (&handler.function.sig.ident, &handler.function.sig.output);
    let running = private_at("running", name.span());
    let called = quote_spanned!(name.span()=> #name(#arguments));
    let returned = match output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => ty.to_token_stream(),
    };
    let into_response = if mentions(&returned, "impl") {
        let into_response = private("IntoResponse");
        quote!(#into_response::into_response)
    } else {
        member(&returned, &private("IntoResponse"), "into_response")
    };
    let called = quote_spanned!(name.span()=> #running(#called).await);
    quote!(#into_response(#called))
}

/// What takes the place of a handler with a mistake: the body is still checked and the name still
/// taken, so that no other errors follow. `compile_error!` stands beside it.
pub(super) fn without_guard(handler: &Handler) -> TokenStream {
    if handler.function.sig.receiver().is_some() {
        return handler.function.to_token_stream();
    }
    let (served, as_written) = (served_function(handler), handler.function.as_written());
    let (ty, state) = (endpoint_type(handler), state_parameter());
    let (declaration, endpoint, plan) =
        (private("Declaration"), private("Endpoint"), private("Plan"));
    let (context, operation) = (private("RequestContext"), private("OperationDoc"));
    let (response, rejection) = (private("Response"), private("Rejection"));
    quote! {
        #served

        const _: () = {
            #[allow(dead_code)]
            #as_written

            impl #declaration for #ty {
                const PLAN: #plan = #plan::NONE;
                const PUBLIC: bool = false;
                const NAME: &'static str = "";
                fn describe(_: &mut #operation) {}
            }
            impl<#state: ::core::marker::Sync> #endpoint<#state, ()> for #ty {
                async fn serve(_: &mut #context, _: &#state) -> ::core::result::Result<#response, #rejection> {
                    ::core::future::pending().await
                }
            }
        };
    }
}
