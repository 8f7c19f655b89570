//! Where a macro is written: outside `impl` blocks, in one, or perhaps in one; and in which form.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use crate::diag::Diagnostics;
use crate::function::Function;
use crate::mention::mentions;
use crate::paths::{Private, around};

/// Reports a function that visibly stands in an `impl` block.
pub(crate) fn check(function: &Function, what: &str, help: &str, diag: &mut Diagnostics) {
    if function.sig.receiver().is_none()
        && let Some(self_type) = self_type(function)
    {
        let message = format_args!("{what} cannot be in an `impl` block, and so cannot use `Self`");
        diag.mistake(self_type, message, help);
    }
}

/// Whether the function visibly stands in an `impl` block.
pub(crate) fn is_in_block(function: &Function) -> bool {
    function.sig.receiver().is_some() || self_type(function).is_some()
}

/// The `Self` that reveals that a function stands in a block. A `Self` does not count in a body that defines
/// types of its own, or in a macro's arguments, where it may mean anything.
fn self_type(function: &Function) -> Option<Ident> {
    if !is_indented() {
        return None;
    }
    let of_body = || {
        let body = function.body.as_ref()?.stream();
        let self_type = find_self_type(body.clone())?;
        let mut definitions = ["impl", "trait", "struct", "enum", "union"].iter();
        let defines_types = definitions.any(|keyword| mentions(&body, *keyword));
        (!defines_types).then_some(self_type)
    };
    find_self_type(function.sig.to_token_stream()).or_else(of_body)
}

fn find_self_type(tokens: TokenStream) -> Option<Ident> {
    let mut is_of_macro = false;
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) if ident == "Self" => Some(ident),
        TokenTree::Group(group) if !is_of_macro => find_self_type(group.stream()),
        token => {
            is_of_macro = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '!');
            None
        }
    })
}

// Input:
//     struct check_auth {}
//     const _: () = { … };
// Output, where the macro is indented:
//     #[::auth_runtime::__private::instead(struct check_auth {} const _: () = { … })]
//     impl () {}

/// The expansion of a function, arranged so that rustc reports only one error if it stands in an `impl`
/// block.
///
/// No macro can see whether it does. In a block, rustc would refuse each item of the expansion, and
/// everything that refers to it. So the expansion is a single item, an `impl`, which another macro replaces
/// with all the others. In a block, rustc drops that `impl` before it calls the other macro: "implementation
/// is not supported in `trait`s or `impl`s". A function that is not indented is not in a block, and does not
/// need this.
pub(crate) fn outside_of_blocks(expansion: TokenStream, function: &Function) -> TokenStream {
    if is_in_block(function) || !is_indented() {
        return expansion;
    }
    let (first, last) = around(function.sig.ident.span());
    let (open, close) = (quote_spanned!(first=> impl), quote_spanned!(last=> {}));
    quote! {
        #[#Private::instead(#expansion)]
        #open () #close
    }
}

/// Whether the macro is indented further than the items of a file are.
fn is_indented() -> bool {
    proc_macro::is_available() && Span::call_site().unwrap().start().column() > 1
}

/// The macro's arguments. rustc itself refuses `#[depends = "check_auth"]`, but still passes `"check_auth"`.
pub(crate) fn given(arguments: TokenStream) -> TokenStream {
    let mut tokens = arguments.clone().into_iter();
    let is_literal =
        matches!(tokens.next(), Some(TokenTree::Literal(_))) && tokens.next().is_none();
    if is_literal && proc_macro::is_available() && is_key_value() {
        return TokenStream::new();
    }
    arguments
}

fn is_key_value() -> bool {
    let written = Span::call_site().source_text().unwrap_or_default();
    is_written_as_key_value(&written)
}

/// Whether a `=` is the first thing after the macro's name. Parentheses, brackets or braces may also contain
/// one, which is ours to read.
fn is_written_as_key_value(written: &str) -> bool {
    let inside = written.trim_start_matches(['#', '!', '[', ' ']);
    let first = inside.find(['=', '(', '[', '{']);
    first.is_some_and(|index| inside[index..].starts_with('='))
}

#[cfg(test)]
mod tests {
    use super::is_written_as_key_value;

    #[test]
    fn only_an_equals_sign_after_the_name_makes_a_key_and_a_value() {
        assert!(is_written_as_key_value("#[depends = \"check_auth\"]"));
        assert!(is_written_as_key_value("auth_runtime::depends=\"a(b)\""));
        for ours in [
            "#[depends(\"a=b\")]",
            "#[depends[\"a=b\"]]",
            "#[depends{\"a=b\"}]",
            "#[depends]",
            "",
        ] {
            assert!(!is_written_as_key_value(ours), "{ours}");
        }
    }
}
