//! The arguments that the function gets for its parameters.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::ToTokens;
use syn::Type;
use syn::spanned::Spanned;

use super::{User, context, list, or_return, state};
use crate::parameter::{Parameter, Source};
use crate::paths::{Private, around, member};
use crate::spans::{local, quote};

/// The arguments for `parameters`.
pub(super) struct Arguments<'a> {
    parameters: &'a [Parameter],
    /// The index of a handler's last extractor.
    pub last_extractor: Option<usize>,
}

impl<'a> Arguments<'a> {
    pub(super) fn new(user: User, parameters: &'a [Parameter]) -> Self {
        let is_extractor = |parameter: &Parameter| matches!(parameter.source, Source::Extractor);
        let last = parameters.iter().rposition(is_extractor);
        Self {
            parameters,
            last_extractor: last.filter(|_| user == User::Handler),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parameters.is_empty()
    }

    pub(super) fn is_last(&self, index: usize) -> bool {
        self.last_extractor == Some(index)
    }

    /// The locals for the values of dependencies.
    pub(super) fn dependencies(&self) -> Vec<Ident> {
        let numbered = self.parameters.iter().enumerate();
        let of_dependencies = numbered.filter_map(|(index, parameter)| match &parameter.source {
            Source::Dependency(item) => Some(argument_at(index, item.written.span())),
            _ => None,
        });
        of_dependencies.collect()
    }

    /// The indices and types of the extractors.
    pub(super) fn extractors(&self) -> impl Iterator<Item = (usize, &'a Type)> {
        let numbered = self.parameters.iter().enumerate();
        numbered.filter_map(|(index, parameter)| match parameter.source {
            Source::Extractor => Some((index, &parameter.ty)),
            _ => None,
        })
    }

    fn parts(&self) -> impl Iterator<Item = (usize, &'a Type)> {
        let numbered = self.parameters.iter().enumerate();
        numbered.filter_map(|(index, parameter)| match &parameter.source {
            Source::Part(ty) => Some((index, ty)),
            _ => None,
        })
    }

    /// The statements that run the extractors one by one.
    pub(super) fn extractions(&self) -> TokenStream {
        let (context, state) = (context(), state());
        let extractions = self.extractors().map(|(index, ty)| {
            let argument = argument(index);
            quote!(let #argument = #Private::extract::<#ty, _>(#context, #state).await?;)
        });
        extractions.collect()
    }

    /// The same if none of them waits.
    pub(super) fn extractions_at_once(&self) -> impl Iterator<Item = TokenStream> {
        let (context, state) = (context(), state());
        self.extractors().map(move |(index, ty)| {
            let extracted = quote!(#Private::extract_at_once::<#ty, _>(#context, #state));
            or_return(&argument(index).into_token_stream(), &extracted)
        })
    }

    /// A constant that tells whether no extractor waits.
    pub(super) fn are_immediate(&self) -> TokenStream {
        let types: Vec<_> = self.extractors().map(|(_, ty)| ty).collect();
        if types.is_empty() {
            return quote!(true);
        }
        let types = types
            .iter()
            .map(|ty| quote!(#Private::Extractor::<#ty>::IMMEDIATE));
        quote!({
            #[allow(unused_imports)]
            use #Private::MayWait as _;
            true #(&& #types)*
        })
    }

    /// What is extracted from the head: its type and its pattern. If the last extractor takes the whole
    /// request, this includes what is borrowed from the head.
    pub(super) fn head(&self) -> (TokenStream, TokenStream) {
        let extractors = self.extractors().filter(|(index, _)| !self.is_last(*index));
        let extracted = extractors.map(|(index, ty)| (ty.to_token_stream(), argument(index)));
        let extracted = extracted.map(|(ty, name)| (ty, name.into_token_stream()));
        let kept = self.kept_parts().map(|(index, ty)| {
            let name = argument(index);
            let is_part = member(ty, &quote!(#Private::RequestPart), "IS_PART");
            let named = quote!(#Private::Named<#ty, { #is_part }>);
            (
                quote!(#Private::Kept<#named>),
                quote!(#Private::Kept(#name)),
            )
        });
        let (types, patterns): (Vec<_>, Vec<_>) = extracted.chain(kept).unzip();
        (list::ty(types), list::pattern(patterns))
    }

    /// What is extracted from the whole request: its type and its pattern.
    pub(super) fn last(&self) -> (TokenStream, TokenStream) {
        let last = self.extractors().find(|(index, _)| self.is_last(*index));
        last.map_or_else(
            || (quote!(()), quote!(())),
            |(index, ty)| {
                let name = argument(index);
                (quote!(#Private::Whole<#ty>), quote!(#Private::Whole(#name)))
            },
        )
    }

    /// What is borrowed from the head, and kept because the last extractor takes the whole request.
    fn kept_parts(&self) -> impl Iterator<Item = (usize, &'a Type)> {
        self.parts().filter(|_| self.last_extractor.is_some())
    }

    /// Whether any part is kept.
    pub(super) fn keeps_parts(&self) -> bool {
        self.kept_parts().next().is_some()
    }

    /// The statement that borrows from the request and from the response at the same time, if the arguments
    /// do.
    pub(super) fn borrowed(&self) -> Option<TokenStream> {
        let (head, edits, context) = (head(), edits(), context());
        self.borrows_both()
            .then(|| quote!(let (#head, #edits) = #context.split();))
    }

    /// Whether arguments borrow from the request or the response.
    pub(super) fn borrow(&self) -> bool {
        let mut sources = self.parameters.iter().map(|parameter| &parameter.source);
        sources.any(|source| match source {
            Source::Part(_) => self.last_extractor.is_none(),
            Source::Edits(_) => true,
            Source::Dependency(_) | Source::Extractor => false,
        })
    }

    /// Whether the function borrows from the request and from the response at the same time.
    fn borrows_both(&self) -> bool {
        let mut sources = self.parameters.iter().map(|parameter| &parameter.source);
        self.last_extractor.is_none()
            && self.parts().next().is_some()
            && sources.any(|source| matches!(source, Source::Edits(_)))
    }

    /// The arguments, in the order of the parameters.
    pub(super) fn list(&self) -> TokenStream {
        let numbered = self.parameters.iter().enumerate();
        let arguments = numbered.map(|(index, parameter)| match &parameter.source {
            Source::Dependency(item) => taken_at(index, item.written.span()),
            Source::Extractor => argument(index).into_token_stream(),
            Source::Part(ty) => self.part(index, ty),
            Source::Edits(ty) => self.edits(ty),
        });
        quote!(#(#arguments),*)
    }

    fn part(&self, index: usize, ty: &Type) -> TokenStream {
        if self.last_extractor.is_some() {
            let kept = argument(index);
            return quote!(&#kept);
        }
        let (of, head, context) = (of(&quote!(#Private::RequestPart), ty), head(), context());
        if self.borrows_both() {
            quote!(#of(#head))
        } else {
            quote!(#of(#context.request()))
        }
    }

    fn edits(&self, ty: &Type) -> TokenStream {
        let (of, edits, context) = (of(&quote!(#Private::ResponsePart), ty), edits(), context());
        if self.borrows_both() {
            quote!(#of(#edits))
        } else {
            quote!(#of(#context.response()))
        }
    }
}

/// The function that borrows a `ty`.
fn of(trait_name: &TokenStream, ty: &Type) -> TokenStream {
    member(ty, trait_name, "of")
}

fn head() -> Ident {
    local("head")
}

fn edits() -> Ident {
    local("edits")
}

/// The local that holds the argument of the parameter at `index`.
fn argument(index: usize) -> Ident {
    local(&format!("argument_{index}"))
}

/// The same for the value of a dependency that is written at `span`.
fn argument_at(index: usize, span: Span) -> Ident {
    Ident::new(&format!("__argument_{index}"), around(span).0)
}

/// That local, in parentheses. If the value is of the wrong type, rustc underlines the parentheses, and does
/// not mention the macro.
fn taken_at(index: usize, span: Span) -> TokenStream {
    let argument = argument_at(index, span).into_token_stream();
    let mut taken = Group::new(Delimiter::Parenthesis, argument);
    taken.set_span(span);
    taken.into_token_stream()
}
