//! What an editor sees: names keep the positions at which they were written, in places from which an editor
//! can follow them, and half-written code is still there.

use proc_macro2::{Ident, LineColumn, TokenStream, TokenTree};
use syn::{Item, ItemFn, ItemStruct};

use super::tokens;
use crate::depends::Access;

/// Expands the macro that a text begins with, applied to the rest of the text.
fn expand(text: &str) -> TokenStream {
    let mut tokens = tokens(text).into_iter();
    let attribute = tokens.by_ref().take(2).last();
    let Some(TokenTree::Group(attribute)) = attribute else {
        panic!("no attribute: {text}")
    };
    let (mut attribute, item) = (attribute.stream().into_iter(), tokens.collect());
    let name = attribute.next().map(|name| name.to_string());
    let arguments = match attribute.next() {
        Some(TokenTree::Group(arguments)) => arguments.stream(),
        _ => TokenStream::new(),
    };
    match name.as_deref() {
        Some("dependency") => crate::dependency::expand(arguments, &item),
        Some("public") => crate::depends::expand(Access::Public, arguments, &item),
        _ => crate::depends::expand(Access::Guarded, arguments, &item),
    }
}

/// All tokens except delimiters, each with the position at which it was written.
fn places(tokens: TokenStream) -> Vec<(String, LineColumn)> {
    let places = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Group(group) => places(group.stream()),
        token => vec![(token.to_string(), token.span().start())],
    });
    places.collect()
}

/// The position of the only `name` in a text of one line.
fn place(text: &str, name: &str) -> LineColumn {
    assert_eq!(text.matches(name).count(), 1, "`{name}` in {text}");
    let column = text.find(name).unwrap();
    LineColumn { line: 1, column }
}

/// The tokens directly before and after each `name` at this position.
fn neighbours(tokens: TokenStream, name: &str, place: LineColumn) -> Vec<(String, String)> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let text = |index: Option<usize>| {
        let token = index.and_then(|index| tokens.get(index));
        token.map(ToString::to_string).unwrap_or_default()
    };
    let found = tokens
        .iter()
        .enumerate()
        .flat_map(|(index, token)| match token {
            TokenTree::Group(group) => neighbours(group.stream(), name, place),
            TokenTree::Ident(ident) if ident == name && ident.span().start() == place => {
                vec![(text(index.checked_sub(1)), text(Some(index + 1)))]
            }
            _ => Vec::new(),
        });
    found.collect()
}

/// Asserts that `name`, as written in `text`, stands in the expansion as a type of its own, from which
/// editors find the definition.
#[track_caller]
fn assert_leads_to_type(text: &str, name: &str) {
    let neighbours = neighbours(expand(text), name, place(text, name));
    let is_type =
        |(before, after): &(String, String)| ["=", ":"].contains(&&**before) && after == ";";
    assert!(neighbours.iter().any(is_type), "{text}: {neighbours:?}");
}

/// Asserts that the item and every token of its body are still there, at their positions.
#[track_caller]
fn assert_survives(text: &str) {
    let expansion = places(expand(text));
    let body = tokens(text).into_iter().last().unwrap();
    let body = places(body.into());
    assert!(!body.is_empty(), "{text}");
    for token in body {
        assert!(expansion.contains(&token), "{text}: {token:?} is lost");
    }
    let name = ("list_users".to_owned(), place(text, "list_users"));
    assert!(expansion.contains(&name), "{text}: the name is lost");
}

#[test]
fn a_name_in_the_list_leads_to_its_definition() {
    assert_leads_to_type("#[depends(check_auth)] async fn f() {}", "check_auth");
    assert_leads_to_type("#[public(a, check_auth)] async fn f() {}", "check_auth");
    assert_leads_to_type(
        "#[depends(guards::check_auth)] async fn f() {}",
        "check_auth",
    );
    assert_leads_to_type("#[depends(Can(Permission::Read))] async fn f() {}", "Can");
}

#[test]
fn a_name_on_a_parameter_leads_to_its_definition() {
    let item = "async fn f(#[depends(current_user)] user: User) {}";
    for attribute in ["depends", "public", "dependency"] {
        assert_leads_to_type(&format!("#[{attribute}] {item}"), "current_user");
    }
}

