use auth_runtime::prelude::*;

#[public("everybody")]
#[depends]
fn login(#[depends] _user: String) -> &'static str {
    "[]"
}

fn main() {}
