//! `Site`: the application, served on a port of its own, and its responses.

use std::fmt::Debug;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use auth_runtime::token::{Key, ManualClock, Tokens};
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, DATE, HOST};
use axum::http::{HeaderMap, Request, Response, StatusCode};
use example_admin::app;
use example_admin::config::{Config, DatabaseUrl};
use example_admin::domain::Password;
use example_admin::server::{Server, Signals};
use example_admin::state::AppState;
use futures_util::{StreamExt as _, stream};
use http_body_util::BodyExt as _;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tower::ServiceExt as _;
use tracing_subscriber::EnvFilter;

use crate::database::Database;

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const SECRET: &str = "cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w";
pub(crate) const TTL: Duration = Duration::from_mins(30);
pub(crate) const SESSION_MAX: Duration = Duration::from_hours(12);
pub(crate) const START: Duration = Duration::from_hours(500_000);

/// The site on a database of its own, with the user `admin`.
pub(crate) struct Site {
    pub(crate) app: Router,
    pub(crate) state: AppState,
    pub(crate) clock: ManualClock,
    /// Where requests are sent to. Without it, they are passed to the application within this process.
    served: Option<Served>,
    /// Dropped last.
    _database: Arc<Database>,
}

impl Site {
    pub(crate) async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// The site with this change of its configuration.
    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let database = Arc::new(Database::fresh().await);
        let clock = ManualClock::at(UNIX_EPOCH + START);
        Self::on(database, clock, change).await.0
    }

    /// A node of the site, and the password that it generated, if any.
    pub(crate) async fn on(
        database: Arc<Database>,
        clock: ManualClock,
        change: impl FnOnce(&mut Config),
    ) -> (Self, Option<Password>) {
        let mut config = config(&database.url);
        change(&mut config);
        let start = AppState::open(config, Arc::new(clock.clone()))
            .await
            .unwrap();
        let mut site = Self {
            app: app(start.state.clone()).unwrap(),
            state: start.state,
            clock,
            served: None,
            _database: database,
        };
        site.served = Some(site.serve().await);
        (site, start.generated_password)
    }

    /// The site without a network in between: dropping a response's future drops everything that works on it.
    pub(crate) async fn in_process() -> Self {
        Self {
            served: None,
            ..Self::new().await
        }
    }

    /// Where the site is served.
    pub(crate) fn served(&self) -> &Served {
        self.served.as_ref().expect("it is served")
    }

    /// Serves the site on a port of its own.
    pub(crate) async fn serve(&self) -> Served {
        let server = Server::bind("127.0.0.1:0").await.unwrap();
        let address = server.address().unwrap();
        let (stop, signals) = Signals::from_a_sender();
        let running = tokio::spawn(server.run(self.app.clone(), signals));
        Served {
            address,
            stop,
            running,
        }
    }

    /// Tokens with the site's own key and clock.
    pub(crate) fn tokens(&self) -> &Tokens {
        &self.state.tokens
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        match &self.served {
            Some(served) => served.send(request).await,
            None => Answer::read(self.app.clone().oneshot(request).await.unwrap()).await,
        }
    }

    /// Sends a request without a body.
    pub(crate) async fn ask(&self, method: &str, path: &str, token: Option<&str>) -> Answer {
        self.send(request(method, path, token).body(Body::empty()).unwrap())
            .await
    }

    pub(crate) async fn check(&self, token: &str) -> Answer {
        self.ask("GET", "/auth/checkAuth", Some(token)).await
    }

    /// Sends a login form, as it is.
    pub(crate) async fn post_login(&self, form: impl Into<Body>) -> Answer {
        self.send(login_request(form)).await
    }

    /// Sends a login form from another address of this machine.
    pub(crate) async fn post_login_from(&self, address: IpAddr, form: impl Into<Body>) -> Answer {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((address, 0).into()).unwrap();
        let stream = socket.connect(self.served().address).await.unwrap();
        send_on(stream, login_request(form)).await
    }

    /// Logs `admin` in; returns the token.
    pub(crate) async fn log_in(&self) -> String {
        self.log_in_as("admin", PASSWORD).await
    }

    pub(crate) async fn log_in_as(&self, name: &str, password: &str) -> String {
        let answer = self
            .post_login(format!("username={name}&password={password}"))
            .await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// Sends a JSON body, as it is.
    pub(crate) async fn send_json(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        json: impl ToString,
    ) -> Answer {
        let request = request(method, path, token).header(CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(json.to_string())).unwrap())
            .await
    }

    /// Creates a user with the password [`PASSWORD`]; returns the user's path.
    pub(crate) async fn create(&self, token: &str, name: &str, permissions: &[&str]) -> String {
        let user = json!({ "username": name, "password": PASSWORD, "permissions": permissions });
        let answer = self.send_json("POST", "/users", Some(token), user).await;
        assert_eq!(answer.status, StatusCode::CREATED);
        answer.header("location").unwrap().to_owned()
    }
}

