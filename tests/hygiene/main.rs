//! Expansions depend on nothing that is in scope where they stand.
#![no_implicit_prelude]

mod constants_taken;
mod names_taken;
mod reexported;

/// Everything that is declared in this crate runs in one request.
#[::core::prelude::v1::test]
fn what_is_declared_here_runs() {
    let runtime = ::tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let answer = runtime.block_on(async {
        let app = ::auth_runtime::ApiRouter::<()>::new("")
            .depends(names_taken::check_auth)
            .depends(names_taken::Can("everything"))
            .route(
                "/",
                ::auth_runtime::routing::get(names_taken::show)
                    .post(reexported::create)
                    .put(constants_taken::show),
            )
            .build()
            .unwrap();
        let request = ::axum::http::Request::new(::axum::body::Body::empty());
        ::tower::ServiceExt::oneshot(app, request).await.unwrap()
    });

    ::core::assert_eq!(answer.status(), ::axum::http::StatusCode::OK);
    ::core::assert_eq!(answer.headers()["x-by"], "check_auth");
}
