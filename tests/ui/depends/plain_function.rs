//! The list names a function that is no dependency.
//!
//! Fix: put `#[dependency]` on `check_auth`.
//!
//! A list names types: that is how rustc can say which dependency lacks which state. Whether a name is one
//! rustc decides before it looks at any trait, so it says this in its own words, and a macro cannot see what a
//! name stands for. For a router's `.depends(check_auth)`, which takes a value, it says "is no dependency".
//!
//! Tried, with rustc 1.95: `use check_auth as Named`, which takes a name for whatever it is, beside a type `Named`
//! for where it is none, and a function that is called with the value. Then the first line is "`fn(&Parts) -> …
//! {check_auth}` is no dependency". But a name that is not there, which here is E0425, "cannot find type
//! `chek_auth` in this scope", with the similar one, becomes E0432, "unresolved import `chek_auth`", "no external
//! crate `chek_auth`"; and a dependency that is called like a crate no longer compiles: E0659, "`session` is
//! ambiguous". As a generic argument, `Named<check_auth>`, it is E0747, "constant provided when a type was
//! expected", in the place of E0573.

use auth_runtime::prelude::*;

async fn check_auth(_request: &Parts) -> Result<(), HttpError> {
    Ok(())
}

#[depends(check_auth)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
