//! One guard for HTTP and WebSocket, over real sockets (R9; rows I of FASTAPI.md).

use std::sync::Arc;

use auth_runtime::Overrides;
use auth_runtime::prelude::*;
use auth_runtime::security::{Permits, accept_bearer_protocol, require, scope};
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::WebSocket;
use axum::{Extension, Router, routing};
use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Response as Handshake;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::support::{send, values};

#[derive(Clone)]
struct User(&'static str);

impl Permits for User {
    fn permits(&self, scope: &str) -> bool {
        self.0 == "admin" && scope == "events"
    }
}

/// Lets `ann` and `admin` pass, and slides their tokens.
#[dependency(security = "session", sets("refreshtoken"), errors(401))]
async fn check_auth(request: &Parts, response: &mut ResponseEdits) -> Result<User, HttpError> {
    let user = match bearer_token(&request.headers)? {
        "ann" => User("ann"),
        "admin" => User("admin"),
        _ => return Err(HttpError::new(StatusCode::UNAUTHORIZED)),
    };
    accept_bearer_protocol(&request.headers, response);
    response.set_default("refreshtoken", "better")?;
    Ok(user)
}

/// Says who listens, then echoes what it receives.
#[depends]
async fn chat(#[depends(check_auth)] user: User, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .protocols(["chat"])
        .on_upgrade(async move |socket| echo(user, socket).await)
}

async fn echo(user: User, mut socket: WebSocket) {
    let greeting = format!("hello, {}", user.0);
    let _ = socket.send(greeting.into()).await;
    while let Some(Ok(message)) = socket.recv().await {
        let _ = socket.send(message).await;
    }
}

#[depends]
async fn fails(_upgrade: WebSocketUpgrade) -> Result<(), HttpError> {
    Err(HttpError::new(StatusCode::INTERNAL_SERVER_ERROR))
}

/// A WebSocket handler of plain axum.
async fn plain(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async |mut socket| {
        let _ = socket.send("hello, you".into()).await;
    })
}

