//! `/events`: a WebSocket that sends what is written to the audit log.

use std::time::Duration;

use axum::http::{HeaderName, StatusCode};
use example_admin::domain::Origin;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::handshake::client::Response;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::site::{PASSWORD, Served, Site};

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Everything that these tests wait for happens at once, or by the listener's next beat.
const PATIENCE: Duration = Duration::from_secs(20);

/// Requests a socket with these headers.
async fn ask(served: &Served, headers: &[(&str, &str)]) -> Result<(Socket, Response), Error> {
    let url = format!("ws://{}/events", served.address);
    let mut request = url.into_client_request().unwrap();
    for (name, value) in headers {
        let name: HeaderName = name.parse().unwrap();
        request.headers_mut().append(name, value.parse().unwrap());
    }
    connect_async(request).await
}

/// Listens as a browser does.
pub(crate) async fn listen(served: &Served, token: &str) -> Socket {
    let protocols = format!("bearer, {token}");
    let asked = ask(served, &[("sec-websocket-protocol", &protocols)]).await;
    asked.unwrap().0
}

/// The status with which a socket is refused, with the headers and the document of the response.
async fn refusal(served: &Served, headers: &[(&str, &str)]) -> Response {
    match ask(served, headers).await {
        Err(Error::Http(response)) => *response,
        other => panic!("not refused: {other:?}"),
    }
}

/// The next event.
pub(crate) async fn next(socket: &mut Socket) -> Value {
    match receive(socket).await {
        Message::Text(text) => serde_json::from_str(&text).unwrap(),
        other => panic!("no event: {other}"),
    }
}

async fn receive(socket: &mut Socket) -> Message {
    loop {
        let message = timeout(PATIENCE, socket.next()).await.expect("silence");
        match message.expect("closed without a word").unwrap() {
            Message::Ping(_) | Message::Pong(_) => {}
            message => return message,
        }
    }
}

/// The code with which the socket is closed, after at most `events` events.
pub(crate) async fn closed_with(mut socket: Socket, events: usize) -> u16 {
    for _ in 0..=events {
        match receive(&mut socket).await {
            Message::Close(frame) => return frame.unwrap().code.into(),
            Message::Text(_) => {}
            other => panic!("not closed: {other}"),
        }
    }
    panic!("more than {events} events");
}

#[tokio::test]
async fn entries_are_told_as_they_happen_like_the_audit_log_has_them() {
    let site = Site::new().await;
    let served = site.serve().await;
    let admin = site.log_in().await;
    let (mut one, mut other) = (listen(&served, &admin).await, listen(&served, &admin).await);

    for name in ["anna", "bert"] {
        site.create(&admin, name, &[]).await;
        let page = site.ask("GET", "/audit?limit=1", Some(&admin)).await;
        assert_eq!(page.json()[0]["subject"], name);
        assert_eq!(next(&mut one).await, page.json()[0]);
        assert_eq!(next(&mut other).await, page.json()[0]);
    }
    // A request that changes nothing is not an event.
    site.ask("GET", "/users", Some(&admin)).await;
    site.log_in_as("anna", PASSWORD).await;
    assert_eq!(next(&mut one).await["action"], "login");
}

#[tokio::test]
async fn a_session_is_enough() {
    let site = Site::new().await;
    let served = site.serve().await;
    let admin = site.log_in().await;
    site.create(&admin, "anna", &[]).await;
    let anna = site.log_in_as("anna", PASSWORD).await;
    let mut socket = listen(&served, &anna).await;
    site.create(&admin, "bert", &[]).await;
    assert_eq!(next(&mut socket).await["subject"], "bert");
}

#[tokio::test]
async fn the_handshake_is_answered_with_the_next_token_and_the_protocol() {
    let site = Site::new().await;
    let served = site.serve().await;
    let token = site.log_in().await;

    let protocols = format!("bearer, {token}");
    let (_, answer) = ask(&served, &[("sec-websocket-protocol", &protocols)])
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::SWITCHING_PROTOCOLS);
    assert_eq!(answer.headers()["sec-websocket-protocol"], "bearer");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let next = answer.headers()["refreshtoken"].to_str().unwrap();
    assert_eq!(site.check(next).await.status, StatusCode::OK);

    let authorization = format!("Bearer {token}");
    let (_, answer) = ask(&served, &[("authorization", &authorization)])
        .await
        .unwrap();
    assert!(!answer.headers().contains_key("sec-websocket-protocol"));
    assert!(answer.headers().contains_key("refreshtoken"));
}

#[tokio::test]
async fn a_stranger_is_refused_before_the_upgrade() {
    let site = Site::new().await;
    let served = site.serve().await;
    let token = site.log_in().await;
    for headers in [
        &[][..],
        &[("sec-websocket-protocol", "bearer")],
        &[("sec-websocket-protocol", "bearer, a.b.c")],
        &[("sec-websocket-protocol", token.as_str())],
        &[("cookie", token.as_str())],
    ] {
        let answer = refusal(&served, headers).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{headers:?}");
        let content_type = &answer.headers()["content-type"];
        assert_eq!(content_type, "application/problem+json", "{headers:?}");
        assert!(!answer.headers().contains_key("refreshtoken"));
    }
}

