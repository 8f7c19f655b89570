//! An `ApiRouter` is served before it is built.
//!
//! Fix: write `axum::serve(listener, router.build()?.with_state(state))`.
//!
//! Errors: 2, for one mistake, as in axum when the state is missing: rustc reports the argument, and then the
//! `.await`.

use auth_runtime::prelude::*;
use tokio::net::TcpListener;

async fn serve(listener: TcpListener, router: ApiRouter<()>) {
    axum::serve(listener, router).await.unwrap();
}

fn main() {
    let _ = serve;
}