#[test]
fn an_argument_in_the_list_is_where_it_was_written() {
    let text = "#[depends(Can(Permission::Read))] async fn f() {}";
    let expansion = places(expand(text));
    for name in ["Permission", "Read"] {
        let written = (name.to_owned(), place(text, name));
        assert!(expansion.contains(&written), "{name}");
    }
}

#[test]
fn what_a_name_leads_to_is_the_function_with_its_documentation() {
    let text = "#[dependency] /** Verifies the token. */ pub async fn check_auth() -> u32 { 1 }";
    let file: syn::File = syn::parse2(expand(text)).unwrap();
    let is_found =
        |ident: &Ident| ident == "check_auth" && ident.span().start() == place(text, "check_auth");
    let documented = file.items.iter().filter_map(|item| match item {
        Item::Struct(ItemStruct { attrs, ident, .. }) if is_found(ident) => Some(attrs),
        Item::Fn(ItemFn { attrs, sig, .. }) if is_found(&sig.ident) => Some(attrs),
        _ => None,
    });
    let documented: Vec<_> = documented.collect();
    assert_eq!(documented.len(), 2, "a type, and a function that makes one");
    for attrs in documented {
        let doc = crate::signature::doc_lines(attrs).next();
        assert!(doc.is_some());
    }
}

#[test]
fn a_handler_has_its_documentation() {
    let text = "#[depends] /** Lists them. */ pub async fn list_users() -> String { db.list() }";
    let file: syn::File = syn::parse2(expand(text)).unwrap();
    let is_documented = |item: &Item| match item {
        Item::Fn(ItemFn { attrs, sig, .. }) => {
            sig.ident.span().start() == place(text, "list_users")
                && crate::signature::doc_lines(attrs).next().is_some()
        }
        _ => false,
    };
    assert!(file.items.iter().any(is_documented));
}

#[test]
fn an_item_survives_while_its_body_is_written() {
    for macro_name in ["depends", "public", "dependency"] {
        for body in [
            "let users = db.",
            "db.list(",
            "match",
            "if let Some(",
            "use self::",
            "\"text\" +",
        ] {
            let body = if body.ends_with('(') {
                format!("{body})")
            } else {
                body.to_owned()
            };
            assert_survives(&format!(
                "#[{macro_name}] async fn list_users(State(db): State<Db>) -> String {{ {body} }}"
            ));
        }
    }
}

#[test]
fn an_item_survives_while_its_signature_is_written() {
    for macro_name in ["depends", "public", "dependency"] {
        for signature in [
            "list_users(State(db)",
            "list_users(State(db):",
            "list_users(State(db): State<",
            "list_users(State(db): State<Db>, user",
            "list_users(#[depends",
            "list_users(#[depends] user: User",
            "list_users(#[depends(] user: User",
            "list_users(&",
            "list_users() ->",
            "list_users() -> Result<",
            "list_users",
        ] {
            let signature = closed(signature);
            assert_survives(&format!(
                "#[{macro_name}] async fn {signature} {{ db.list() }}"
            ));
        }
    }
}

/// `text` with the parentheses and brackets that an editor would write after it.
fn closed(text: &str) -> String {
    let (mut text, mut open) = (text.replace("(]", "()]"), 0_usize);
    if text.ends_with("#[depends") {
        text.push(']');
    }
    for character in text.chars() {
        match character {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
    }
    text + &")".repeat(open)
}

#[test]
fn an_item_survives_while_its_list_is_written() {
    for list in [
        "check_auth,",
        "check_auth, guards::",
        "Can(",
        "Can::",
        "check_auth Can",
        ",",
    ] {
        let list = closed(list);
        for macro_name in ["depends", "public"] {
            assert_survives(&format!(
                "#[{macro_name}({list})] async fn list_users() -> String {{ db.list() }}"
            ));
        }
    }
    for list in [
        "security",
        "security =",
        "sets(",
        "errors(401,",
        "errors(401), s",
    ] {
        let list = closed(list);
        assert_survives(&format!(
            "#[dependency({list})] async fn list_users() -> String {{ db.list() }}"
        ));
    }
}