#[tokio::test]
async fn pages_of_other_origins_are_refused_but_for_those_allowed() {
    let allowed = Origin::parse("https://admin.example").unwrap();
    let site = Site::with(|config| config.allow_origin = vec![allowed]).await;
    let served = site.serve().await;
    let token = format!("Bearer {}", site.log_in().await);
    let from = |origins: Vec<String>| {
        let mut headers = vec![("authorization", token.clone())];
        headers.extend(origins.into_iter().map(|origin| ("origin", origin)));
        headers
    };
    let own = format!("http://{}", served.address);

    for origin in ["https://admin.example", &own, &own.replace("http", "https")] {
        let headers = from(vec![origin.to_owned()]);
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        assert!(ask(&served, &headers).await.is_ok(), "{origin}");
    }
    for origins in [
        vec!["https://evil.example".to_owned()],
        vec!["http://admin.example".to_owned()],
        vec!["https://admin.example.evil.example".to_owned()],
        vec!["null".to_owned()],
        vec![format!("{own}0")],
        vec![own.clone(), "https://evil.example".to_owned()],
    ] {
        let headers = from(origins.clone());
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        let answer = refusal(&served, &headers).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{origins:?}");
        assert!(answer.headers().contains_key("refreshtoken"));
    }
}

#[tokio::test]
async fn a_request_that_is_no_handshake_is_refused_after_the_guards() {
    let site = Site::new().await;
    let token = site.log_in().await;
    let answer = site.ask("GET", "/events", Some(&token)).await;
    answer.assert_problem(StatusCode::BAD_REQUEST);
    answer.refreshtoken();
    site.ask("GET", "/events", None)
        .await
        .assert_problem(StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn logout_closes_the_sockets_of_its_session_and_of_no_other() {
    let site = Site::new().await;
    let served = site.serve().await;
    let (one, other) = (site.log_in().await, site.log_in().await);
    let (of_one, mut of_other) = (listen(&served, &one).await, listen(&served, &other).await);

    site.ask("POST", "/auth/logout", Some(&one)).await;
    assert_eq!(closed_with(of_one, 0).await, 1008);
    assert_eq!(next(&mut of_other).await["action"], "logout");
}

#[tokio::test]
async fn a_deleted_users_sockets_are_closed() {
    let site = Site::new().await;
    let served = site.serve().await;
    let admin = site.log_in().await;
    let path = site.create(&admin, "anna", &[]).await;
    let anna = site.log_in_as("anna", PASSWORD).await;
    let socket = listen(&served, &anna).await;
    site.ask("DELETE", &path, Some(&admin)).await;
    assert_eq!(closed_with(socket, 0).await, 1008);
}

#[tokio::test]
async fn a_new_password_closes_the_users_other_sockets() {
    let site = Site::new().await;
    let served = site.serve().await;
    let (one, other) = (site.log_in().await, site.log_in().await);
    let (mut of_one, of_other) = (listen(&served, &one).await, listen(&served, &other).await);
    let change = json!({ "password": "another password" });
    site.send_json("PATCH", "/users/1", Some(&one), change)
        .await;
    assert_eq!(next(&mut of_one).await["action"], "user.password");
    assert_eq!(closed_with(of_other, 0).await, 1008);
}

#[tokio::test]
async fn a_socket_is_closed_when_its_token_expires() {
    let site = Site::new().await;
    let served = site.serve().await;
    let admin = site.log_in().await;
    site.create(&admin, "anna", &[]).await;
    let mut socket = listen(&served, &admin).await;
    // The session has been looked up for the first time.
    assert!(socket.next().await.unwrap().unwrap().is_ping());
    site.clock.advance(crate::site::TTL);
    // Events after the end are not sent, whoever caused them.
    site.log_in_as("anna", PASSWORD).await;
    assert_eq!(closed_with(socket, 0).await, 1008);
}

/// Nothing happens that would cause a lookup of the session, except the beat.
#[tokio::test]
async fn a_socket_on_which_nothing_is_told_is_closed_at_its_next_beat() {
    let site = Site::new().await;
    let served = site.serve().await;
    let token = site.log_in().await;
    let mut socket = listen(&served, &token).await;
    assert!(socket.next().await.unwrap().unwrap().is_ping());
    site.clock.advance(crate::site::TTL);
    assert_eq!(closed_with(socket, 0).await, 1008);
}

#[tokio::test]
async fn nobody_takes_all_places() {
    let site = Site::new().await;
    let served = site.serve().await;
    let token = site.log_in().await;
    let mut sockets = Vec::new();
    for _ in 0..16 {
        sockets.push(listen(&served, &token).await);
    }
    let authorization = format!("Bearer {token}");
    let answer = refusal(&served, &[("authorization", &authorization)]).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.headers().contains_key("retry-after"));
    assert!(answer.headers().contains_key("refreshtoken"));

    // A client that leaves frees its place.
    let mut leaving = sockets.pop().unwrap();
    leaving.close(None).await.unwrap();
    while leaving.next().await.is_some() {}
    let start = std::time::Instant::now();
    while ask(&served, &[("authorization", &authorization)])
        .await
        .is_err()
    {
        assert!(start.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn who_talks_is_sent_away() {
    let site = Site::new().await;
    let served = site.serve().await;
    let token = site.log_in().await;
    let mut socket = listen(&served, &token).await;
    socket.send(Message::text("hello")).await.unwrap();
    assert_eq!(closed_with(socket, 0).await, 1003);
}

#[tokio::test]
async fn a_server_that_stops_says_goodbye() {
    let site = Site::new().await;
    let served = site.serve().await;
    let token = site.log_in().await;
    let socket = listen(&served, &token).await;
    served.stop.send(()).await.unwrap();
    assert_eq!(closed_with(socket, 0).await, 1001);
    timeout(PATIENCE, served.running).await.unwrap().unwrap();
}

#[tokio::test]
async fn without_a_database_nobody_listens_on() {
    let site = Site::new().await;
    let served = site.serve().await;
    let token = site.log_in().await;
    let socket = listen(&served, &token).await;
    site.state.store.close().await;
    assert_eq!(closed_with(socket, 0).await, 1013);
}
