//! All mistakes of an item are reported at once, and no item is guarded by less than it declares.

use super::{dependency, depends, messages, public};

#[test]
fn a_dependency_reports_all_of_them() {
    let expansion = dependency(
        r#"securty = "session", sets("a b"), errors(200), errors(401)"#,
        "unsafe fn f<T>(#[depends(a(), b)] x: &A, #[depends] y: B, z: impl C) -> impl D {}",
    );
    // Eleven, and the one about the value's type again, in place of the type.
    assert_eq!(
        messages(&expansion).len(),
        12,
        "{:#?}",
        messages(&expansion)
    );
}

#[test]
fn a_handler_reports_all_of_them() {
    let expansion = depends(
        "1, a, a, b()",
        "#[depends] #[debug_handler] unsafe fn f<T>(#[depends] x: A, #[depends(a)] y: &B, e: &mut E, f: &mut E, z: impl C) {}",
    );
    assert_eq!(
        messages(&expansion).len(),
        12,
        "{:#?}",
        messages(&expansion)
    );
}

#[test]
fn a_message_is_a_sentence_with_a_help() {
    let expansions = [
        dependency(
            "a = 1, security(1), sets = 1, errors 1",
            "const fn f(&self);",
        ),
        dependency("", "impl A for B {}"),
        dependency(
            "",
            "#[async_trait] impl A { async fn call(&self, e: ResponseEdits) {} }",
        ),
        dependency(
            "",
            "impl B { async fn call<T>(self, #[depends(C(self.0))] x: X) {} async fn describe() {} }",
        ),
        dependency("", "struct A;"),
        depends("#[x] a", "extern \"C\" fn f(self, x: &'static A) -> &B;"),
        depends("a b", "async fn f<'a>() {}"),
        public("(a)", "#[depends] #[public] #[dependency] async fn f() {}"),
        public("", "enum A {}"),
    ];
    for message in expansions.iter().flat_map(messages) {
        let (first, help) = message
            .split_once('\n')
            .unwrap_or_else(|| panic!("no help: {message}"));
        assert!(
            help.starts_with("help: ") && !help.ends_with('.'),
            "{message}"
        );
        assert!(
            !first.ends_with('.') && !first.starts_with(char::is_uppercase),
            "{message}"
        );
        assert!(!message.contains("__"), "{message}");
    }
}

#[test]
fn a_mistaken_handler_is_never_served() {
    for expansion in [
        depends("1", "async fn f() {}"),
        depends("a, a", "async fn f() {}"),
        depends("a,, b", "async fn f() {}"),
        public("1", "async fn f() {}"),
        depends("", "async fn f(#[depends(1)] a: A) {}"),
        depends("", "async fn f(#[depends(a b)] a: A) {}"),
    ] {
        assert!(!messages(&expansion).is_empty());
        let text = expansion.to_string();
        assert!(
            text.contains("pending ()") && !text.contains("answered"),
            "{text}"
        );
    }
}

#[test]
fn what_is_listed_is_resolved_each_in_its_place() {
    let expansion = depends(
        "a, B(1), a::C::D",
        "async fn f(#[depends(e)] e: E, #[depends(a)] a: A, g: G) {}",
    );
    assert!(messages(&expansion).is_empty());
    let text = expansion.to_string();
    let own = |item: &str| format!(":: auth_runtime :: __private :: Own ({item})");
    let braces = |index: u8| own(&format!("__Dependency{index} :: < > {{ }}"));
    let listed = format!(
        "({} , & * __DEPENDENCY_1 , {} ,)",
        braces(0),
        own("a :: C :: D")
    );
    let given = format!("({} , {} ,)", braces(3), braces(4));
    let served = format!("(__context , __state , {listed} , {given})");
    assert!(text.contains(&served), "{text}");
    let taken = "((__argument_0 , __argument_1 ,) , () , :: auth_runtime :: __private :: Whole (__argument_2))";
    assert!(text.contains(taken), "{text}");
}

#[test]
fn a_long_list_is_one_list() {
    let list = "a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q";
    let expansion = depends(list, "async fn handler() {}").to_string();
    let own = ":: auth_runtime :: __private :: Own";
    assert!(expansion.contains(&format!("Longer (({own} (__Dependency0")));
    let rest = format!(", ({own} (__Dependency16 :: < > {{ }}) ,)) , ())");
    assert!(expansion.contains(&rest), "{expansion}");
}
