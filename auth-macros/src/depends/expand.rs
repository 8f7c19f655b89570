//! The code that a handler becomes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Generics, ReturnType};

use super::parse::{Access, Handler};
use crate::paths::{Private, ends};
use crate::resolution::{
    Resolution, User, context, marker_parameter, operation, state, state_parameter,
};
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
//         enum __AsWritten {}
//         impl AsWritten for __AsWritten { … }          // what the function takes, and its call
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
    let function = handler.function.as_written();
    let (served, endpoint) = if resolution.is_empty() {
        (answered_function(handler), endpoint_of_nothing(handler))
    } else {
        let (written, endpoint) = (
            as_written(handler, &resolution),
            endpoint(handler, &resolution),
        );
        (served_function(handler), quote!(#written #endpoint))
    };
    quote! {
        #served

        const _: () = {
            #function
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

/// The function as it was written, as the runtime calls it.
fn as_written(handler: &Handler, resolution: &Resolution<'_>) -> TokenStream {
    let [
        (values, values_pattern),
        (head, head_pattern),
        (last, last_pattern),
    ] = resolution.taken();
    let (ty, lints, context) = (
        written_type(),
        resolution.lints(),
        resolution.context_of_call(),
    );
    let (borrowed, answer) = (resolution.borrowed(), answer(handler));
    let called = called(handler, &resolution.arguments());
    let called = if resolution.keeps_parts() {
        quote!(async move { #called.await })
    } else {
        called
    };
    quote! {
        enum #ty {}

        #[automatically_derived]
        impl #Private::AsWritten for #ty {
            type Values = #values;
            type Head = #head;
            type Last = #last;

            #lints
            fn call(
                #context: &mut #Private::RequestContext,
                #values_pattern: Self::Values,
                #head_pattern: Self::Head,
                #last_pattern: Self::Last,
            ) -> #answer {
                #borrowed
                #called
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
    let (context, state, outcome, written) = (context(), state(), outcome(), written_type());
    let (listed, given) = resolution.lists();
    quote! {
        #[automatically_derived]
        impl<#state_type, #marker_type> #Private::Endpoint<#state_type, #marker> for #ty
        where
            #state_type: ::core::marker::Send + ::core::marker::Sync + 'static,
            #bounds
        {
            fn serve(
                #context: &mut #Private::RequestContext,
                #state: &#state_type,
            ) -> #outcome {
                #Private::serve::<#written, _, #marker, _, _>(#context, #state, #listed, #given)
            }
        }
    }
}

/// The type that stands for the function as it was written. The handler's own is public, and the types that a
/// function takes need not be.
fn written_type() -> Ident {
    Ident::new("__AsWritten", Span::mixed_site())
}

/// What `serve` returns.
fn outcome() -> TokenStream {
    let outcome = quote!(::core::result::Result<#Private::Response, #Private::Rejection>);
    quote!(impl ::core::future::Future<Output = #outcome> + ::core::marker::Send)
}

/// The same for a handler that needs nothing of the request: it can be called without one.
fn endpoint_of_nothing(handler: &Handler) -> TokenStream {
    let (ty, state_type) = (endpoint_type(handler), state_parameter());
    let (called, answer) = (called(handler, &TokenStream::new()), answer(handler));
    let outcome = outcome();
    quote! {
        #[automatically_derived]
        impl #Private::Answers for #ty {
            fn answer() -> #answer {
                #called
            }
        }

        #[automatically_derived]
        impl<#state_type> #Private::Endpoint<#state_type, ()> for #ty
        where
            #state_type: ::core::marker::Send + ::core::marker::Sync + 'static,
        {
            fn serve(_: &mut #Private::RequestContext, _: &#state_type) -> #outcome {
                #Private::serve_alone::<Self>()
            }

            fn answer_alone() -> ::core::option::Option<#Private::Alone> {
                #Private::alone::<Self>()
            }
        }
    }
}

/// The function called as it was written.
fn called(handler: &Handler, arguments: &TokenStream) -> TokenStream {
    let name = &handler.function.sig.ident;
    quote_spanned!(name.span()=> #name(#arguments))
}

/// What the call returns. Where the function's own future is not that, rustc underlines its return type.
fn answer(handler: &Handler) -> TokenStream {
    let sig = &handler.function.sig;
    let (first, last) = match &sig.output {
        ReturnType::Default => ends(&sig.ident),
        ReturnType::Type(_, ty) => ends(ty),
    };
    let (open, close) = (quote_spanned!(first=> impl), quote_spanned!(last=> >));
    let send = quote!(::core::marker::Send);
    quote!(#open #send + ::core::future::Future<Output: #Private::IntoResponse #close)
}
