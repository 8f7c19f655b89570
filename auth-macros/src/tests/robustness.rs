//! For any input, complete or not, the macros do not panic, and either report a mistake or expand it.

use proc_macro2::TokenStream;
use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_oneof, proptest};
use quote::quote;

use super::messages;
use crate::depends::Access;
use crate::{dependency, depends};

/// Pieces of what users write, complete and broken.
const PIECES: [&str; 88] = [
    "async",
    "fn",
    "const",
    "unsafe",
    "extern",
    "\"C\"",
    "pub",
    "pub(crate)",
    "impl",
    "struct",
    "enum",
    "trait",
    "for",
    "where",
    "call",
    "describe",
    "check_auth",
    "Can",
    "r#type",
    "self",
    "&self",
    "&mut self",
    "Self",
    "super",
    "crate",
    "T",
    "<T>",
    "<'a>",
    "<const N: usize>",
    "<",
    ">",
    "->",
    "::",
    ":",
    ";",
    ",",
    ".",
    "=",
    "#",
    "!",
    "?",
    "&",
    "&mut",
    "&'static",
    "'a",
    "'_",
    "*",
    "|",
    "..",
    "...",
    "_",
    "1",
    "1.5",
    "\"session\"",
    "true",
    "()",
    "{}",
    "[]",
    "{ x }",
    "{ let x = y. }",
    "(x: X)",
    "(&self, request: &Parts)",
    "(#[depends(a)] a: A)",
    "(#[depends] a: A)",
    "(#[cfg(x)] a: A)",
    "(#[cfg_attr(x, depends(a))] a: A, #[cfg(y)] b: B)",
    "(a: impl A, b: &mut B, c: &mut C)",
    "(State(db): State<Db>, Json(body): Json<T>)",
    "(mut self: Box<Self>)",
    "#[depends]",
    "#[depends(a, b)]",
    "#[public]",
    "#[dependency]",
    "#[cfg(x)]",
    "#[doc = \"x\"]",
    "#![allow(x)]",
    "#[debug_handler]",
    "/// documented\n",
    "Result<T, HttpError>",
    "Option<&str>",
    "Cow<'_, str>",
    "impl Clone",
    "security = \"session\"",
    "sets(\"refreshtoken\")",
    "errors(401)",
    "Can(x)",
    "Can::any([x, y])",
    "Limit { per_minute: 5 }",
];

fn piece() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(&PIECES[..]).prop_map(str::to_owned);
    piece.prop_recursive(3, 12, 4, |inner| {
        let several = prop::collection::vec(inner, 0..4).prop_map(|pieces| pieces.join(" "));
        (several, prop::sample::select(&["()", "[]", "{}"][..])).prop_map(
            |(several, delimiters)| {
                let (open, close) = delimiters.split_at(1);
                format!("{open}{several}{close}")
            },
        )
    })
}

/// Any tokens.
fn soup() -> impl Strategy<Value = TokenStream> {
    let pieces = prop::collection::vec(piece(), 0..12);
    pieces.prop_map(|pieces| pieces.join(" ").parse().unwrap_or_default())
}

/// A function or a block with some random pieces where something belongs.
fn almost_an_item() -> impl Strategy<Value = TokenStream> {
    let pieces = || prop::collection::vec(piece(), 0..3).prop_map(|pieces| pieces.join(" "));
    let function =
        (pieces(), pieces(), pieces(), pieces()).prop_map(|(before, inputs, output, body)| {
            format!("{before} async fn check_auth({inputs}) -> {output} {{ {body} }}")
        });
    let block =
        (pieces(), pieces(), pieces(), pieces()).prop_map(|(before, inputs, output, after)| {
            format!(
                "{before} impl Can {{ async fn call(&self, {inputs}) -> {output} {{}} {after} }}"
            )
        });
    let text = prop_oneof![function, block];
    text.prop_map(|text| text.parse().unwrap_or_default())
}

fn item() -> impl Strategy<Value = TokenStream> {
    prop_oneof![soup(), almost_an_item()]
}

/// A macro; the last one is `#[dependency]`.
fn macros() -> impl Strategy<Value = Option<Access>> {
    prop_oneof![
        Just(Some(Access::Guarded)),
        Just(Some(Access::Public)),
        Just(None)
    ]
}

fn expand(access: Option<Access>, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    match access {
        Some(access) => depends::expand(access, arguments, item),
        None => dependency::expand(arguments, item),
    }
}

proptest! {
    /// An expansion that rustc cannot parse would be a mistake that nothing explains, unless the mistake is
    /// in the item's body.
    #[test]
    fn an_expansion_without_a_message_can_be_read(access in macros(), arguments in soup(), item in item()) {
        let expansion = expand(access, arguments, &item);
        if messages(&expansion).is_empty() && syn::parse2::<syn::Item>(item).is_ok() {
            prop_assert!(syn::parse2::<syn::File>(expansion.clone()).is_ok(), "{}", expansion);
        }
    }

    /// Whatever is wrong with it, the item is kept, so that completion and go-to-definition still work.
    #[test]
    fn a_body_survives_every_mistake(access in macros(), arguments in soup(), inputs in soup()) {
        let item = quote!(async fn check_auth(#inputs) -> u32 { survivor. });
        let expansion = expand(access, arguments, &item);
        prop_assert!(expansion.to_string().contains("survivor ."), "{}", expansion);
    }
}
