//! What rustc says of each mistake, word for word; what compiles is under `ui/pass`.
//!
//! After a change, `TRYBUILD=overwrite cargo test -p tests --test ui` writes the `.stderr` files anew;
//! read the difference as the person would who made the mistake.

#[test]
fn each_mistake_has_its_message() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/dependency/*.rs");
    cases.compile_fail("ui/depends/*.rs");
    cases.compile_fail("ui/public/*.rs");
    cases.compile_fail("ui/route/*.rs");
    cases.pass("ui/pass/*.rs");
}
