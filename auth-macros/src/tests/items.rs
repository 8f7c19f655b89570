//! The grammar of a list: what is an item, of which type, and how it is constructed.

use quote::ToTokens;

use super::tokens;
use crate::diag::{Diagnostics, text};
use crate::item::{Item, Value};

/// The only item of a list, as `type: how it is constructed`, or what is wrong with it.
fn read(list: &str) -> String {
    let mut diag = Diagnostics::default();
    let items = Item::parse_list(tokens(list), &mut diag);
    if let Some(errors) = diag.into_errors() {
        return super::messages(&errors).join("\n");
    }
    let [item] = items.as_slice() else {
        panic!("{} items", items.len())
    };
    let made = match &item.value {
        Value::Braces(path) => format!("{} {{}}", text(path)),
        Value::Constant(path) => text(path),
        Value::Built(value) => format!("once {}", value.to_token_stream()),
    };
    format!("{}: {made}", text(&item.ty))
}

/// Asserts how a list with one item is parsed.
#[track_caller]
fn assert_read(list: &str, expected: &str) {
    assert_eq!(read(list), expected, "{list}");
}

#[test]
fn a_path_names_a_type() {
    assert_read("check_auth", "check_auth: check_auth {}");
    assert_read(
        "guards::check_auth",
        "guards::check_auth: guards::check_auth {}",
    );
    assert_read("::guards::Admin", "::guards::Admin: ::guards::Admin {}");
    assert_read(
        "self::super::check_auth",
        "self::super::check_auth: self::super::check_auth {}",
    );
    assert_read("r#type", "r#type: r#type {}");
}

#[test]
fn generics_are_written_as_in_types_or_as_in_expressions() {
    assert_read("AtMost<5>", "AtMost<5>: AtMost::<5> {}");
    assert_read("AtMost::<5>", "AtMost::<5>: AtMost::<5> {}");
    assert_read(
        "Cached<Option<User>, { 2 + 3 }>,",
        "Cached<Option<User>, { 2 + 3 }>: Cached::<Option<User>, { 2 + 3 }> {}",
    );
}

#[test]
fn a_member_is_a_constant_of_its_type() {
    assert_read("Role::Admin", "Role: Role::Admin");
    assert_read("guards::Role::Admin", "guards::Role: guards::Role::Admin");
    assert_read("Can::<User>::NOTHING", "Can::<User>: Can::<User>::NOTHING");
    assert_read("<role>::Admin", "role: <role>::Admin");
}

#[test]
fn an_associated_type_is_a_type() {
    assert_read(
        "<Site as Guards>::Admin",
        "<Site as Guards>::Admin: <Site as Guards>::Admin {}",
    );
}

#[test]
fn a_call_is_of_the_type_that_it_names() {
    assert_read("Can(x)", "Can: once Can (x)");
    assert_read(
        "guards::Can(Permission::Read)",
        "guards::Can: once guards :: Can (Permission :: Read)",
    );
    assert_read(
        "Cached::<User>(x)",
        "Cached::<User>: once Cached :: < User > (x)",
    );
    assert_read("Can::any([x, y])", "Can: once Can :: any ([x , y])");
    assert_read("Role::Above(3)", "Role: once Role :: Above (3)");
    assert_read("<Role>::Above(3)", "Role: once < Role > :: Above (3)");
    assert_read("<role>::above(3)", "role: once < role > :: above (3)");
}

#[test]
fn a_literal_is_of_its_type() {
    assert_read(
        "Limit { per_minute: 5 }",
        "Limit: once Limit { per_minute : 5 }",
    );
    assert_read(
        "Role::Named { name: x }",
        "Role: once Role :: Named { name : x }",
    );
    assert_read("check_auth {}", "check_auth: once check_auth { }");
}

#[test]
fn combinators_are_of_a_type_with_that_of_their_argument() {
    assert_read("fresh(now)", "::auth_runtime::Fresh<now>: once fresh (now)");
    assert_read(
        "auth_runtime::fresh(now)",
        "::auth_runtime::Fresh<now>: once auth_runtime :: fresh (now)",
    );
    assert_read(
        "Optional(fresh(Can(x)))",
        "::auth_runtime::Optional<::auth_runtime::Fresh<Can>>: once Optional (fresh (Can (x)))",
    );
    assert_read(
        "require(user, scope(\"a\"))",
        "::auth_runtime::security::Require<user>: once require (user , scope (\"a\"))",
    );
    assert_read(
        "Optional::<now>(now())",
        "Optional::<now>: once Optional :: < now > (now ())",
    );
}

#[test]
fn a_function_is_no_type() {
    assert_eq!(
        read("check_auth()"),
        "a dependency without arguments is named, not called\nhelp: write `check_auth`"
    );
    assert_eq!(
        read("Optional(fresh(now()))"),
        "a dependency without arguments is named, not called\nhelp: write `now`"
    );
    assert_eq!(
        read("guards::can(x)"),
        "`guards::can` is a function, but the list must name the type that it creates\nhelp: make it an associated function, and write `Type::guards::can(…)`"
    );
}

#[test]
fn nothing_else_is_an_item() {
    for list in [
        "\"a session\"",
        "1",
        "|x| y",
        "&check_auth",
        "(check_auth)",
        "check_auth!()",
        "a + b",
        "x.y()",
        "(f)(x)",
        "self.0",
    ] {
        let message = read(list);
        assert!(
            message.starts_with("this is not a dependency\nhelp: "),
            "{list}: {message}"
        );
    }
}

#[test]
fn a_name_has_no_quotation_marks() {
    assert_eq!(
        read("\"guards::check_auth\""),
        "a dependency is named without quotation marks\nhelp: remove them: `guards::check_auth`"
    );
}

#[test]
fn an_item_has_no_attributes() {
    assert!(
        read("#[cfg(x)] check_auth")
            .starts_with("attributes are not allowed on the items of a list\nhelp: ")
    );
}

#[test]
fn a_list_is_read_to_the_end_and_keeps_its_order() {
    let mut diag = Diagnostics::default();
    let items = Item::parse_list(tokens("a, 1, B(2), c(), D<1, 2>,"), &mut diag);
    let read: Vec<String> = items.iter().map(Item::text).collect();
    assert_eq!(read, ["a", "B (2)", "D < 1 , 2 >"]);
    assert_eq!(super::messages(&diag.into_errors().unwrap()).len(), 2);
}

#[test]
fn no_list_has_no_items() {
    assert!(Item::parse_list(tokens(""), &mut Diagnostics::default()).is_empty());
}