/// A site on a port, served until the test ends or stops it.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    pub(crate) stop: mpsc::Sender<()>,
    pub(crate) running: JoinHandle<()>,
}

impl Served {
    /// Sends a request, as it is, on a connection of its own.
    async fn send(&self, request: Request<Body>) -> Answer {
        let stream = TcpStream::connect(self.address).await.unwrap();
        send_on(stream, request).await
    }
}

async fn send_on(stream: TcpStream, request: Request<Body>) -> Answer {
    let handshake = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.unwrap();
    // It ends with the response, or when the server reads no more of the request.
    tokio::spawn(connection);
    Answer::read(sender.send_request(request).await.unwrap()).await
}

fn login_request(form: impl Into<Body>) -> Request<Body> {
    let request =
        request("POST", "/login", None).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body(form.into()).unwrap()
}

fn config(database_url: &str) -> Config {
    Config {
        listen: "127.0.0.1:0".to_owned(),
        database_url: DatabaseUrl::parse(database_url).unwrap(),
        token_ttl: TTL,
        session_max: SESSION_MAX,
        reuse_grace: None,
        body_within: Duration::from_secs(30),
        allow_origin: Vec::new(),
        log: EnvFilter::default(),
        key: Some(Key::hs256(SECRET).unwrap()),
        password: Some(Password::parse(PASSWORD).unwrap()),
    }
}

/// A body without a known length.
pub(crate) fn in_chunks(body: String) -> Body {
    let chunks = body
        .into_bytes()
        .chunks(1000)
        .map(Bytes::copy_from_slice)
        .collect::<Vec<_>>();
    Body::from_stream(stream::iter(chunks).map(Ok::<_, io::Error>))
}

pub(crate) fn request(
    method: &str,
    path: &str,
    token: Option<&str>,
) -> axum::http::request::Builder {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(HOST, "localhost");
    match token {
        Some(token) => request.header(AUTHORIZATION, format!("Bearer {token}")),
        None => request,
    }
}

/// A response, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Leaves out the `Date` that a server adds, so that responses can be compared.
    async fn read<B>(answer: Response<B>) -> Self
    where
        B: HttpBody<Error: Debug>,
    {
        let (mut parts, body) = answer.into_parts();
        parts.headers.remove(DATE);
        let body = body.collect().await.unwrap().to_bytes();
        Self {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let values: Vec<_> = self.headers.get_all(name).iter().collect();
        assert!(values.len() <= 1, "{name} is there {} times", values.len());
        values.first().map(|value| value.to_str().unwrap())
    }

    /// The next token, which must be the only one.
    pub(crate) fn refreshtoken(&self) -> &str {
        self.header("refreshtoken").expect("no refreshtoken")
    }

    /// Asserts that this is a problem document with this status that must not be stored; returns its
    /// sentence.
    #[track_caller]
    pub(crate) fn assert_problem(&self, status: StatusCode) -> String {
        assert_eq!(
            self.status,
            status,
            "{:?}",
            String::from_utf8_lossy(&self.body)
        );
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json")
        );
        assert_eq!(self.header("cache-control"), Some("no-store"));
        let problem = self.json();
        assert_eq!(problem["status"], status.as_u16());
        assert!(
            problem["type"].is_string() && problem["title"].is_string(),
            "{problem}"
        );
        problem["detail"].as_str().unwrap().to_owned()
    }

    /// Asserts that this refuses a token in the only way there is, and has no new one.
    #[track_caller]
    pub(crate) fn assert_refused(&self) {
        let detail = self.assert_problem(StatusCode::UNAUTHORIZED);
        assert_eq!(
            detail,
            "the token is not valid, or no longer valid: log in again"
        );
        assert_eq!(
            self.header("www-authenticate"),
            Some("Bearer error=\"invalid_token\"")
        );
        assert_eq!(self.header("refreshtoken"), None);
    }
}
