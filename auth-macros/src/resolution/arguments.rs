//! What the function gets for its parameters.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Type;
use syn::spanned::Spanned;

use super::{User, context, local, state};
use crate::parameter::{Parameter, Source, is_known_part};
use crate::paths::{Private, around, member};

/// The arguments for `parameters`.
pub(super) struct Arguments<'a> {
    parameters: &'a [Parameter],
    /// The place of a handler's last extractor.
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

    /// The places and types of the extractors.
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

    /// The statements that run the extractors, and borrow what is borrowed.
    pub(super) fn extractions(&self) -> TokenStream {
        let (context, state) = (context(), state());
        let mut statements = TokenStream::new();
        for (index, ty) in self.extractors() {
            let argument = argument(index);
            if self.is_last(index) {
                let extracted =
                    quote!(#Private::extract_last::<#ty, _, _>(#context, #state).await?);
                let kept = self.kept_parts();
                statements.extend(quote!(#kept let #argument = #extracted;));
            } else {
                let extracted = quote!(#Private::extract::<#ty, _>(#context, #state).await?);
                statements.extend(quote!(let #argument = #extracted;));
            }
        }
        if self.borrows_both() {
            let (head, edits) = (head(), edits());
            statements.extend(quote!(let (#head, #edits) = #context.split();));
        }
        statements
    }

    /// What is borrowed from the head, kept before the last extractor takes the whole request.
    fn kept_parts(&self) -> TokenStream {
        let context = context();
        let kept = self.parts().map(|(index, ty)| {
            let (kept, of) = (argument(index), of(&quote!(#Private::RequestPart), ty));
            if is_known_part(ty) {
                return quote!(let #kept = ::core::clone::Clone::clone(#of(#context.request())););
            }
            // Of what is no part, and not `Clone` either, this copies the reference: rustc says that it is no part.
            quote! {
                let #kept = {
                    use ::core::clone::Clone as _;
                    #of(#context.request()).clone()
                };
            }
        });
        kept.collect()
    }

    /// Whether the function borrows from the request and from the answer at the same time.
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
pub(crate) fn argument(index: usize) -> Ident {
    local(&format!("argument_{index}"))
}

/// The same for the value of a dependency that was written at `span`.
fn argument_at(index: usize, span: Span) -> Ident {
    Ident::new(&format!("__argument_{index}"), around(span).0)
}

/// That local, taken. If the value is of another type, rustc says so where the parentheses are, and does
/// not speak of the macro.
fn taken_at(index: usize, span: Span) -> TokenStream {
    let argument = argument_at(index, span).into_token_stream();
    let mut taken = Group::new(Delimiter::Parenthesis, argument);
    taken.set_span(span);
    taken.into_token_stream()
}
