use auth_runtime::prelude::*;

#[dependency]
#[derive(Clone, PartialEq)]
struct Can(&'static str);

fn main() {}
