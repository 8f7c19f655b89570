//! The code that a dependency becomes.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Attribute, parse_quote};

use super::output::Output;
use super::parse::{Block, Declaration, Input};
use crate::function::{Function, WhatMustBe};
use crate::mention::mentions_any;
use crate::parameter::{Parameter, borrow_known_parts};
use crate::paths::{Private, bound, ends, private_at, unnamed};
use crate::resolution::{self, Resolution, User, operation, state_parameter};
use crate::signature;

// Input:
//     /// Doc.
//     #[dependency(errors(401))]
//     pub async fn check_auth(request: &Parts, State(tokens): State<Tokens>) -> Result<Session, HttpError> { … }
// Output:
//     /// Doc.
//     pub struct check_auth {}                          // braced: it takes no place among values
//     pub const fn check_auth() -> check_auth { … }     // for `.depends(check_auth)`
//
//     const _: () = {
//         async fn check_auth(request: &Parts, …) -> Result<Session, HttpError> { … }
//         impl check_auth { pub async fn call(…) -> Result<Session, HttpError> { … } }
//         impl Provides for check_auth { type Output = Session; … }
//         impl<S> Dependency<S> for check_auth where … { … }
//     };
//
// An `impl` block stays as it is, and gets the last two.

/// The dependency.
pub(super) fn declaration(declaration: &Declaration) -> TokenStream {
    let (parameters, generics) = (&declaration.parameters, declaration.generics());
    let resolution = Resolution::new(User::Dependency, &[], parameters, &generics);
    let output = Output::of(declaration);
    let (item, as_written) = match &declaration.input {
        Input::Function(function) => (named(function), by_hand(function, parameters)),
        Input::Block(block) => (as_written(block.clone()), TokenStream::new()),
    };
    let (definitions, of_output) = (resolution.definitions(), &output.definition);
    let provides = provides(declaration, &output, &resolution);
    let dependency = dependency(declaration, &output, &resolution);
    let unnamed = unnamed(&quote!(#as_written #definitions #of_output #provides #dependency));
    quote! {
        #item
        #unnamed
    }
}

/// The type and the function that take the dependency's name.
pub(super) fn named(function: &Function) -> TokenStream {
    let (vis, name) = (&function.vis, &function.sig.ident);
    let attrs: Vec<_> = function.public_attrs().collect();
    let of_itself = of_itself(function);
    quote! {
        #(#attrs)*
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::fmt::Debug,
        )]
        #[allow(non_camel_case_types, clippy::exhaustive_structs)]
        #vis struct #name {}

        #[allow(dead_code, non_snake_case)]
        #(#attrs)*
        #of_itself
        #vis const fn #name() -> #name {
            #name {}
        }
    }
}

/// The user's function, and the same as `check_auth::call`, for unit tests.
fn by_hand(function: &Function, parameters: &[Parameter]) -> TokenStream {
    let (as_written, vis, name) = (function.as_written(), &function.vis, &function.sig.ident);
    let (asyncness, output) = (&function.sig.asyncness, &function.sig.output);
    let dot_await = asyncness.map(|_| quote!(.await));
    let names = (0..parameters.len()).map(|index| format_ident!("argument_{index}"));
    let names: Vec<_> = names.collect();
    let types = parameters
        .iter()
        .map(|parameter| signature::nameable(parameter.ty.clone()));
    let of_itself = of_itself(function);
    quote! {
        #as_written

        #[allow(dead_code, clippy::too_many_arguments)]
        #of_itself
        impl #name {
            /// The function as it was written: its arguments are given by hand.
            #vis #asyncness fn call(#(#names: #types),*) #output {
                #name(#(#names),*) #dot_await
            }
        }
    }
}

