//! One dependency that a function needs, and the names by which the expansion speaks of it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Generics;
use syn::spanned::Spanned;

use crate::item::{Item, Value};
use crate::mention::mentions_any;
use crate::paths::{Private, member};

/// A dependency that is needed.
pub(super) struct Needed {
    /// Its type: an alias, so that rustc complains once of what was written, or what was written.
    pub ty: TokenStream,
    /// An expression that borrows it.
    pub reference: TokenStream,
    /// The items that both need.
    pub definitions: TokenStream,
    /// Where it was written.
    pub span: Span,
}

impl Needed {
    pub(super) fn new(index: usize, item: &Item, generics: &Generics) -> Self {
        let span = item.written.span();
        if mentions_any(&item.written, generics) {
            return Self::in_place(item, span);
        }

        let (alias, written) = (format_ident!("__Dependency{index}", span = span), &item.ty);
        let mut definitions = quote!(type #alias = #written;);
        let reference = match &item.value {
            Value::Braces(_) => quote_spanned!(span=> &#alias {}),
            Value::Constant(path) => quote_spanned!(span=> &#path),
            Value::Built(value) => {
                let name = format_ident!("__DEPENDENCY_{index}", span = span);
                definitions.extend(quote! {
                    static #name: #Private::LazyLock<#alias> = #Private::LazyLock::new(|| #value);
                });
                quote_spanned!(span=> &*#name)
            }
        };
        Self {
            ty: alias.into_token_stream(),
            reference,
            definitions,
            span,
        }
    }

    /// A member of the trait `Provides`.
    pub(super) fn member(&self, name: &str) -> TokenStream {
        member(&self.ty, &quote!(#Private::Provides), name)
    }

    /// An item of a generic `impl` block that has to do with its parameters, of which neither an
    /// alias nor a `static` can speak. It is made where it is needed.
    fn in_place(item: &Item, span: Span) -> Self {
        let reference = match &item.value {
            Value::Braces(path) => quote_spanned!(span=> &#path {}),
            Value::Constant(path) => quote_spanned!(span=> &#path),
            Value::Built(value) => quote_spanned!(span=> &#value),
        };
        Self {
            ty: item.ty.to_token_stream(),
            reference,
            definitions: TokenStream::new(),
            span,
        }
    }
}
