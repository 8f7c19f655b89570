//! One dependency that a function needs, and the names that the expansion uses for it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::Generics;
use syn::spanned::Spanned;

use crate::item::{Item, Value};
use crate::mention::mentions_any;
use crate::paths::{Private, around, ends, member};
use crate::spans::quote;

/// A dependency that is needed.
pub(super) struct Needed {
    /// Its type: an alias, so that rustc reports a mistake in it only once; or the type as written.
    pub ty: TokenStream,
    /// An expression for its value, and where that lives.
    value: TokenStream,
    place: Place,
    /// The items that `ty` and `value` refer to.
    pub definitions: TokenStream,
    /// Where it was written.
    pub span: Span,
}

/// Where the value of [`Needed`] lives.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It is constructed wherever it is named.
    Own,
    /// In a `static`.
    Static,
    /// Like `Own`, but the item mentions the parameters of a generic `impl` block, to which neither an alias
    /// nor a `static` can refer.
    Generic,
}

impl Needed {
    pub(super) fn new(index: usize, item: &Item, generics: &Generics) -> Self {
        let span = item.written.span();
        if mentions_any(&item.written, generics) {
            return Self::generic(item, span);
        }

        let (first, last) = around(span);
        let alias = format_ident!("__Dependency{index}", span = first);
        let mut definitions = definition(&alias, index, item);
        let name = format_ident!("__DEPENDENCY_{index}");
        let (value, place) = match &item.value {
            Value::Braces(_) => {
                let underlined = until(&alias, last);
                (quote_spanned!(last=> #underlined {}), Place::Own)
            }
            Value::Constant(path) => (path.to_token_stream(), Place::Own),
            Value::Built(value) => {
                definitions.extend(quote! {
                    static #name: #Private::LazyLock<#alias> = #Private::LazyLock::new(|| #value);
                });
                (quote!(*#name), Place::Static)
            }
        };
        Self {
            ty: alias.into_token_stream(),
            value,
            place,
            definitions,
            span,
        }
    }

    fn generic(item: &Item, span: Span) -> Self {
        let value = match &item.value {
            Value::Braces(path) => quote_spanned!(around(span).1=> #path {}),
            Value::Constant(path) => path.to_token_stream(),
            Value::Built(value) => value.to_token_stream(),
        };
        Self {
            ty: item.ty.to_token_stream(),
            value,
            place: Place::Generic,
            definitions: TokenStream::new(),
            span,
        }
    }

    /// Whether it mentions the parameters of a generic `impl` block.
    pub(super) fn is_generic(&self) -> bool {
        self.place == Place::Generic
    }

    /// A call of a function of the trait `Needed`, with this dependency as its first argument.
    pub(super) fn call(&self, function: &str, arguments: &TokenStream) -> TokenStream {
        let (function, value, (_, end)) = (self.member(function), &self.value, around(self.span));
        quote_spanned!(end=> #function(&#value, #arguments))
    }

    /// A member of the trait `Needed`.
    pub(super) fn member(&self, name: &str) -> TokenStream {
        member(&self.ty, &quote!(#Private::Needed), name)
    }

    /// The expression for it in a list.
    pub(super) fn listed(&self) -> TokenStream {
        let value = &self.value;
        match self.place {
            Place::Static => quote!(&#value),
            Place::Own | Place::Generic => quote!(#Private::Own(#value)),
        }
    }

    /// The type of that expression.
    pub(super) fn listed_type(&self) -> TokenStream {
        let ty = &self.ty;
        match self.place {
            Place::Static => quote!(&'static #ty),
            Place::Own | Place::Generic => quote!(#Private::Own<#ty>),
        }
    }
}

/// `type __Dependency0 = check_auth;`, by way of the runtime's `Named`, where rustc reports, once and only
/// there, a type that is not a dependency.
fn definition(alias: &Ident, index: usize, item: &Item) -> TokenStream {
    let ((first, last), written) = (ends(&item.ty), &item.ty);
    let named = format_ident!("__Named{index}", span = first);
    let underlined = until(&named, last);
    quote! {
        type #named = #written;
        type #alias = #Private::Named<#named, { <#underlined as #Private::Needed>::PROVIDED }>;
    }
}

/// `name::<>`, which rustc underlines from `name`, its first token, to `last`.
fn until(name: &Ident, last: Span) -> TokenStream {
    let (open, close) = (quote_spanned!(name.span()=> ::<), quote_spanned!(last=> >));
    quote!(#name #open #close)
}
