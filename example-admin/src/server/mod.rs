//! The server: accepts connections, keeps slow clients from harming others, and drains when told to
//! stop.
//!
//! `axum::serve` would be enough, except that it sets no timer: a client that never finishes its headers, or never
//! reads its response, would stay forever.

mod connection;
mod impatient;
mod signals;
mod stopping;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

pub use signals::Signals;
pub use stopping::Stopping;

/// How long current requests may take to finish after the signal to stop. Kubernetes waits 30 seconds before
/// it kills the process.
const DRAIN: Duration = Duration::from_secs(25);

/// How long to wait if the system has run out of sockets.
const OUT_OF_SOCKETS: Duration = Duration::from_millis(200);

/// A socket that is bound but not served yet.
#[derive(Debug)]
pub struct Server(TcpListener);

impl Server {
    /// Binds `address`, as in `127.0.0.1:8000`; port 0 is any free one.
    ///
    /// # Errors
    ///
    /// When the address cannot be resolved or is taken.
    pub async fn bind(address: &str) -> io::Result<Self> {
        TcpListener::bind(address).await.map(Self)
    }

    /// The address that clients connect to.
    ///
    /// # Errors
    ///
    /// When the system does not know.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }

    /// Serves `app` until the first signal; then takes no new connections, finishes the requests
    /// that are under way, and returns. A second signal cuts them off.
    pub async fn run(self, app: Router, mut signals: Signals) {
        let (stop, stopping) = watch::channel(false);
        tokio::select! {
            () = accept(&self.0, &app, &stopping) => {}
            () = signals.next() => {}
        }
        accept_waiting(self.0, &app, &stopping);
        drop(stopping);
        tracing::info!(connections = stop.receiver_count(), "draining");
        stop.send_replace(true);
        tokio::select! {
            () = stop.closed() => tracing::info!("stopped"),
            () = tokio::time::sleep(DRAIN) => cut_off(&stop),
            () = signals.next() => cut_off(&stop),
        }
    }
}

fn cut_off(stop: &watch::Sender<bool>) {
    tracing::warn!(
        connections = stop.receiver_count(),
        "stopped before all connections had finished"
    );
}

async fn accept(listener: &TcpListener, app: &Router, stopping: &watch::Receiver<bool>) {
    loop {
        let (stream, peer) = next_connection(listener).await;
        tokio::spawn(connection::serve(
            stream,
            peer,
            app.clone(),
            stopping.clone(),
        ));
    }
}

/// Accepts the connections that the system has already made, then closes the listener. Those clients would
/// otherwise see a reset.
fn accept_waiting(listener: TcpListener, app: &Router, stopping: &watch::Receiver<bool>) {
    let Ok(listener) = listener.into_std() else {
        return;
    };
    while let Ok((stream, peer)) = listener.accept() {
        let stream = stream
            .set_nonblocking(true)
            .and_then(|()| TcpStream::from_std(stream));
        if let Ok(stream) = stream {
            tokio::spawn(connection::serve(
                stream,
                peer,
                app.clone(),
                stopping.clone(),
            ));
        }
    }
}

async fn next_connection(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(connection) => return connection,
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept connections");
                tokio::time::sleep(OUT_OF_SOCKETS).await;
            }
        }
    }
}

/// Whether the client disconnected before it was accepted.
fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
