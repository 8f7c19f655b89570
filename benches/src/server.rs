//! The whole server, over loopback: the server for `scripts/bench-server`, and a client that holds many
//! connections open.

use std::net::SocketAddr;

use axum::Router;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{check, public};

/// Serves `/public` and `/check` on one thread, until it is ended.
pub(crate) fn serve(address: &str) {
    let router = Router::new()
        .nest("/public", public::api_router())
        .nest("/check", check::ours::check_two_levels());
    super::network_runtime().block_on(async {
        let listener = TcpListener::bind(address).await.expect("an address");
        axum::serve(listener, router).await.expect("a server");
    });
}

/// Opens `count` connections, sends one request on each, and holds them until standard input ends.
pub(crate) fn hold_connections(address: &str, count: usize) {
    let address: SocketAddr = address.parse().expect("an address");
    let request = format!(
        "GET /check HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n\r\n",
        check::ours::token()
    );
    super::network_runtime().block_on(async {
        let mut connections = Vec::with_capacity(count);
        for _ in 0..count {
            connections.push(answered(address, &request).await);
        }
        println!("{} connections are open", connections.len());
        std::io::stdin()
            .read_line(&mut String::new())
            .expect("the end");
        for connection in &mut connections {
            ask(connection, &request).await;
        }
        println!("{} connections were answered again", connections.len());
    });
}

async fn answered(address: SocketAddr, request: &str) -> TcpStream {
    let mut connection = TcpStream::connect(address).await.expect("a connection");
    ask(&mut connection, request).await;
    connection
}

/// Sends the request and reads the response, which ends with `null`.
async fn ask(connection: &mut TcpStream, request: &str) {
    connection
        .write_all(request.as_bytes())
        .await
        .expect("sent");
    let (mut answer, mut length) = ([0; 2_048], 0);
    while !answer[..length].ends_with(b"\r\n\r\nnull") {
        let read = connection
            .read(&mut answer[length..])
            .await
            .expect("an answer");
        assert_ne!(read, 0, "{}", String::from_utf8_lossy(&answer[..length]));
        length += read;
    }
    assert!(answer.starts_with(b"HTTP/1.1 200"));
}
