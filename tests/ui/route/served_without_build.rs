//! An `ApiRouter` is served before it is built.
//!
//! Fix: write `axum::serve(listener, router.build()?.with_state(state))`.
//!
//! Errors: 2, for one mistake, as in axum where the state is missing: rustc complains of the argument, and then of
//! the `.await`.

use auth_runtime::prelude::*;
use tokio::net::TcpListener;

async fn serve(listener: TcpListener, router: ApiRouter<()>) {
    axum::serve(listener, router).await.unwrap();
}

fn main() {
    let _ = serve;
}
