//! What malicious clients send, on real connections.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use crate::program::{PASSWORD, Program};

#[tokio::test]
async fn a_strangers_body_is_not_read() {
    let program = Program::fresh(&[]).await;
    for body in [
        "content-length: 1000000000\r\n\r\n",
        "transfer-encoding: chunked\r\n\r\n",
        "content-length: 7\r\n\r\n{broken",
    ] {
        let expect = "POST /auth/logout HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: application/json\r\nconnection: close\r\n";
        let answer = program.exchange(format!("{expect}{body}").as_bytes());
        assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
        assert!(answer.contains("application/problem+json"), "{answer}");
    }
}

#[tokio::test]
async fn a_body_that_says_that_it_is_too_large_is_not_asked_for() {
    let program = Program::fresh(&[]).await;
    let answer = program.exchange(
        b"POST /login HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\nconnection: close\r\n\
          content-type: application/x-www-form-urlencoded\r\ncontent-length: 8193\r\n\r\n",
    );
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("application/problem+json"), "{answer}");
}

#[tokio::test]
async fn no_bytes_make_the_server_fail() {
    let program = Program::fresh(&[]).await;
    for bytes in [
        &b"GET /auth/checkAuth HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer \xff\xfe\r\n\r\n"[..],
        b"GET /auth/checkAuth HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Basic YTpi\r\n\r\n",
        b"POST /login HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 25\r\n\r\nusername=%ff&password=%00",
        b"GET /%00%ff?%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ] {
        let answer = program.exchange(bytes);
        assert!(answer.starts_with("HTTP/1.1 4"), "{:?}: {answer}", String::from_utf8_lossy(bytes));
    }
}

#[tokio::test]
async fn a_request_without_a_path_is_guarded_too() {
    let program = Program::fresh(&[]).await;
    for line in ["OPTIONS * HTTP/1.1", "CONNECT x:443 HTTP/1.1"] {
        let request = format!("{line}\r\nhost: x\r\nconnection: close\r\n\r\n");
        let answer = program.exchange(request.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 401 "), "{line}: {answer}");
        assert!(answer.contains("application/problem+json"), "{answer}");
    }
}

#[tokio::test]
async fn large_heads_are_refused_and_described() {
    let program = Program::fresh(&[]).await;
    for (bytes, is_described) in [(40_000, true), (100_000, true), (400_000, false)] {
        let value = "x".repeat(bytes);
        let request = format!(
            "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-large: {value}\r\n\r\n"
        );
        let answer = program.exchange(request.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 431 "), "{bytes}: {answer}");
        assert_eq!(
            answer.contains("application/problem+json"),
            is_described,
            "{bytes}: {answer}"
        );
    }
}

#[tokio::test]
async fn silent_clients_are_cut_off_and_delay_nobody() {
    let program = Program::fresh(&[]).await;
    let mut stuck: Vec<_> = (0..150).map(|_| program.connect()).collect();
    for stream in &mut stuck {
        stream
            .write_all(b"GET /healthz HTTP/1.1\r\nx-never:")
            .unwrap();
    }

    let start = Instant::now();
    let answer = program.exchange(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );

    for stream in &mut stuck {
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
    }
    let waited = start.elapsed();
    assert!(
        waited > Duration::from_secs(8) && waited < Duration::from_secs(14),
        "{waited:?}"
    );
}

/// Each answer is larger than a megabyte: those of all requests fit into no buffer of the system.
#[tokio::test]
async fn a_client_that_does_not_read_is_cut_off() {
    let program = Program::fresh(&[]).await;
    let request = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nhost: x\r\n";
    let alone = program.exchange(format!("{request}connection: close\r\n\r\n").as_bytes());
    assert!(alone.starts_with("HTTP/1.1 200 "), "{}", alone.len());

    let requests = 40;
    let mut stream = program.connect();
    let all = format!("{request}\r\n").repeat(requests);
    stream.write_all(all.as_bytes()).unwrap();
    tokio::time::sleep(Duration::from_secs(24)).await;
    let mut answers = Vec::new();
    // However the connection was closed.
    let _ = stream.read_to_end(&mut answers);
    let sent = answers.len() / alone.len();
    assert!(sent < requests / 2, "{sent} answers of {requests}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_storm_does_not_slow_down_who_is_logged_in() {
    let program = Program::fresh(&[]).await;
    let token = program.token(PASSWORD).await;
    let storm = async {
        let logins = (0..24).map(|_| program.log_in("wrong password"));
        futures_util::future::join_all(logins).await
    };
    let work = async {
        let mut longest = Duration::ZERO;
        for _ in 0..20 {
            let start = Instant::now();
            assert_eq!(
                program.ask("GET", "/auth/checkAuth", &token).await.status(),
                200
            );
            longest = longest.max(start.elapsed());
        }
        longest
    };
    let (answers, longest) = tokio::join!(storm, work);
    assert!(answers.iter().all(|answer| answer.status() == 401));
    assert!(longest < Duration::from_millis(500), "{longest:?}");
}

#[tokio::test]
async fn the_time_of_an_answer_does_not_tell_who_is_there() {
    let program = Program::fresh(&[]).await;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        for (name, times) in [("admin", &mut known), ("nobody", &mut unknown)] {
            let start = Instant::now();
            assert_eq!(
                program.log_in_as(name, "wrong password").await.status(),
                401
            );
            times.push(start.elapsed());
        }
    }
    known.sort_unstable();
    unknown.sort_unstable();
    let (known, unknown) = (known[7].as_secs_f64(), unknown[7].as_secs_f64());
    let ratio = known / unknown;
    assert!((0.6..1.67).contains(&ratio), "{known} s and {unknown} s");
}

#[tokio::test]
async fn clients_that_leave_do_not_hold_up_the_next_login() {
    let program = Program::fresh(&[]).await;
    for _ in 0..50 {
        let leaving = program.log_in(PASSWORD);
        tokio::time::timeout(Duration::from_millis(5), leaving)
            .await
            .unwrap_err();
    }
    let start = Instant::now();
    assert_eq!(program.log_in(PASSWORD).await.status(), 200);
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
}
