//! `#[dependency(…)]`: a function or an `impl` block becomes a dependency.

mod arguments;
mod check;
mod expand;
mod output;
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

/// Expands the macro.
pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    if function::is_no_item(item) {
        return item.clone();
    }
    let (mut diag, arguments) = (Diagnostics::default(), placed::given(arguments));
    let input = match syn::parse2::<parse::Input>(item.clone()) {
        Ok(input) => input,
        Err(_) if is_unfinished(item) => return recover::unfinished(item),
        Err(error) => {
            let error = error.into_compile_error();
            return quote!(#error #item);
        }
    };
    if let Some(split) =
        conditional::split("dependency", &arguments, &input, parse::Input::call_sig_mut)
    {
        return split;
    }

    let arguments = arguments::parse(arguments, &mut diag);
    let declaration = parse::declaration(arguments, input, &mut diag);
    check::declaration(&declaration, &mut diag);
    let call = declaration.input.call();
    let expansion = match diag.into_errors() {
        None if call.is_some_and(|call| leaves_types_out(&call.sig)) => {
            recover::declaration(&declaration)
        }
        None => expand::declaration(&declaration),
        Some(errors) => {
            let item = recover::declaration(&declaration);
            quote!(#errors #item)
        }
    };
    match &declaration.input {
        parse::Input::Function(function) => placed::outside_of_blocks(expansion, function),
        parse::Input::Block(_) => expansion,
    }
}
