//! Several mistakes in one dependency are reported together.
//!
//! Fix: correct each one where it is underlined.
//!
//! Errors: 9, one for each mistake.

use auth_runtime::prelude::*;

#[dependency(securty = "session", sets("Refresh Token"), errors(200))]
unsafe fn check_auth<T>(
    #[depends(current_user())] _user: &String,
    #[depends] _other: String,
    _state: impl Clone,
) -> impl Clone {
}

#[depends(check_auth)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
