//! SIGTERM: current requests are finished, and nothing new begins.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use crate::program::{PASSWORD, Program};

#[tokio::test]
async fn a_request_under_way_is_finished() {
    let mut program = Program::fresh(&[]).await;
    let form = format!("username=admin&password={}", PASSWORD.replace(' ', "+"));
    let (now, later) = form.split_at(12);
    let mut stream = program.connect();
    write!(
        stream,
        "POST /login HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\n\r\n{now}",
        form.len()
    )
    .unwrap();
    sleep(Duration::from_millis(200));

    program.terminate();
    let start = Instant::now();
    while TcpStream::connect(&program.address).is_ok() {
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "it takes new connections"
        );
        sleep(Duration::from_millis(10));
    }
    stream.write_all(later.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();

    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(program.wait().success());
}

#[tokio::test]
async fn ctrl_c_stops_it_as_sigterm_does() {
    let mut program = Program::fresh(&[]).await;
    program.signal("INT");
    assert!(program.wait().success());
    assert!(program.log().contains("stopped"));
}

#[tokio::test]
async fn idle_connections_do_not_hold_it_up() {
    let mut program = Program::fresh(&[]).await;
    let _fresh = program.connect();
    let mut used = program.connect();
    write!(used, "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    assert!(used.read(&mut [0; 1024]).unwrap() > 0);

    let start = Instant::now();
    program.terminate();
    assert!(program.wait().success());
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn nothing_is_lost_under_load() {
    let mut program = Program::fresh(&[]).await;
    let address = program.address.as_str();
    let answered: usize = thread::scope(|scope| {
        let clients: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| ask_until_refused(address)))
            .collect();
        sleep(Duration::from_millis(300));
        program.terminate();
        clients
            .into_iter()
            .map(|client| client.join().unwrap())
            .sum()
    });
    assert!(answered > 100, "{answered}");
    assert!(program.wait().success());
}

/// Sends requests, each on a connection of its own, until connections are refused. Every request on an
/// accepted connection must get a complete response.
///
/// The last connection may be reset instead of refused: the system itself accepts connections, and resets
/// those that arrive between the last `accept` and the closing of the socket. No program can prevent that.
fn ask_until_refused(address: &str) -> usize {
    let request = b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let mut answered = 0;
    while let Ok(mut stream) = TcpStream::connect(address) {
        let mut answer = String::new();
        let exchange = stream
            .write_all(request)
            .and_then(|()| stream.read_to_string(&mut answer));
        if let Err(error) = exchange {
            assert_eq!(error.kind(), ErrorKind::ConnectionReset);
            assert!(answer.is_empty() && TcpStream::connect(address).is_err());
            break;
        }
        assert!(
            answer.starts_with("HTTP/1.1 200 ") && answer.ends_with('}'),
            "{answer}"
        );
        answered += 1;
    }
    answered
}
