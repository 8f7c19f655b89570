//! The code that a dependency becomes.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Generics, Ident, Type};

use super::parse::{Block, Declaration, Input};
use crate::function::{Function, ends_in};
use crate::parameter::Parameter;
use crate::paths::private;
use crate::resolution::{Resolution, User, argument_name};

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
// An `impl` block stays as it is, and gets the two last ones.

/// The dependency.
pub(super) fn declaration(declaration: &Declaration) -> TokenStream {
    let resolution = Resolution::new(User::Dependency, &[], &declaration.parameters);
    let (statics, provides) = (resolution.statics(), provides(declaration, &resolution));
    let dependency = dependency(declaration, &resolution);
    match &declaration.input {
        Input::Function(function) => {
            let (named, body) = (named(function), body_function(function));
            let call = call_by_hand(function, &declaration.parameters);
            quote! {
                #named

                const _: () = {
                    #body
                    #call
                    #statics
                    #provides
                    #dependency
                };
            }
        }
        Input::Block(block) => quote! {
            #block

            const _: () = {
                #statics
                #provides
                #dependency
            };
        },
    }
}

/// What takes the place of a dependency with a mistake: its name, its value and its body are there,
/// so that no other errors follow. `compile_error!` stands beside it.
pub(super) fn without_behaviour(declaration: &Declaration) -> TokenStream {
    let is_nameable =
        |call: &Function| call.sig.receiver().is_none() && call.sig.generics.params.is_empty();
    let function = match &declaration.input {
        Input::Function(function) if is_nameable(function) => function,
        input => return input.to_token_stream(),
    };
    let (named, body, name) = (
        named(function),
        body_function(function),
        &function.sig.ident,
    );
    let (provides, dependency) = (private("Provides"), private("Dependency"));
    let (context, rejection) = (private("RequestContext"), private("Rejection"));
    let output = match declaration.returned() {
        Type::ImplTrait(_) | Type::Reference(_) => quote!(()),
        returned => value_of(&returned, &Generics::default()),
    };
    quote! {
        #named

        const _: () = {
            #[allow(dead_code)]
            #body

            impl #provides for #name {
                type Output = #output;
            }
            impl<__S: ::core::marker::Sync> #dependency<__S> for #name {
                async fn resolve(
                    &self,
                    _: &mut #context,
                    _: &__S,
                ) -> ::core::result::Result<Self::Output, #rejection> {
                    ::core::future::pending().await
                }
            }
        };
    }
}

/// The type and the function that take the dependency's name.
fn named(function: &Function) -> TokenStream {
    let (vis, name) = (&function.vis, &function.sig.ident);
    let attrs: Vec<_> = function.public_attrs().collect();
    quote! {
        #(#attrs)*
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::fmt::Debug)]
        #[allow(non_camel_case_types, unreachable_pub, clippy::derive_partial_eq_without_eq)]
        #vis struct #name {}

        #(#attrs)*
        #[allow(dead_code, unreachable_pub, clippy::must_use_candidate)]
        #vis const fn #name() -> #name {
            #name {}
        }
    }
}

/// The function as it was written, under its own name (which `#[instrument]` shows).
fn body_function(function: &Function) -> TokenStream {
    let attrs = function.body_attrs();
    let (sig, body) = (&function.sig, &function.body);
    quote! {
        #(#attrs)*
        #[allow(clippy::unused_async)]
        #sig #body
    }
}

/// The original function under `check_auth::call`, for unit tests.
fn call_by_hand(function: &Function, parameters: &[Parameter]) -> TokenStream {
    let (vis, name) = (&function.vis, &function.sig.ident);
    let (asyncness, output) = (&function.sig.asyncness, &function.sig.output);
    let dot_await = asyncness.map(|_| quote!(.await));
    let names: Vec<Ident> = (0..parameters.len()).map(argument_name).collect();
    let types = parameters.iter().map(|parameter| &parameter.ty);
    quote! {
        #[allow(dead_code, unreachable_pub, clippy::missing_errors_doc, clippy::must_use_candidate, clippy::unused_async)]
        impl #name {
            /// The function as it was written: its arguments are given by hand.
            #vis #asyncness fn call(#(#names: #types),*) #output {
                #name(#(#names),*) #dot_await
            }
        }
    }
}

