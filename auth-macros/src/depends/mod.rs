//! `#[depends(…)]` and `#[public]`: a function becomes a handler that resolves its dependencies.

mod check;
mod expand;
mod parse;
mod recover;

use proc_macro2::TokenStream;
use quote::quote;

use crate::conditional;
use crate::diag::Diagnostics;
use crate::function;
use crate::placed;
use crate::signature::leaves_types_out;
use crate::unfinished::is_unfinished;

pub(crate) use parse::Access;

/// Expands one of the two macros.
pub(crate) fn expand(access: Access, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    if function::is_no_item(item) {
        return item.clone();
    }
    let (mut diag, arguments) = (Diagnostics::default(), placed::given(arguments));
    let function = match syn::parse2(item.clone()) {
        Ok(parse::Input(function)) => function,
        Err(_) if is_unfinished(item) => return recover::unfinished(access, item),
        Err(error) => {
            let error = error.into_compile_error();
            return quote!(#error #item);
        }
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
