//! A PostgreSQL of its own that is stopped and started again under the running program.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use reqwest::Response;
use tempfile::{TempDir, tempdir};
use tokio::time::sleep;
use tokio_tungstenite::tungstenite::Message;

use crate::program::{PASSWORD, Program, Socket};

/// How long everything may take to work again.
const RECOVERY: Duration = Duration::from_secs(20);

/// The cluster does not ask for a password, but the program does not know that.
const DATABASE_PASSWORD: &str = "tell-nobody";

/// A cluster, in a folder of its own.
struct Cluster(TempDir);

impl Cluster {
    fn start() -> Self {
        let cluster = Self(tempdir().unwrap());
        cluster.run("start");
        cluster
    }

    fn url(&self) -> String {
        let folder = self.0.path().display();
        format!("postgres://postgres:{DATABASE_PASSWORD}@localhost/postgres?host={folder}")
    }

    fn run(&self, action: &str) {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let script: PathBuf = manifest.join("../scripts/postgres");
        let output = Command::new(script)
            .arg(action)
            .arg(self.0.path())
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{action}: {stderr}");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.run("halt");
    }
}

async fn assert_unavailable(answer: Response) {
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    assert!(!answer.headers().contains_key("refreshtoken"));
    let problem = answer.text().await.unwrap();
    assert!(!problem.to_lowercase().contains("postgres"), "{problem}");
}

/// The next event, or the code with which the socket was closed instead.
async fn next(socket: &mut Socket) -> Result<String, u16> {
    loop {
        match socket.next().await.unwrap().unwrap() {
            Message::Text(text) => return Ok(text.to_string()),
            Message::Close(frame) => return Err(frame.unwrap().code.into()),
            _ => {}
        }
    }
}

#[tokio::test]
async fn without_a_database_nobody_passes_and_with_it_all_is_as_before() {
    let cluster = Cluster::start();
    let folder = tempdir().unwrap();
    let environment = [("ADMIN_PASSWORD", PASSWORD), ("ADMIN_LOG", "trace")];
    let program = Program::start_on(&cluster.url(), folder.path(), &environment);
    let token = program.token(PASSWORD).await;
    let (mut socket, _) = program.listen(&token).await;

    cluster.run("halt");
    assert_unavailable(program.ask("GET", "/healthz", &token).await).await;
    assert_unavailable(program.ask("GET", "/auth/checkAuth", &token).await).await;
    assert_unavailable(program.ask("POST", "/auth/logout", &token).await).await;
    assert_unavailable(program.log_in(PASSWORD).await).await;
    assert_eq!(next(&mut socket).await, Err(1013));

    cluster.run("start");
    let start = Instant::now();
    while program.ask("GET", "/healthz", &token).await.status() != 200 {
        assert!(start.elapsed() < RECOVERY, "it does not recover");
        sleep(Duration::from_millis(100)).await;
    }
    let answer = program.ask("GET", "/auth/checkAuth", &token).await;
    assert_eq!(answer.status(), 200);
    assert!(answer.headers().contains_key("refreshtoken"));

    // A client that connects again gets events again.
    let (mut socket, _) = program.listen(&token).await;
    assert_eq!(program.log_in(PASSWORD).await.status(), 200);
    let event = tokio::time::timeout(RECOVERY, next(&mut socket))
        .await
        .unwrap();
    assert!(event.unwrap().contains("login"));

    let log = program.log();
    assert!(log.contains("the database failed"));
    let (_, signature) = token.rsplit_once('.').unwrap();
    for secret in [DATABASE_PASSWORD, PASSWORD, "correct", signature, "$argon2"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}