fn provides(declaration: &Declaration, resolution: &Resolution<'_>) -> TokenStream {
    let (provides, plan, operation) = (
        private("Provides"),
        private("Plan"),
        private("OperationDoc"),
    );
    let name = declaration.name().to_string();
    let (generics, ty) = subject(&declaration.input);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let output = value_of(&declaration.returned(), &generics);
    let needs =
        resolution.plan(&quote!(#plan::of(::core::concat!(::core::module_path!(), "::", #name))));
    let (describe_others, describe) = (resolution.describe(), describe(declaration, &name));
    quote! {
        #[automatically_derived]
        impl #impl_generics #provides for #ty #where_clause {
            type Output = #output;

            const PLAN: #plan = #needs;

            fn describe(&self, operation: &mut #operation) {
                #describe_others
                #describe
            }
        }
    }
}

/// The value that a return type means: `T` of `Result<T, E>` under whatever alias, or the type itself.
///
/// For a concrete type rustc decides, by a constant. Where the type has parameters a constant cannot
/// speak of them: there `Result` must be spelled so, and `dependency` asserts it.
fn value_of(returned: &Type, generics: &Generics) -> TokenStream {
    let outcome = outcome(returned, generics);
    quote_spanned!(returned.span()=> <#returned as #outcome>::Value)
}

fn outcome(returned: &Type, generics: &Generics) -> TokenStream {
    let (outcome, returns, kind) = (private("Outcome"), private("Returns"), private("Returned"));
    if generics.params.is_empty() {
        return quote!(#outcome<{ #[allow(unused_imports)] use #returns as _; <#kind<#returned>>::FALLIBLE }>);
    }
    let is_result = is_spelled_result(returned);
    quote!(#outcome<#is_result>)
}

fn is_spelled_result(returned: &Type) -> bool {
    matches!(returned, Type::Path(ty) if ends_in(&ty.path, "Result"))
}

fn describe(declaration: &Declaration, name: &str) -> TokenStream {
    let arguments = &declaration.arguments;
    let (security, sets, errors) = (&arguments.security, &arguments.sets, &arguments.errors);
    let by_hand = match &declaration.input {
        Input::Block(block) if block.method("describe").is_some() => {
            Some(quote!(Self::describe(self, operation);))
        }
        _ => None,
    };
    quote! {
        operation.dependency(#name);
        #(operation.security(#security);)*
        #(operation.sets(#sets);)*
        #(operation.error(#errors);)*
        #by_hand
    }
}

fn dependency(declaration: &Declaration, resolution: &Resolution<'_>) -> TokenStream {
    let (dependency, context, rejection) = (
        private("Dependency"),
        private("RequestContext"),
        private("Rejection"),
    );
    let (state, bounds) = (&resolution.state, resolution.bounds());
    let (generics, ty) = subject(&declaration.input);
    let own = generics
        .where_clause
        .as_ref()
        .map(|clause| &clause.predicates);
    let own = own.map(|predicates| {
        predicates
            .iter()
            .map(|predicate| quote!(#predicate,))
            .collect::<TokenStream>()
    });
    let parameters = &generics.params;
    let comma = (!parameters.empty_or_trailing()).then(|| quote!(,));
    let (statements, outcome) = (resolution.statements(), call(declaration, resolution));
    quote! {
        #[automatically_derived]
        impl<#parameters #comma #state> #dependency<#state> for #ty
        where
            #state: ::core::marker::Send + ::core::marker::Sync + 'static,
            #own
            #bounds
        {
            #[allow(unused_variables)]
            async fn resolve(
                &self,
                context: &mut #context,
                state: &#state,
            ) -> ::core::result::Result<Self::Output, #rejection> {
                #statements
                #outcome
            }
        }
    }
}

/// Calls the function and says what its result means.
fn call(declaration: &Declaration, resolution: &Resolution<'_>) -> TokenStream {
    let (generics, _) = subject(&declaration.input);
    let returned = declaration.returned();
    let (arguments, outcome) = (resolution.arguments(), outcome(&returned, &generics));
    let dot_await = declaration
        .input
        .call()
        .and_then(|call| call.sig.asyncness)
        .map(|_| quote!(.await));
    let called = match &declaration.input {
        Input::Function(function) => {
            let name = &function.sig.ident;
            quote!(#name(#arguments))
        }
        Input::Block(_) => quote!(Self::call(self, #arguments)),
    };
    let result = quote!(<#returned as #outcome>::outcome(#called #dot_await));
    if generics.params.is_empty() || is_spelled_result(&returned) {
        return result;
    }
    let (returns, kind) = (private("Returns"), private("Returned"));
    quote! {
        const {
            use #returns as _;
            ::core::assert!(!<#kind<#returned>>::FALLIBLE, "write `Result<T, E>` here instead of its alias");
        }
        #result
    }
}

/// The generics and the type of the dependency.
fn subject(input: &Input) -> (Generics, TokenStream) {
    match input {
        Input::Function(function) => (Generics::default(), function.sig.ident.to_token_stream()),
        Input::Block(Block {
            generics, self_ty, ..
        }) => (generics.clone(), self_ty.to_token_stream()),
    }
}
