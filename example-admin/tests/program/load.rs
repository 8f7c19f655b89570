//! Many clients at once: open connections, and a storm of logins.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::program::{PASSWORD, Program};

const CONNECTIONS: usize = 200;
const LOGINS: usize = 24;

/// Checks the session on a connection that stays open; returns how long the response took.
fn check(stream: &mut TcpStream, token: &str) -> Duration {
    let start = Instant::now();
    let request =
        format!("GET /auth/checkAuth HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let (mut answer, mut buffer) = (Vec::new(), [0; 4096]);
    while !answer.ends_with(b"\r\n\r\nnull") {
        let length = stream.read(&mut buffer).unwrap();
        assert!(length > 0, "{}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&buffer[..length]);
    }
    assert!(answer.starts_with(b"HTTP/1.1 200 "));
    start.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_connections_and_a_login_storm_leave_sessions_fast() {
    let program = Program::fresh(&[]).await;
    let token = program.token(PASSWORD).await;
    let mut held: Vec<_> = (0..CONNECTIONS).map(|_| program.connect()).collect();

    let checks = tokio::task::spawn_blocking(move || {
        let rounds = (0..3).flat_map(|_| 0..CONNECTIONS);
        rounds
            .map(|place| check(&mut held[place], &token))
            .collect()
    });
    let storm = futures_util::future::join_all((0..LOGINS).map(|_| program.log_in(PASSWORD)));
    let (logins, checks) = tokio::join!(storm, checks);

    for login in logins {
        assert_eq!(login.status(), 200);
    }
    let mut times: Vec<Duration> = checks.unwrap();
    times.sort_unstable();
    let p95 = times[times.len() * 95 / 100];
    assert!(p95 < Duration::from_millis(500), "{p95:?}");
}
