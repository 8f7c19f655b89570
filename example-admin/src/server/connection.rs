//! One connection: HTTP/1.1, with upgrades.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tower::Service as _;

use super::Stopping;
use super::impatient::Impatient;

/// How long a client may take to send its request line and headers, and how long it may be idle before its
/// next request.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);

/// How long a connection without a request is kept open after the signal to stop.
const FIRST_REQUEST_WITHIN: Duration = Duration::from_secs(1);

/// Where hyper stops reading a head. The application refuses much smaller ones, with an explanation.
const HEAD_BYTES: usize = 128 * 1024;

/// Serves the requests of one connection; after the signal to stop, the current request is its last.
pub(super) async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    app: Router,
    mut stopping: watch::Receiver<bool>,
) {
    // Responses are small and complete: waiting to fill a packet would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%peer, %error, "no TCP_NODELAY");
    }
    let has_begun = AtomicBool::new(false);
    let for_what_stays = Stopping::by(stopping.clone());
    let service = service_fn(|mut request: Request<Incoming>| {
        has_begun.store(true, Ordering::Relaxed);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(for_what_stays.clone());
        app.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .max_header_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(Impatient::new(stream)), service)
        .with_upgrades();
    let mut connection = pin!(connection);

    // In this order: received data is read before the connection may be closed.
    let result = tokio::select! {
        biased;
        result = connection.as_mut() => result,
        () = told_to(&mut stopping, &has_begun) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!(%peer, %error, "connection lost");
    }
}

/// Waits until it is time to close. A new connection has a request on its way.
async fn told_to(stopping: &mut watch::Receiver<bool>, has_begun: &AtomicBool) {
    // An error means that the server is gone, which also means to stop.
    let _ = stopping.wait_for(|stop| *stop).await;
    if !has_begun.load(Ordering::Relaxed) {
        tokio::time::sleep(FIRST_REQUEST_WITHIN).await;
    }
}
