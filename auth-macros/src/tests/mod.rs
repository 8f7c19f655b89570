//! Tests of the macros from the inside: what they expand to, how they parse items, and that nothing makes
//! them panic. What rustc says about the expansions is in `tests/ui`.

mod conditions;
mod editors;
mod expansions;
mod items;
mod mistakes;
mod robustness;

use proc_macro2::TokenStream;

use crate::depends::Access;

/// The tokens of a text.
fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap()
}

/// The expansion of `#[dependency(arguments)]` on an item.
fn dependency(arguments: &str, item: &str) -> TokenStream {
    crate::dependency::expand(tokens(arguments), &tokens(item))
}

/// The expansion of `#[depends(list)]` on an item.
fn depends(list: &str, item: &str) -> TokenStream {
    crate::depends::expand(Access::Guarded, tokens(list), &tokens(item))
}

/// The expansion of `#[public(list)]` on an item.
fn public(list: &str, item: &str) -> TokenStream {
    crate::depends::expand(Access::Public, tokens(list), &tokens(item))
}

/// The expansion as a person would write it who imports the names. (`tests/hygiene` shows that it depends on
/// nothing that is in scope.)
fn pretty(expansion: &TokenStream) -> String {
    let rooted = [":: auth_runtime :: __private :: ", ":: core :: "];
    let text = rooted
        .iter()
        .fold(expansion.to_string(), |text, root| text.replace(root, ""));
    prettyplease::unparse(&syn::parse_str(&text).unwrap())
}

/// The messages in an expansion.
fn messages(expansion: &TokenStream) -> Vec<String> {
    let text = expansion.to_string();
    let after = text.split("compile_error").skip(1);
    let quoted = after.filter_map(|rest| rest.split_once('"')?.1.split_once("\" }"));
    quoted
        .map(|(message, _)| message.replace("\\n", "\n").replace("\\\"", "\""))
        .collect()
}