/// A deprecated item may mention itself.
fn of_itself(function: &Function) -> Option<TokenStream> {
    function
        .attribute("deprecated")
        .map(|_| quote!(#[allow(deprecated)]))
}

/// The block as it was written.
fn as_written(mut block: Block) -> TokenStream {
    let generics = block.generics.clone();
    // The signatures are ours.
    for method in block.methods_mut() {
        if ["call", "describe"]
            .iter()
            .any(|name| method.sig.ident == name)
        {
            method.attrs.insert(
                0,
                parse_quote!(#[allow(clippy::trivially_copy_pass_by_ref)]),
            );
        }
    }
    if let Some(call) = block.call_mut() {
        // Here the rule `check_result` requires a `Result`.
        let must_be_result = mentions_any(&call.sig.output, &generics)
            .then(|| -> Attribute { parse_quote!(#[allow(clippy::unnecessary_wraps)]) });
        call.attrs.splice(0..0, must_be_result);
        call.attrs.insert(0, parse_quote!(#WhatMustBe));
    }
    block.into_token_stream()
}

fn provides(
    declaration: &Declaration,
    output: &Output,
    resolution: &Resolution<'_>,
) -> TokenStream {
    let (generics, ty) = (declaration.generics(), declaration.subject());
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (derived, type_output) = (derived(declaration), type_output(declaration, output));
    let name = declaration.name().unraw().to_string();
    let path = quote!(::core::concat!(::core::module_path!(), "::", #name));
    let (fallible, extracting) = (output.is_fallible(), resolution.may_refuse());
    let own = quote!(#Private::Plan::of(#path).refusing(#fallible) #extracting);
    let plan = resolution.plan(&own);
    let (operation, describe_others) = (operation(), resolution.describe());
    let describe = describe(declaration, &name);
    let at_once = if is_async(declaration) {
        None
    } else {
        resolution.is_at_once()
    };
    let at_once = at_once.map(|at_once| quote!(const AT_ONCE: bool = #at_once;));
    quote! {
        #derived
        impl #impl_generics #Private::Provides for #ty #where_clause {
            #type_output

            const PLAN: #Private::Plan = #plan;
            #at_once

            fn describe(&self, #operation: &mut #Private::OperationDoc) {
                #describe_others
                #describe
            }
        }
    }
}

/// The attributes of a generated `impl`.
fn derived(declaration: &Declaration) -> TokenStream {
    let of_itself = match &declaration.input {
        Input::Function(function) => of_itself(function),
        Input::Block(_) => None,
    };
    quote!(#[automatically_derived] #of_itself)
}

/// `type Output = value;`, reported at the return type.
fn type_output(declaration: &Declaration, output: &Output) -> TokenStream {
    let ((first, last), value) = (ends(&declaration.returned()), output.value());
    let (open, close) = (quote_spanned!(first=> type), quote_spanned!(last=> ;));
    quote!(#open Output = #value #close)
}

fn describe(declaration: &Declaration, name: &str) -> TokenStream {
    let arguments = &declaration.arguments;
    let (security, errors) = (&arguments.security, &arguments.errors);
    let (sets, operation) = (sets(declaration), operation());
    let types = signature::describe(name, &declaration.parameters, None);
    let by_hand = match &declaration.input {
        Input::Block(block) => block.method("describe").map(|method| {
            let describe = &method.sig.ident;
            quote!(Self::#describe(self, #operation);)
        }),
        Input::Function(_) => None,
    };
    quote! {
        #operation.dependency(#name);
        #(#operation.security(#security);)*
        #sets
        #(#operation.error(#errors);)*
        #types
        #by_hand
    }
}

/// The headers, each with its doc comment, if any.
fn sets(declaration: &Declaration) -> TokenStream {
    let (headers, operation) = (&declaration.arguments.sets, operation());
    let lines: Vec<_> = declaration.doc_lines().collect();
    if lines.is_empty() {
        return quote!(#(#operation.sets(#headers);)*);
    }
    let lines = quote!(&[#(#lines),*]);
    quote!(#(#operation.sets_documented(#headers, #lines);)*)
}

fn dependency(
    declaration: &Declaration,
    output: &Output,
    resolution: &Resolution<'_>,
) -> TokenStream {
    let (derived, header, bounds) = (
        derived(declaration),
        header(declaration),
        resolution.bounds(),
    );
    let provided = provided(declaration, output);
    let (state_type, (context, state)) = (state_parameter(), resolution.bindings());
    let (lints, statements) = (resolution.lints(), resolution.statements());
    let outcome = output.outcome(called(declaration, &resolution.arguments()));
    let resolved = resolved(declaration);
    let is_async = is_async(declaration);
    let at_once = resolution.statements_at_once().filter(|_| !is_async);
    let at_once = at_once.map(|statements| {
        let outcome = quote!(#statements ::core::option::Option::Some(#outcome));
        let bindings = (&context, &state);
        let resolve_at_once = resolve_at_once(&outcome, bindings, &resolved);
        quote!(#lints #resolve_at_once)
    });
    let resolve = if !is_async && !resolution.awaits() {
        ready(at_once.as_ref(), &resolved)
    } else {
        quote! {
            #at_once

            #lints
            async fn resolve(
                &self,
                #context: &mut #Private::RequestContext,
                #state: &#state_type,
            ) -> #resolved {
                #statements
                #outcome
            }
        }
    };
    quote! {
        #derived
        #header #bounds #provided
        {
            #resolve
        }
    }
}

/// What `resolve` returns, reported at the return type, so that rustc reports a mistake in the value only
/// once.
fn resolved(declaration: &Declaration) -> TokenStream {
    bound("Resolved", &quote!(Self::Output), &declaration.returned())
}

fn is_async(declaration: &Declaration) -> bool {
    let call = declaration.input.call();
    call.is_none_or(|call| call.sig.asyncness.is_some())
}

/// How a value that needs no waiting is resolved: the future has nothing to do.
fn ready(at_once: Option<&TokenStream>, resolved: &TokenStream) -> TokenStream {
    let (state_type, context, state) = (
        state_parameter(),
        resolution::context(),
        resolution::state(),
    );
    quote! {
        fn resolve(
            &self,
            #context: &mut #Private::RequestContext,
            #state: &#state_type,
        ) -> impl ::core::future::Future<Output = #resolved> + ::core::marker::Send {
            #Private::at_once(#Private::Dependency::resolve_at_once(self, #context, #state))
        }

        #at_once
    }
}

/// How it is resolved without a future, so that routers need none for it.
fn resolve_at_once(
    outcome: &TokenStream,
    (context, state): (&TokenStream, &TokenStream),
    resolved: &TokenStream,
) -> TokenStream {
    let state_type = state_parameter();
    quote! {
        #[inline]
        fn resolve_at_once(
            &self,
            #context: &mut #Private::RequestContext,
            #state: &#state_type,
        ) -> ::core::option::Option<#resolved> {
            #outcome
        }
    }
}

/// `for<'provided> Can: Provides<Output = Session>`, a bound that repeats what the other `impl` says. rustc
/// then reports a struct that lacks a derive there, and not here again. The lifetime makes rustc accept a
/// bound without parameters.
fn provided(declaration: &Declaration, output: &Output) -> Option<TokenStream> {
    let (ty, value) = (declaration.subject(), output.value());
    let may_lack_a_derive = matches!(declaration.input, Input::Block(_));
    // A mistake in a generic return type would be reported here again.
    let is_concrete = !mentions_any(&declaration.returned(), &declaration.generics());
    (may_lack_a_derive && is_concrete)
        .then(|| quote!(for<'__provided> #ty: #Private::Provides<Output = #value>))
}

/// `impl<S> Dependency<S> for check_auth where S: …,`.
pub(super) fn header(declaration: &Declaration) -> TokenStream {
    let (generics, ty, state) = (
        declaration.generics(),
        declaration.subject(),
        state_parameter(),
    );
    let parameters = generics.params.iter();
    let own = generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    quote! {
        impl<#(#parameters,)* #state> #Private::Dependency<#state> for #ty
        where
            #state: ::core::marker::Send + ::core::marker::Sync + 'static,
            #(#own,)*
    }
}

/// The call of the user's function.
fn called(declaration: &Declaration, arguments: &TokenStream) -> TokenStream {
    let Some(call) = declaration.input.call() else {
        return TokenStream::new();
    };
    let name = &call.sig.ident;
    let called = match &declaration.input {
        Input::Function(_) => quote_spanned!(name.span()=> #name(#arguments)),
        Input::Block(_) => quote_spanned!(name.span()=> Self::#name(self, #arguments)),
    };
    if call.sig.asyncness.is_none() {
        return called;
    }
    if !borrow_known_parts(&declaration.parameters) {
        return quote_spanned!(name.span()=> #called.await);
    }
    let running = private_at("running", name.span());
    quote_spanned!(name.span()=> #running(#called).await)
}
