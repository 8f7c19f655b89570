//! `#[depends(…)]` and `#[public]`: a function becomes a handler that resolves its dependencies.

mod check;
mod expand;
mod parse;
mod recover;

use proc_macro2::TokenStream;
use quote::quote;

use crate::conditional;
use crate::diag::Diagnostics;
use crate::placed;
use crate::signature::leaves_types_out;

pub(crate) use parse::Access;

/// Expands one of the two macros.
pub(crate) fn expand(access: Access, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let (mut diag, arguments) = (Diagnostics::default(), placed::given(arguments));
    let Some(parse::Input(function)) = diag.accept(syn::parse2(item.clone())) else {
        let errors = diag.into_errors();
        return quote!(#errors #item);
    };
    let split = conditional::split(access.name(), &arguments, &function, |function| {
        Some(&mut function.sig)
    });
    if let Some(split) = split {
        return split;
    }

    let handler = parse::handler(access, arguments, function, &mut diag);
    check::handler(&handler, &mut diag);
    let expansion = match diag.into_errors() {
        None if leaves_types_out(&handler.function.sig) => recover::handler(&handler),
        None => expand::handler(&handler),
        Some(errors) => {
            let item = recover::handler(&handler);
            quote!(#errors #item)
        }
    };
    placed::outside_of_blocks(expansion, &handler.function)
}
