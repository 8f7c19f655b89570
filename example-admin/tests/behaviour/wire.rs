//! `Wire`: a connection on which a test sends any bytes, complete or not.

use std::time::Duration;

use axum::http::StatusCode;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::site::Served;

/// How long a server may take that has everything it needs: much less than it waits for a body.
pub(crate) const AT_ONCE: Duration = Duration::from_secs(10);

/// A connection, closed when dropped.
pub(crate) struct Wire(BufReader<TcpStream>);

impl Wire {
    pub(crate) async fn to(served: &Served) -> Self {
        Self(BufReader::new(
            TcpStream::connect(served.address).await.unwrap(),
        ))
    }

    pub(crate) async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// The status of the next response, or interim response.
    pub(crate) async fn status(&mut self) -> StatusCode {
        let mut line = String::new();
        let reading = self.0.read_line(&mut line);
        timeout(AT_ONCE, reading).await.expect("silence").unwrap();
        let status = line
            .strip_prefix("HTTP/1.1 ")
            .and_then(|rest| rest.get(..3));
        status
            .unwrap_or_else(|| panic!("no status: {line:?}"))
            .parse()
            .unwrap()
    }

    /// Everything that arrives until the server closes the connection.
    pub(crate) async fn rest(&mut self) -> String {
        let mut rest = String::new();
        let reading = self.0.read_to_string(&mut rest);
        timeout(AT_ONCE, reading)
            .await
            .expect("it is not closed")
            .unwrap();
        rest
    }
}

/// The head of a request with these lines.
pub(crate) fn head(method: &str, path: &str, token: Option<&str>, lines: &[&str]) -> String {
    let token = token.map(|token| format!("authorization: Bearer {token}"));
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n");
    for line in token.as_deref().into_iter().chain(lines.iter().copied()) {
        head += line;
        head += "\r\n";
    }
    head + "\r\n"
}
