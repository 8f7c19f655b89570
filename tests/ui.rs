//! What rustc says about each mistake, word for word; code that compiles is under `ui/pass`.
//!
//! After a change, `TRYBUILD=overwrite cargo test -p tests --test ui` rewrites the `.stderr` files and the
//! catalogue that consists of them. Read the difference as the person would who made the mistake.
//!
//! Clippy recognizes tests by `cfg(test)`.

#[cfg(test)]
mod catalogue;

#[test]
fn each_mistake_has_its_message() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/dependency/*.rs");
    cases.compile_fail("ui/depends/*.rs");
    cases.compile_fail("ui/public/*.rs");
    cases.compile_fail("ui/route/*.rs");
    cases.compile_fail("ui/overrides/*.rs");
    cases.compile_fail("ui/axum/*.rs");
    cases.pass("ui/pass/*.rs");
    // The cases run when they are dropped; only then are there new messages to write.
    drop(cases);
    if catalogue::is_blessing() {
        catalogue::check();
    }
}

#[test]
fn the_catalogue_is_what_the_cases_give() {
    if !catalogue::is_blessing() {
        catalogue::check();
    }
}

#[test]
fn a_mistake_has_one_error_or_its_case_says_why() {
    if !catalogue::is_blessing() {
        assert_eq!(catalogue::miscounted(), Vec::<String>::new());
    }
}

#[test]
fn each_mistake_in_plain_axum_is_compared_with_one_of_ours() {
    assert_eq!(catalogue::without_counterpart(), Vec::<String>::new());
}
