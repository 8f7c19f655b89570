//! `Program`: example-admin as a process of its own.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use tempfile::{TempDir, tempdir};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::handshake::client::Response;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::database::Database;

pub(crate) const PASSWORD: &str = "correct horse battery";
/// An open WebSocket.
pub(crate) type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

const PATIENCE: Duration = Duration::from_mins(1);

/// A running program, with its log in a folder. It is killed when dropped.
pub(crate) struct Program {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// What it printed until it was ready.
    pub(crate) greeting: String,
    pub(crate) address: String,
    log: std::path::PathBuf,
    home: Option<(Database, TempDir)>,
}

/// The program, not started yet: it inherits nothing from this process's environment.
pub(crate) fn command(arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_example-admin"));
    command
        .args(arguments)
        .env_clear()
        .envs(environment.iter().copied())
        .stdin(Stdio::null());
    command
}

/// Runs the program to its end.
pub(crate) fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    command(arguments, environment).output().unwrap()
}

/// Sends a signal to the program.
pub(crate) fn signal(child: &Child, name: &str) {
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-s", name, &pid])
            .status()
            .unwrap()
            .success()
    );
}

impl Program {
    /// Starts the program with the password [`PASSWORD`], a database and a folder of its own, which are
    /// removed with it.
    pub(crate) async fn fresh(environment: &[(&str, &str)]) -> Self {
        let (database, folder) = (Database::fresh().await, tempdir().unwrap());
        let environment = [&[("ADMIN_PASSWORD", PASSWORD)], environment].concat();
        let mut program = Self::start_on(&database.url, folder.path(), &environment);
        program.home = Some((database, folder));
        program
    }

    /// Starts the program in `folder`, on a free port, and waits until it listens.
    pub(crate) fn start(folder: &Path, environment: &[(&str, &str)]) -> Self {
        let database = format!("sqlite://{}", folder.join("admin.db").display());
        Self::start_on(&database, folder, environment)
    }

    /// The same on another database; its log is in `folder`.
    pub(crate) fn start_on(database: &str, folder: &Path, environment: &[(&str, &str)]) -> Self {
        let arguments = ["--listen", "127.0.0.1:0", "--database-url", database];
        Self::run_with(&arguments, folder, environment)
    }

    /// Starts it with these arguments, one of which is a free port.
    pub(crate) fn run_with(
        arguments: &[&str],
        folder: &Path,
        environment: &[(&str, &str)],
    ) -> Self {
        let log = folder.join("log");
        let mut child = command(arguments, environment)
            .stdout(Stdio::piped())
            .stderr(
                File::options()
                    .create(true)
                    .append(true)
                    .open(&log)
                    .unwrap(),
            )
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut greeting = String::new();
        stdout.read_line(&mut greeting).unwrap();
        let (_, address) = greeting
            .trim_end()
            .split_once("http://")
            .expect("it prints where to look");
        Self {
            address: address.to_owned(),
            child,
            stdout,
            greeting,
            log,
            home: None,
        }
    }

    /// What it printed after the first line; call this once it has ended.
    pub(crate) fn rest_of_stdout(&mut self) -> String {
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        rest
    }

    /// The next line that it prints.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends bytes on a connection of their own, and reads everything that comes back.
    pub(crate) fn exchange(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        // A server that refuses what it has not read may reset the connection.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub(crate) fn terminate(&self) {
        self.signal("TERM");
    }

    pub(crate) fn signal(&self, name: &str) {
        signal(&self.child, name);
    }

    /// Waits for the end.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it does not end");
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    pub(crate) async fn log_in(&self, password: &str) -> reqwest::Response {
        self.log_in_as("admin", password).await
    }

    pub(crate) async fn log_in_as(&self, name: &str, password: &str) -> reqwest::Response {
        let body = format!("username={name}&password={password}");
        let form = "application/x-www-form-urlencoded";
        let request = reqwest::Client::new()
            .post(self.url("/login"))
            .header("content-type", form);
        request.body(body).send().await.unwrap()
    }

    /// Logs in; returns the token.
    pub(crate) async fn token(&self, password: &str) -> String {
        let answer = self.log_in(password).await;
        assert_eq!(answer.status(), 200);
        let json: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        json["access_token"].as_str().unwrap().to_owned()
    }

    /// Listens to events as a browser does.
    pub(crate) async fn listen(&self, token: &str) -> (Socket, Response) {
        let url = format!("ws://{}/events", self.address);
        let mut request = url.into_client_request().unwrap();
        let protocols = format!("bearer, {token}").parse().unwrap();
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocols);
        connect_async(request).await.unwrap()
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, token: &str) -> reqwest::Response {
        let method = method.parse().unwrap();
        let request = reqwest::Client::new()
            .request(method, self.url(path))
            .bearer_auth(token);
        request.send().await.unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // The program may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// When the token expires, as it says itself.
pub(crate) fn expiry(token: &str) -> u64 {
    let payload = URL_SAFE_NO_PAD
        .decode(token.split('.').nth(1).unwrap())
        .unwrap();
    let claims: Value = serde_json::from_slice(&payload).unwrap();
    claims["exp"].as_u64().unwrap()
}
