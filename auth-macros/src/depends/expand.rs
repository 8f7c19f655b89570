//! The code that a handler becomes.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Generics, ReturnType};

use super::parse::{Access, Handler};
use crate::mention::mentions;
use crate::parameter::borrow_known_parts;
use crate::paths::{Private, ends, member, private_at};
use crate::resolution::{Resolution, User, marker_parameter, operation, state_parameter};
use crate::signature;

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
// A handler of no parameters and no list is `async fn list() -> Served<__list::list>`.
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
    let (definitions, declaration) = (resolution.definitions(), declaration(handler, &resolution));
    let as_written = handler.function.as_written();
    let (served, endpoint) = if resolution.is_empty() {
        (answered_function(handler), endpoint_of_nothing(handler))
    } else {
        (served_function(handler), endpoint(handler, &resolution))
    };
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
pub(super) fn served_function(handler: &Handler) -> TokenStream {
    let endpoint = endpoint_type(handler);
    let signature = quote!((served: #Private::Served<#endpoint>) -> #Private::Response);
    let body = quote!(#Private::IntoResponse::into_response(served));
    axum_handler(handler, &signature, &body)
}

/// The same for a handler that needs nothing of the request.
fn answered_function(handler: &Handler) -> TokenStream {
    let endpoint = endpoint_type(handler);
    let signature = quote!(() -> #Private::Served<#endpoint>);
    let body = quote!(#Private::Served::alone().await);
    axum_handler(handler, &signature, &body)
}

fn axum_handler(handler: &Handler, signature: &TokenStream, body: &TokenStream) -> TokenStream {
    let function = &handler.function;
    let (vis, name) = (&function.vis, &function.sig.ident);
    let (module, attrs) = (format_ident!("__{}", name), function.public_attrs());
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types, non_snake_case, clippy::exhaustive_enums)]
        #vis mod #module {
            pub enum #name {}
        }

        #[allow(non_snake_case)]
        #(#attrs)*
        #vis async fn #name #signature {
            #body
        }
    }
}

/// The path of the handler's type.
pub(super) fn endpoint_type(handler: &Handler) -> TokenStream {
    let name = &handler.function.sig.ident;
    let module = format_ident!("__{}", name);
    quote_spanned!(name.span()=> #module::#name)
}

fn declaration(handler: &Handler, resolution: &Resolution<'_>) -> TokenStream {
    let endpoint = endpoint_type(handler);
    let name = handler.function.sig.ident.unraw().to_string();
    let public = handler.access == Access::Public;
    let plan = resolution.plan(&quote!(#Private::Plan::NONE));
    let (operation, of_others) = (operation(), resolution.describe());
    let of_function = signature::describe_attributes(&handler.function.attrs);
    let output = &handler.function.sig.output;
    let of_types = signature::describe(&name, &handler.parameters, Some(output));
    quote! {
        #[automatically_derived]
        impl #Private::Declaration for #endpoint {
            const PLAN: #Private::Plan = #plan;
            const PUBLIC: bool = #public;
            const NAME: &'static str = #name;

            fn describe(#operation: &mut #Private::OperationDoc) {
                #of_others
                #of_function
                #of_types
            }
        }
    }
}

fn endpoint(handler: &Handler, resolution: &Resolution<'_>) -> TokenStream {
    let (ty, state_type, bounds) = (
        endpoint_type(handler),
        state_parameter(),
        resolution.bounds(),
    );
    let marker_type = resolution.has_marker().then(marker_parameter);
    let marker = marker_type
        .as_ref()
        .map_or_else(|| quote!(()), ToTokens::to_token_stream);
    let ((context, state), statements) = (resolution.bindings(), resolution.statements());
    let (lints, answer) = (resolution.lints(), answer(handler, &resolution.arguments()));
    quote! {
        #[automatically_derived]
        impl<#state_type, #marker_type> #Private::Endpoint<#state_type, #marker> for #ty
        where
            #state_type: ::core::marker::Send + ::core::marker::Sync + 'static,
            #bounds
        {
            #lints
            async fn serve(
                #context: &mut #Private::RequestContext,
                #state: &#state_type,
            ) -> ::core::result::Result<#Private::Response, #Private::Rejection> {
                #statements
                ::core::result::Result::Ok(#answer)
            }
        }
    }
}

/// The same for a handler that needs nothing of the request: it can be called without one.
fn endpoint_of_nothing(handler: &Handler) -> TokenStream {
    let (ty, state_type) = (endpoint_type(handler), state_parameter());
    let answer = answer(handler, &TokenStream::new());
    quote! {
        #[automatically_derived]
        impl #Private::Answers for #ty {
            async fn answer() -> #Private::Response {
                #answer
            }
        }

        #[automatically_derived]
        impl<#state_type> #Private::Endpoint<#state_type, ()> for #ty
        where
            #state_type: ::core::marker::Send + ::core::marker::Sync + 'static,
        {
            async fn serve(
                _: &mut #Private::RequestContext,
                _: &#state_type,
            ) -> ::core::result::Result<#Private::Response, #Private::Rejection> {
                ::core::result::Result::Ok(<Self as #Private::Answers>::answer().await)
            }

            fn answer_alone() -> ::core::option::Option<#Private::Alone> {
                ::core::option::Option::Some(::std::boxed::Box::pin(<Self as #Private::Answers>::answer()))
            }
        }
    }
}

/// The function called as it was written, and its result as a response.
fn answer(handler: &Handler, arguments: &TokenStream) -> TokenStream {
    let sig = &handler.function.sig;
    let (name, running) = (&sig.ident, private_at("running", sig.ident.span()));
    let called = if borrow_known_parts(&handler.parameters) {
        quote_spanned!(name.span()=> #running(#name(#arguments)).await)
    } else {
        quote_spanned!(name.span()=> #name(#arguments).await)
    };
    let returned = match &sig.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => ty.to_token_stream(),
    };
    let into_response = if mentions(&returned, "impl") {
        let (first, last) = ends(&returned);
        let (into_response, function) = (
            private_at("IntoResponse", first),
            quote_spanned!(last=> into_response),
        );
        quote!(#into_response::#function)
    } else {
        member(&returned, &quote!(#Private::IntoResponse), "into_response")
    };
    quote!(#into_response(#called))
}
