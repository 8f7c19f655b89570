//! The code that dependencies and handlers share: resolve what is listed, then the parameters.
//!
//! The order is the same everywhere: dependencies, then what is extracted from the head, then (in a
//! handler) the body. So a dependency's refusal comes before any extractor's, wherever the
//! parameters stand.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Type};

use crate::item::Item;
use crate::parameter::{Parameter, Source};
use crate::paths::private;

/// Whose parameters these are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum User {
    /// A dependency sees the head only.
    Dependency,
    /// A handler's last extractor may read the body.
    Handler,
}

/// What is resolved for one function: the items of its list, then its parameters.
pub(crate) struct Resolution<'a> {
    list: &'a [Item],
    parameters: &'a [Parameter],
    last_extractor: Option<usize>,
    /// The generic parameter that stands for the state.
    pub state: Ident,
    /// The generic parameter that stands for axum's marker of the last extractor.
    pub marker: Ident,
}

impl<'a> Resolution<'a> {
    pub(crate) fn new(user: User, list: &'a [Item], parameters: &'a [Parameter]) -> Self {
        let last = parameters
            .iter()
            .rposition(|parameter| matches!(parameter.source, Source::Extractor));
        Self {
            list,
            parameters,
            last_extractor: last.filter(|_| user == User::Handler),
            state: Ident::new("__S", Span::call_site()),
            marker: Ident::new("__M", Span::call_site()),
        }
    }

    /// Whether the handler's last extractor is told from others by axum's marker.
    pub(crate) fn has_marker(&self) -> bool {
        self.last_extractor.is_some()
    }

    /// All dependencies, in the order in which they are resolved.
    fn items(&self) -> impl Iterator<Item = &'a Item> {
        let of_parameters =
            self.parameters
                .iter()
                .filter_map(|parameter| match &parameter.source {
                    Source::Dependency(item) => Some(item),
                    _ => None,
                });
        self.list.iter().chain(of_parameters)
    }

    /// The where-clauses: they repeat the user's types, so that rustc explains what is missing.
    pub(crate) fn bounds(&self) -> TokenStream {
        let Self { state, marker, .. } = self;
        let dependency = private("Dependency");
        let of_items = self.items().map(|item| {
            let ty = &item.ty;
            quote_spanned!(ty.span()=> #ty: #dependency<#state>,)
        });
        let of_extractors = self.extractors().map(|(index, ty)| {
            if self.last_extractor == Some(index) {
                let from_request = private("FromRequest");
                return quote_spanned!(ty.span()=> #ty: #from_request<#state, #marker>,);
            }
            let from_request_parts = private("FromRequestParts");
            quote_spanned!(ty.span()=> #ty: #from_request_parts<#state>,)
        });
        quote!(#(#of_items)* #(#of_extractors)*)
    }

    fn extractors(&self) -> impl Iterator<Item = (usize, &'a Type)> {
        let numbered = self.parameters.iter().enumerate();
        numbered.filter_map(|(index, parameter)| match parameter.source {
            Source::Extractor => Some((index, &parameter.ty)),
            _ => None,
        })
    }

    /// What is needed, all levels down, after the constant `own`.
    pub(crate) fn plan(&self, own: &TokenStream) -> TokenStream {
        let provides = private("Provides");
        let needs = self.items().map(|item| {
            let ty = &item.ty;
            quote!(.needs(<#ty as #provides>::PLAN))
        });
        quote!(#own #(#needs)*)
    }

    /// The dependencies that take a call to make: made once, when they are first wanted.
    pub(crate) fn statics(&self) -> TokenStream {
        let lazy = private("LazyLock");
        let built = self.items().enumerate().filter(|(_, item)| item.is_built);
        let statics = built.map(|(index, item)| {
            let (name, ty, expression) = (static_name(index), &item.ty, item.expression());
            quote!(static #name: #lazy<#ty> = #lazy::new(|| #expression);)
        });
        quote!(#(#statics)*)
    }

    /// Tells the documentation of each dependency.
    pub(crate) fn describe(&self) -> TokenStream {
        let includes = self.items().enumerate().map(|(index, item)| {
            let dependency = reference(index, item);
            quote!(operation.include(#dependency);)
        });
        quote!(#(#includes)*)
    }

    /// The statements that make the arguments, given `context` and `state`.
    pub(crate) fn statements(&self) -> TokenStream {
        let dependencies = self.dependencies();
        let extractors = self
            .extractors()
            .map(|(index, ty)| self.extractor(index, ty));
        quote!(#dependencies #(#extractors)* #[allow(unused_variables)] let (head, edits) = context.split();)
    }

    fn dependencies(&self) -> TokenStream {
        let mut statements = TokenStream::new();
        for (index, item) in self.list.iter().enumerate() {
            let dependency = reference(index, item);
            statements.extend(quote!(let _ = context.resolve(#dependency, state).await?;));
        }
        let mut next = self.list.len();
        for (index, Parameter { ty, source }) in self.parameters.iter().enumerate() {
            let Source::Dependency(item) = source else {
                continue;
            };
            let (argument, dependency) = (argument_name(index), reference(next, item));
            let value = quote_spanned!(item.ty.span()=> context.resolve(#dependency, state).await?);
            statements.extend(quote!(let #argument: #ty = #value;));
            next += 1;
        }
        statements
    }

    fn extractor(&self, index: usize, ty: &Type) -> TokenStream {
        let argument = argument_name(index);
        if self.last_extractor != Some(index) {
            return quote!(let #argument = context.extract::<#ty, _>(state).await?;);
        }
        // The last extractor takes the whole request: what is borrowed from its head is kept first.
        let part = private("RequestPart");
        let kept = self.parts().map(|(index, ty)| {
            let kept = argument_name(index);
            quote!(let #kept = <#ty as #part>::of(context.request()).clone();)
        });
        quote!(#(#kept)* let #argument = context.extract_last::<#ty, _, _>(state).await?;)
    }

    fn parts(&self) -> impl Iterator<Item = (usize, &'a Type)> {
        let numbered = self.parameters.iter().enumerate();
        numbered.filter_map(|(index, parameter)| match &parameter.source {
            Source::Part(ty) => Some((index, ty)),
            _ => None,
        })
    }

    /// The arguments, in the order of the parameters.
    pub(crate) fn arguments(&self) -> TokenStream {
        let part = private("RequestPart");
        let arguments = self
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| {
                let argument = argument_name(index);
                match &parameter.source {
                    Source::Dependency(_) | Source::Extractor => quote!(#argument),
                    Source::Edits => quote_spanned!(parameter.ty.span()=> edits),
                    Source::Part(_) if self.last_extractor.is_some() => quote!(&#argument),
                    Source::Part(ty) => quote_spanned!(ty.span()=> <#ty as #part>::of(head)),
                }
            });
        quote!(#(#arguments),*)
    }
}

/// How the expansion names the dependency: a type without fields costs nothing to make.
fn reference(index: usize, item: &Item) -> TokenStream {
    if item.is_built {
        let name = static_name(index);
        return quote!(&*#name);
    }
    let value = item.expression();
    quote!(&#value)
}

fn static_name(index: usize) -> Ident {
    format_ident!("__DEPENDENCY_{index}")
}

/// The local that holds the argument of the parameter at `index`.
pub(crate) fn argument_name(index: usize) -> Ident {
    Ident::new(&format!("argument_{index}"), Span::mixed_site())
}
