//! The only place that spells paths of the runtime.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// `::auth_runtime::__private::<name>`.
pub(crate) fn private(name: &str) -> TokenStream {
    let name = Ident::new(name, Span::call_site());
    quote!(::auth_runtime::__private::#name)
}

/// `::auth_runtime::<name>`: an attribute macro, to be written again.
pub(crate) fn attribute(name: &str) -> TokenStream {
    let name = Ident::new(name, Span::call_site());
    quote!(::auth_runtime::#name)
}
