//! The list names a function that is not a dependency.
//!
//! Fix: put `#[dependency]` on `check_auth`.
//!
//! A list names types: that is how rustc can say which dependency lacks which state. Rustc decides whether a name
//! is a type before it looks at any trait, so the message is its own, and a macro cannot see what a name stands
//! for. For a router's `.depends(check_auth)`, which takes a value, rustc says "is not a dependency".
//!
//! Tried with rustc 1.95: `use check_auth as Named`, which imports whatever the name stands for, next to a type `Named`
//! in case it is not a type, and a function that is called with the value. Then the first line is "`fn(&Parts) -> …
//! {check_auth}` is not a dependency". But a name that does not exist, which here is E0425, "cannot find type
//! `chek_auth` in this scope", with a similar name, becomes E0432, "unresolved import `chek_auth`", "no external
//! crate `chek_auth`"; and a dependency with the name of a crate no longer compiles: E0659, "`session` is
//! ambiguous". As a generic argument, `Named<check_auth>`, it is E0747, "constant provided when a type was
//! expected", instead of E0573.

use auth_runtime::prelude::*;

async fn check_auth(_request: &Parts) -> Result<(), HttpError> {
    Ok(())
}

#[depends(check_auth)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
