//! `#[cfg]` and `#[cfg_attr]` on parameters.

use super::{dependency, depends, pretty, tokens};

/// Both sides of a handler's first condition, as `predicate → parameters`.
fn sides(parameters: &str) -> Vec<String> {
    let expansion = pretty(&depends("", &format!("async fn f({parameters}) {{}}")));
    let file: syn::File = syn::parse_str(&expansion).unwrap();
    let sides = file.items.iter().map(|item| match item {
        syn::Item::Fn(function) => {
            let predicate = &function.attrs[0].meta.require_list().unwrap().tokens;
            let inputs = &function.sig.inputs;
            format!("{predicate} → {}", quote::quote!(#inputs))
        }
        _ => panic!("{expansion}"),
    });
    sides.collect()
}

#[test]
fn a_cfg_decides_whether_there_is_the_parameter() {
    assert_eq!(
        sides("a: A, #[cfg(x)] b: B, c: C"),
        ["x → a : A , b : B , c : C", "not (x) → a : A , c : C"]
    );
    assert_eq!(
        sides("#[cfg(all(x, y = \"z\"))] a: A"),
        [
            "all (x , y = \"z\") → a : A",
            "not (all (x , y = \"z\")) → "
        ]
    );
}

#[test]
fn a_cfg_attr_decides_whether_there_are_the_attributes() {
    assert_eq!(
        sides("#[allow(a)] #[cfg_attr(x, depends(B), allow(b))] #[allow(c)] b: B"),
        [
            "x → # [allow (a)] # [depends (B)] # [allow (b)] # [allow (c)] b : B",
            "not (x) → # [allow (a)] # [allow (c)] b : B",
        ]
    );
}

#[test]
fn one_condition_is_taken_at_a_time() {
    assert_eq!(
        sides("#[cfg(x)] #[cfg(y)] a: A, #[cfg(z)] b: B"),
        [
            "x → # [cfg (y)] a : A , # [cfg (z)] b : B",
            "not (x) → # [cfg (z)] b : B"
        ]
    );
}

#[test]
fn a_condition_may_hold_others() {
    assert_eq!(
        sides("#[cfg_attr(x, cfg(y))] a: A"),
        ["x → # [cfg (y)] a : A", "not (x) → a : A"]
    );
}

#[test]
fn a_receiver_may_be_conditional() {
    let expansion = dependency("", "impl Can { fn call(#[cfg(x)] &self) {} }").to_string();
    assert!(expansion.contains("cfg (x)") && expansion.contains("cfg (not (x))"));
}

#[test]
fn what_is_malformed_is_left_to_rustc_and_hides_no_other_condition() {
    assert_eq!(
        sides("#[cfg] #[cfg_attr(x)] #[cfg_attr] a: A, #[cfg(y)] b: B"),
        [
            "y → # [cfg] # [cfg_attr (x)] # [cfg_attr] a : A , b : B",
            "not (y) → # [cfg] # [cfg_attr (x)] # [cfg_attr] a : A"
        ]
    );
}

#[test]
fn the_macro_stands_on_both_sides_with_its_list() {
    for (macro_name, expansion) in [
        (
            "depends",
            depends("A, B(c)", "async fn f(#[cfg(x)] a: A) {}"),
        ),
        (
            "public",
            super::public("A, B(c)", "async fn f(#[cfg(x)] a: A) {}"),
        ),
        (
            "dependency",
            dependency("A, B(c)", "fn f(#[cfg(x)] a: A) {}"),
        ),
    ] {
        let attribute = format!("#[::auth_runtime::{macro_name}(A, B(c))]");
        let attribute = tokens(&attribute).to_string();
        assert_eq!(
            expansion.to_string().matches(&attribute).count(),
            2,
            "{expansion}"
        );
    }
}
