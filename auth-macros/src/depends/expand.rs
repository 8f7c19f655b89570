//! The code that a handler becomes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::ext::IdentExt;
use syn::{Generics, ReturnType};

use super::parse::{Access, Handler};
use crate::paths::{Private, ends, private_at, unnamed};
use crate::resolution::{
    Resolution, User, context, marker_parameter, operation, state, state_parameter,
};
use crate::signature;
use crate::spans::{NoLints, by_hand, local, quote};

// Input:
//     /// Doc.
//     #[depends(Can(Permission::Read))]
//     pub async fn list(State(db): State<Db>) -> Json<Vec<User>> { … }
// Output:
//     #[doc(hidden)]
//     pub mod __list { pub enum list {} }
//
//     /// Doc.
//     pub fn list(__served: Served<__list::list>) -> Ready<Served<__list::list>> { ready(__served) }
//
//     const _: () = {
//         async fn list(State(db): State<Db>) -> Json<Vec<User>> { … }
//         type __Dependency0 = Can;
//         static __DEPENDENCY_0: LazyLock<__Dependency0> = …;
//         impl Declaration for __list::list { … }
//         impl AsWritten<((), (State<Db>,), ())> for __list::list { … }    // what it takes, and its call
//         impl<S, M> Endpoint<S, M> for __list::list where … { … }
//     };
//
// A handler without parameters and without a list becomes `async fn list() -> Served<__list::list>`.
//
// The type has the function's name, which rustc's messages then show. It stands in a module of its own, so
// that the name stays free among types, and `mod list; use list::list;` compiles.

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
    let unnamed = unnamed(&quote!(#function #definitions #declaration #endpoint));
    quote! {
        #served
        #unnamed
    }
}

/// The ordinary axum handler that takes the function's name.
pub(super) fn served_function(handler: &Handler) -> TokenStream {
    let (endpoint, name) = (endpoint_type(handler), &handler.function.sig.ident);
    let (ty, served) = (quote!(#Private::Served<#endpoint>), local("served"));
    let signature = quote!(fn #name(#served: #ty) -> ::core::future::Ready<#ty>);
    axum_handler(handler, &signature, &quote!(::core::future::ready(#served)))
}

/// The same for a handler that needs nothing from the request.
fn answered_function(handler: &Handler) -> TokenStream {
    let (endpoint, name) = (endpoint_type(handler), &handler.function.sig.ident);
    let signature = quote!(async fn #name() -> #Private::Served<#endpoint>);
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
        #vis #signature {
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
    let public = (handler.access == Access::Public).then(|| {
        quote!(
            const PUBLIC: bool = true;
        )
    });
    let plan = resolution.plan(&quote!(#Private::Plan::NONE));
    let describe = describe(handler, resolution, &name);
    quote! {
        #[automatically_derived]
        #NoLints
        impl #Private::Declaration for #endpoint {
            const PLAN: #Private::Plan = #plan;
            #public
            const NAME: &'static str = #name;

            #describe
        }
    }
}

fn describe(handler: &Handler, resolution: &Resolution<'_>, name: &str) -> TokenStream {
    by_hand(place(handler), || {
        let (operation, of_others) = (operation(), resolution.describe());
        let of_function = signature::describe_attributes(&handler.function.attrs);
        let output = &handler.function.sig.output;
        let of_types = signature::describe(name, &handler.parameters, Some(output));
        quote! {
            #[inline]
            fn describe(#operation: &mut #Private::OperationDoc) {
                #of_others
                #of_function
                #of_types
            }
        }
    })
}

/// The user's function, as the runtime calls it.
fn as_written(handler: &Handler, resolution: &Resolution<'_>) -> TokenStream {
    let ((taken, _), lints) = (resolution.taken(), resolution.lints());
    let ty = endpoint_type(handler);
    let call = by_hand(place(handler), || call(handler, resolution));
    quote! {
        #[automatically_derived]
        #NoLints
        #lints
        impl #Private::AsWritten<#taken> for #ty {
            #call
        }
    }
}

fn call(handler: &Handler, resolution: &Resolution<'_>) -> TokenStream {
    let (taken, pattern) = resolution.taken();
    let (context, answer) = (resolution.context_of_call(), answer(handler));
    let borrowed = resolution.borrowed();
    let called = called(handler, &resolution.arguments());
    let called = if resolution.keeps_parts() {
        answered(handler, &called)
    } else {
        called
    };
    quote! {
        #[inline]
        fn call(#context: &mut #Private::RequestContext, #pattern: #taken) -> #answer {
            #borrowed
            #called
        }
    }
}

/// The future that holds what its call borrows. It returns a response, because an `impl IntoResponse` may borrow
/// the same, and a future cannot return what it holds.
fn answered(handler: &Handler, called: &TokenStream) -> TokenStream {
    let (first, last) = ends_of_answer(handler);
    let (answer, trait_name) = (
        Ident::new("__answer", first),
        private_at("IntoResponse", first),
    );
    let convert = quote_spanned!(last=> #trait_name::into_response);
    quote! {
        async move {
            let #answer = #called.await;
            #convert(#answer)
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
    let marker = marker(resolution);
    let serve = by_hand(place(handler), || serve(resolution));
    quote! {
        #[automatically_derived]
        #NoLints
        impl<#state_type, #marker_type> #Private::Endpoint<#state_type, #marker> for #ty
        where
            #state_type: ::core::marker::Send + ::core::marker::Sync + 'static,
            #bounds
        {
            #serve
        }
    }
}

fn serve(resolution: &Resolution<'_>) -> TokenStream {
    let (context, state, state_type) = (context(), state(), state_parameter());
    let (outcome, marker) = (outcome(), marker(resolution));
    let (listed, given) = resolution.lists();
    quote! {
        #[inline]
        fn serve(
            #context: &mut #Private::RequestContext,
            #state: &#state_type,
        ) -> #outcome {
            #Private::serve::<Self, _, #marker, _, _, _, _>(#context, #state, #listed, #given)
        }
    }
}

/// The second parameter of the runtime's `Endpoint`.
fn marker(resolution: &Resolution<'_>) -> TokenStream {
    if resolution.has_marker() {
        marker_parameter().into_token_stream()
    } else {
        quote!(())
    }
}

/// What `serve` returns.
fn outcome() -> TokenStream {
    let outcome = quote!(::core::result::Result<#Private::Response, #Private::Rejection>);
    quote!(impl ::core::future::Future<Output = #outcome> + ::core::marker::Send)
}

/// The same for a handler that needs nothing from the request: it can be called without one.
fn endpoint_of_nothing(handler: &Handler) -> TokenStream {
    let (ty, state_type) = (endpoint_type(handler), state_parameter());
    let (answer, serve) = by_hand(place(handler), || {
        (answer_of_nothing(handler), serve_of_nothing())
    });
    quote! {
        #[automatically_derived]
        #NoLints
        impl #Private::Answers for #ty {
            #answer
        }

        #[automatically_derived]
        #NoLints
        impl<#state_type> #Private::Endpoint<#state_type, ()> for #ty
        where
            #state_type: ::core::marker::Send + ::core::marker::Sync + 'static,
        {
            #serve
        }
    }
}

fn answer_of_nothing(handler: &Handler) -> TokenStream {
    let (called, answer) = (called(handler, &TokenStream::new()), answer(handler));
    quote! {
        #[inline]
        fn answer() -> #answer {
            #called
        }
    }
}

fn serve_of_nothing() -> TokenStream {
    let (outcome, state_type) = (outcome(), state_parameter());
    quote! {
        #[inline]
        fn answer_alone() -> ::core::option::Option<#Private::Alone> {
            #Private::alone::<Self>()
        }

        #[inline]
        fn serve(_: &mut #Private::RequestContext, _: &#state_type) -> #outcome {
            #Private::serve_alone::<Self>()
        }
    }
}

/// The call of the user's function.
fn called(handler: &Handler, arguments: &TokenStream) -> TokenStream {
    let name = &handler.function.sig.ident;
    quote_spanned!(name.span()=> #name(#arguments))
}

/// What the call returns. If the function's own future is something else, rustc underlines its return type.
fn answer(handler: &Handler) -> TokenStream {
    let (first, last) = ends_of_answer(handler);
    let (open, close) = (quote_spanned!(first=> impl), quote_spanned!(last=> >));
    let send = quote!(::core::marker::Send);
    quote!(#open #send + ::core::future::Future<Output: #Private::IntoResponse #close)
}

/// Where the return type begins and ends.
fn ends_of_answer(handler: &Handler) -> (Span, Span) {
    let sig = &handler.function.sig;
    match &sig.output {
        ReturnType::Default => ends(&sig.ident),
        ReturnType::Type(_, ty) => ends(ty),
    }
}

/// The position of code that is written [`by_hand`].
fn place(handler: &Handler) -> Span {
    handler.function.sig.fn_token.span
}
