use auth_runtime::prelude::*;

#[depends]
struct Users;

fn main() {}
