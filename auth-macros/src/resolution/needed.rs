//! One dependency that a function needs, and the names by which the expansion speaks of it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Generics;
use syn::spanned::Spanned;

use crate::item::{Item, Value};
use crate::mention::mentions_any;
use crate::paths::{Private, around, ends};

/// A dependency that is needed.
pub(super) struct Needed {
    /// Its type: an alias, so that rustc complains once of what was written, or what was written.
    pub ty: TokenStream,
    /// What stands for it in a list, and the type of that.
    pub listed: TokenStream,
    pub listed_type: TokenStream,
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

        let (first, last) = around(span);
        let alias = format_ident!("__Dependency{index}", span = first);
        let mut definitions = definition(&alias, index, item);
        let name = format_ident!("__DEPENDENCY_{index}");
        let (listed, listed_type) = match &item.value {
            Value::Braces(_) => {
                let underlined = until(&alias, last);
                own(&quote_spanned!(last=> #underlined {}), &alias)
            }
            Value::Constant(path) => own(path, &alias),
            Value::Built(value) => {
                definitions.extend(quote! {
                    static #name: #Private::LazyLock<#alias> = #Private::LazyLock::new(|| #value);
                });
                (quote!(&*#name), quote!(&'static #alias))
            }
        };
        Self {
            ty: alias.into_token_stream(),
            listed,
            listed_type,
            definitions,
            span,
        }
    }

    /// An item of a generic `impl` block that has to do with its parameters, of which neither an
    /// alias nor a `static` can speak. It is made where it is needed.
    fn in_place(item: &Item, span: Span) -> Self {
        let (listed, listed_type) = match &item.value {
            Value::Braces(path) => own(&quote_spanned!(around(span).1=> #path {}), &item.ty),
            Value::Constant(path) => own(path, &item.ty),
            Value::Built(value) => own(value, &item.ty),
        };
        Self {
            ty: item.ty.to_token_stream(),
            listed,
            listed_type,
            definitions: TokenStream::new(),
            span,
        }
    }
}

/// A dependency by value.
fn own(value: &impl ToTokens, ty: &impl ToTokens) -> (TokenStream, TokenStream) {
    (quote!(#Private::Own(#value)), quote!(#Private::Own<#ty>))
}

/// `type __Dependency0 = check_auth;`, by way of the runtime's `Named`, where rustc says once, and there
/// alone, that it is no dependency.
fn definition(alias: &Ident, index: usize, item: &Item) -> TokenStream {
    let ((first, last), written) = (ends(&item.ty), &item.ty);
    let named = format_ident!("__Named{index}", span = first);
    let underlined = until(&named, last);
    quote! {
        type #named = #written;
        type #alias = #Private::Named<#named, { <#underlined as #Private::Needed>::PROVIDED }>;
    }
}

/// `name::<>`: what is underlined from where `name` is, its first token, to `last`.
fn until(name: &Ident, last: Span) -> TokenStream {
    let (open, close) = (quote_spanned!(name.span()=> ::<), quote_spanned!(last=> >));
    quote!(#name #open #close)
}
