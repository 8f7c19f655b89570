//! In plain axum: the mistake of the same name in `route`.

use axum::Router;
use tokio::net::TcpListener;

#[derive(Clone)]
struct AppState;

async fn serve(listener: TcpListener, router: Router<AppState>) {
    axum::serve(listener, router).await.unwrap();
}

fn main() {
    let _ = serve;
}
