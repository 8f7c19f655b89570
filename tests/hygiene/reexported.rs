//! The macros under other paths.

/// A prelude as a user's crate may have it.
mod prelude {
    pub(super) use ::auth_runtime::{dependency, depends, public};
}

#[prelude::dependency]
fn first() -> u32 {
    1
}

#[prelude::dependency]
fn second(#[prelude::depends(first)] first: u32) -> u32 {
    first
}

#[prelude::depends(second)]
pub(super) async fn create(
    #[prelude::depends(second)] second: u32,
    #[cfg(true)] body: ::std::string::String,
) -> ::std::string::String {
    ::std::format!("{second} {body}")
}

#[prelude::public]
async fn about() -> &'static str {
    "about"
}

#[::core::prelude::v1::test]
fn a_public_handler_under_another_path_is_public() {
    let router = ::auth_runtime::ApiRouter::<()>::new("")
        .route("/about", ::auth_runtime::routing::get(about));
    router.routes().assert_public_are(&["GET /about"]);
}
