//! The main job: log in, see the token slide, log out.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::StreamExt as _;
use reqwest::Response;
use serde_json::Value;
use tokio_tungstenite::tungstenite::Message;

use crate::program::{PASSWORD, Program, Socket, expiry};

const SECRET: &str = "cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w";

async fn assert_refused(answer: Response) {
    assert_eq!(answer.status(), 401);
    assert!(
        answer.headers()["www-authenticate"]
            .to_str()
            .unwrap()
            .starts_with("Bearer")
    );
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert!(!answer.headers().contains_key("refreshtoken"));
    let problem: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(problem["status"], 401);
}

/// All of it, with the most verbose log.
#[tokio::test]
async fn one_logs_in_slides_and_logs_out_and_the_log_keeps_the_secrets() {
    let environment = [
        ("ADMIN_SECRET", SECRET),
        ("ADMIN_TOKEN_TTL", "4s"),
        ("ADMIN_LOG", "trace"),
    ];
    let mut program = Program::fresh(&environment).await;

    assert_refused(program.log_in("not the password").await).await;
    let first = program.token(PASSWORD).await;

    tokio::time::sleep(Duration::from_millis(1100)).await;
    let answer = program.ask("GET", "/auth/checkAuth", &first).await;
    assert_eq!(answer.status(), 200);
    let second = answer.headers()["refreshtoken"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(expiry(&second) > expiry(&first));
    assert_eq!(answer.text().await.unwrap(), "null");

    assert_refused(reqwest::get(program.url("/auth/checkAuth")).await.unwrap()).await;
    let (signed, signature) = second.rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { 'B' } else { 'A' };
    let forged = format!("{signed}.{other}{}", &signature[1..]);
    assert_refused(program.ask("GET", "/me", &forged).await).await;

    let answer = program.ask("POST", "/auth/logout", &second).await;
    assert_eq!(answer.status(), 204);
    assert!(!answer.headers().contains_key("refreshtoken"));
    assert_refused(program.ask("GET", "/me", &first).await).await;
    assert_refused(program.ask("GET", "/me", &second).await).await;

    let unused = program.token(PASSWORD).await;
    let (mut socket, answer) = program.listen(&unused).await;
    let slid = answer.headers()["refreshtoken"]
        .to_str()
        .unwrap()
        .to_owned();
    assert_is_closed_by(&mut socket, expiry(&slid)).await;
    assert_refused(program.ask("GET", "/me", &unused).await).await;
    assert_refused(program.ask("GET", "/me", &slid).await).await;

    program.terminate();
    assert!(program.wait().success());
    assert_eq!(program.rest_of_stdout(), "");
    check_log(&program.log(), &[&first, &second, &unused, &slid, &forged]);
}

/// The log level is the default.
#[tokio::test]
async fn the_log_says_by_itself_who_is_refused_and_why() {
    let program = Program::fresh(&[("ADMIN_REUSE_GRACE", "1s")]).await;
    let old = program.token(PASSWORD).await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let answer = program.ask("GET", "/me", &old).await;
    let new = answer.headers()["refreshtoken"].to_str().unwrap();
    program.ask("GET", "/me", new).await;
    tokio::time::sleep(Duration::from_millis(2100)).await;
    program.ask("GET", "/me", new).await;
    assert_refused(program.ask("GET", "/me", &old).await).await;
    while program.log_in("wrong password").await.status() == 401 {}

    let log = program.log();
    let lines = |message: &str, why: &str| {
        let says = |line: &&str| line.contains(message) && line.contains(why);
        log.lines().filter(says).count()
    };
    assert_eq!(lines("logged in", "\"user\":\"admin\""), 1);
    let ended = "a superseded token was presented: its session has been ended";
    assert_eq!(lines(ended, "\"user\":\"admin\""), 1);
    assert_eq!(lines("credential refused", "superseded"), 1);
    assert!(lines("login failed", "wrong password") > 20);
    assert_eq!(lines("login refused", "too many failures"), 1);
}

/// Asserts that the socket is told that its session has ended, not much later than the token expires.
async fn assert_is_closed_by(socket: &mut Socket, expiry: u64) {
    let close = loop {
        match socket.next().await.unwrap().unwrap() {
            Message::Close(frame) => break frame.unwrap(),
            message => assert!(message.is_ping() || message.is_text(), "{message}"),
        }
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    assert_eq!(u16::from(close.code), 1008);
    assert!(
        (expiry..expiry + 3).contains(&now.as_secs()),
        "{now:?}, {expiry}"
    );
}

fn check_log(log: &str, tokens: &[&str]) {
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}"));
        assert!(line["level"].is_string(), "{line}");
    }
    for (message, why) in [
        ("logged in", "\"user\":\"admin\""),
        ("login failed", "wrong password"),
        ("logged out", "\"user\":\"admin\""),
        ("event stream opened", "\"user\":\"admin\""),
        ("event stream closed", "SessionOver"),
        ("credential refused", "signature"),
        ("credential refused", "the token has expired"),
        ("credential refused", "the session has ended"),
    ] {
        let of_the_event = |line: &&str| {
            line.contains(message) && line.contains(why) && line.contains("\"peer\":\"127.0.0.1:")
        };
        assert!(
            log.lines().any(|line| of_the_event(&line)),
            "no line says: {message}, {why}"
        );
    }
    // One line for each thing that was done above, and no other.
    for (message, count) in [
        ("logged in", 2),
        ("login failed", 1),
        ("logged out", 1),
        ("credential refused", 6),
    ] {
        let says = format!("\"message\":\"{message}\"");
        let lines = log.lines().filter(|line| line.contains(&says)).count();
        assert_eq!(lines, count, "{message}");
    }
    let signatures = tokens
        .iter()
        .filter_map(|token| token.rsplit_once('.'))
        .map(|(_, signature)| signature);
    for secret in signatures.chain([PASSWORD, SECRET, "not the password", "$argon2", "correct"]) {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}
