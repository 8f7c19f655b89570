//! Several mistakes in one handler are reported together.
//!
//! Fix: correct each one where it is underlined.
//!
//! Errors: 10, one for each mistake.

use auth_runtime::prelude::*;

#[depends("session", check_auth(), first, first)]
unsafe fn list_users<T>(
    #[depends] _user: String,
    #[depends(second)] _other: &String,
    _one: &mut ResponseEdits,
    _two: &mut ResponseEdits,
    _body: impl Clone,
) -> &'static str {
    "[]"
}

fn main() {}