fn app() -> Router {
    let events = require(check_auth, scope("events"));
    ApiRouter::new("")
        .depends(check_auth)
        .route("/chat", get(chat))
        .route("/fails", get(fails))
        .include(
            ApiRouter::new("/events")
                .depends(events)
                .route("/", any(chat)),
        )
        .mount(
            "/mounted",
            Router::new().route("/socket", routing::any(plain)),
        )
        .build()
        .expect("a router without mistakes")
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Opens a socket at `path` of the application, with these headers.
async fn open(path: &str, headers: &[(&'static str, &str)]) -> Result<(Socket, Handshake), Error> {
    open_at(app(), path, headers).await
}

async fn open_at(
    app: Router,
    path: &str,
    headers: &[(&'static str, &str)],
) -> Result<(Socket, Handshake), Error> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, app).await });
    let mut request = format!("ws://{address}{path}")
        .into_client_request()
        .expect("a request");
    for (name, value) in headers {
        request
            .headers_mut()
            .append(*name, value.parse().expect("a value"));
    }
    connect_async(request).await
}

/// The response to a handshake that is refused.
async fn refused(path: &str, headers: &[(&'static str, &str)]) -> Handshake {
    match open(path, headers).await {
        Err(Error::Http(response)) => *response,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("the socket is open"),
    }
}

async fn hears(socket: &mut Socket) -> String {
    let message = socket.next().await.expect("a message").expect("no error");
    message.into_text().expect("text").to_string()
}

const ANN: (&str, &str) = ("authorization", "Bearer ann");

/// FastAPI's rows I1, I2 and I8: there, a dependency that takes `Request` is a 500, and headers are
/// dropped without a word.
#[tokio::test]
async fn a_token_in_authorization_opens_the_socket_and_the_101_carries_the_edits() {
    let (mut socket, handshake) = open("/chat", &[ANN]).await.expect("an open socket");
    assert_eq!(handshake.status(), 101);
    assert_eq!(values(handshake.headers(), "refreshtoken"), ["better"]);
    assert!(values(handshake.headers(), "sec-websocket-protocol").is_empty());
    assert_eq!(hears(&mut socket).await, "hello, ann");
    socket.send(Message::text("again")).await.expect("sent");
    assert_eq!(hears(&mut socket).await, "again");
}

#[tokio::test]
async fn a_browsers_token_comes_as_a_sub_protocol_and_bearer_is_echoed() {
    let offered = [("sec-websocket-protocol", "bearer, ann")];
    let (mut socket, handshake) = open("/chat", &offered).await.expect("an open socket");
    assert_eq!(
        values(handshake.headers(), "sec-websocket-protocol"),
        ["bearer"]
    );
    assert_eq!(values(handshake.headers(), "refreshtoken"), ["better"]);
    assert_eq!(hears(&mut socket).await, "hello, ann");
}

/// The response to a client has one subprotocol (RFC 6455 §4.2.2).
#[tokio::test]
async fn the_handlers_own_sub_protocol_is_preferred_to_bearer() {
    let offered = [("sec-websocket-protocol", "bearer, ann, chat")];
    let (_, handshake) = open("/chat", &offered).await.expect("an open socket");
    assert_eq!(
        values(handshake.headers(), "sec-websocket-protocol"),
        ["chat"]
    );
}

/// FastAPI's rows I4 to I6: a validation error there is a bare 403.
#[tokio::test]
async fn a_refused_handshake_is_a_plain_401_or_403_problem() {
    for (path, headers, status, challenge) in [
        ("/chat", vec![], 401, "Bearer"),
        (
            "/chat",
            vec![("authorization", "Bearer eve")],
            401,
            "Bearer",
        ),
        (
            "/chat",
            vec![("sec-websocket-protocol", "bearer, eve")],
            401,
            "Bearer",
        ),
        (
            "/chat",
            vec![("sec-websocket-protocol", "chat, bearer, ann")],
            401,
            "Bearer",
        ),
        ("/chat", vec![("cookie", "token=ann")], 401, "Bearer"),
        ("/chat?token=ann", vec![], 401, "Bearer"),
        ("/events", vec![], 401, "Bearer"),
        (
            "/events",
            vec![ANN],
            403,
            "Bearer error=\"insufficient_scope\", scope=\"events\"",
        ),
        (
            "/events",
            vec![("sec-websocket-protocol", "bearer, ann")],
            403,
            "Bearer error",
        ),
        ("/mounted/socket", vec![], 401, "Bearer"),
        ("/none", vec![], 401, "Bearer"),
    ] {
        let response = refused(path, &headers).await;
        let line = format!("{path} {headers:?}");
        assert_eq!(response.status(), status, "{line}");
        assert_eq!(
            values(response.headers(), "content-type"),
            ["application/problem+json"]
        );
        let said = values(response.headers(), "www-authenticate");
        assert!(
            said.len() == 1 && said[0].starts_with(challenge),
            "{line}: {said:?}"
        );
        assert!(
            values(response.headers(), "sec-websocket-protocol").is_empty(),
            "{line}"
        );
        let refreshed = values(response.headers(), "refreshtoken");
        assert_eq!(refreshed.len(), usize::from(status == 403), "{line}");
        let body = response.into_body().unwrap_or_default();
        let body: serde_json::Value = serde_json::from_slice(&body).expect("a problem document");
        assert_eq!(body["status"], status, "{line}");
    }
}

#[tokio::test]
async fn who_may_listen_gets_the_404_and_the_500_of_any_other_request() {
    let response = refused("/none", &[ANN]).await;
    assert_eq!(response.status(), 404);
    assert_eq!(values(response.headers(), "refreshtoken"), ["better"]);
    let response = refused("/fails", &[ANN]).await;
    assert_eq!(response.status(), 500);
    assert_eq!(values(response.headers(), "refreshtoken"), ["better"]);
}

#[tokio::test]
async fn a_scope_opens_what_the_token_alone_does_not() {
    let admin = [("sec-websocket-protocol", "bearer, admin")];
    let (mut socket, handshake) = open("/events", &admin).await.expect("an open socket");
    assert_eq!(
        values(handshake.headers(), "sec-websocket-protocol"),
        ["bearer"]
    );
    assert_eq!(hears(&mut socket).await, "hello, admin");
}

#[tokio::test]
async fn an_upgrade_goes_through_a_mounted_router_with_the_edits() {
    let offered = [("sec-websocket-protocol", "bearer, ann")];
    let (mut socket, handshake) = open("/mounted/socket", &offered)
        .await
        .expect("an open socket");
    assert_eq!(handshake.status(), 101);
    assert_eq!(values(handshake.headers(), "refreshtoken"), ["better"]);
    assert_eq!(
        values(handshake.headers(), "sec-websocket-protocol"),
        ["bearer"]
    );
    assert_eq!(hears(&mut socket).await, "hello, you");
}

/// A request that is not a handshake has no subprotocols, and its response has none.
#[tokio::test]
async fn the_sub_protocol_is_neither_read_nor_echoed_without_a_handshake() {
    let app = app();
    let offered = ("sec-websocket-protocol", "bearer, ann");
    let response = send(&app, "GET /chat", &[offered]).await;
    assert_eq!(response.status(), 401);

    let response = send(&app, "GET /chat", &[offered, ANN]).await;
    assert_eq!(values(response.headers(), "refreshtoken"), ["better"]);
    assert!(values(response.headers(), "sec-websocket-protocol").is_empty());

    // A handshake that the handler does not answer with a 101.
    let upgrade = [("upgrade", "websocket"), ("connection", "upgrade"), offered];
    let response = send(&app, "GET /none", &upgrade).await;
    assert_eq!(response.status(), 404);
    assert!(values(response.headers(), "sec-websocket-protocol").is_empty());
}

/// FastAPI's rows G2 and G13.
#[tokio::test]
async fn an_override_holds_for_a_websocket() {
    let anybody = Overrides::new().with_value(check_auth, User("anybody"));
    let router = ApiRouter::<()>::new("")
        .depends(check_auth)
        .route("/chat", get(chat));
    let app = router
        .overrides(anybody)
        .build()
        .expect("a router without mistakes");
    let (mut socket, _) = open_at(app, "/chat", &[]).await.expect("an open socket");
    assert_eq!(hears(&mut socket).await, "hello, anybody");
}

/// FastAPI's row I9: `yield` exits when the socket closes. Here hooks run at the 101, and what must live as
/// long as the socket is moved into it.
#[tokio::test]
async fn a_value_that_is_moved_into_the_socket_lives_until_it_closes() {
    #[derive(Clone)]
    struct Place(Arc<()>);

    #[dependency]
    async fn place(Extension(Place(places)): Extension<Place>) -> Place {
        Place(places)
    }

    #[depends(check_auth)]
    async fn listen(#[depends(place)] place: Place, upgrade: WebSocketUpgrade) -> Response {
        upgrade.on_upgrade(async move |socket| {
            echo(User("listener"), socket).await;
            drop(place);
        })
    }

    let places = Arc::new(());
    let layer = Extension(Place(places.clone()));
    let router = ApiRouter::<()>::new("")
        .route("/", get(listen))
        .layer(layer);
    let app = router.build().expect("a router without mistakes");
    // The layer holds one, and so does this test.
    let before = Arc::strong_count(&places);
    let (mut socket, _) = open_at(app, "/", &[ANN]).await.expect("an open socket");
    assert_eq!(hears(&mut socket).await, "hello, listener");
    assert!(Arc::strong_count(&places) > before);
    socket.close(None).await.expect("closed");
    while socket.next().await.is_some() {}
    while Arc::strong_count(&places) > before {
        tokio::task::yield_now().await;
    }
}
