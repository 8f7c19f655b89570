//! The type of a parameter contains `impl Trait`.
//!
//! Fix: write a named type: `State(tokens): State<Tokens>`.
//!
//! Errors: 2, one for each parameter.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth(state: impl Clone, State(other): State<impl Clone>) -> u32 {
    let _ = (state, other);
    1
}

fn main() {}
