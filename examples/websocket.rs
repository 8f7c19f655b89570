//! One guard for HTTP and WebSocket: a socket opens with a session, and closes with its token.
//!
//! A browser connects with `new WebSocket("ws://localhost:3000/echo", ["bearer", token])`.

use auth_runtime::BuildError;
use auth_runtime::prelude::*;
use auth_runtime::security::{PasswordForm, REFRESH_TOKEN, accept_bearer_protocol};
use auth_runtime::token::{Key, Session, SessionId, Tokens};
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::{BoxError, Router};
use examples::{serve, variable};
use tokio::time::{Instant, timeout_at};

/// Verifies the token, wherever it was sent, and slides it: the `101` carries the next one, too.
#[dependency(security = "session", sets("refreshtoken"), errors(401))]
async fn check_auth(
    request: &Parts,
    response: &mut ResponseEdits,
    State(tokens): State<Tokens>,
) -> Result<Session, HttpError> {
    let session = tokens.verify(bearer_token(&request.headers)?)?;
    accept_bearer_protocol(&request.headers, response);
    response.set_default(REFRESH_TOKEN, tokens.slide(&session)?)?;
    Ok(session)
}

/// Echoes every message, until the token that opened the socket expires.
#[depends]
async fn echo(
    #[depends(check_auth)] session: Session,
    State(tokens): State<Tokens>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let end = Instant::now() + session.expires_at().saturating_since(tokens.now());
    upgrade.on_upgrade(async move |socket| repeat(socket, end).await)
}

async fn repeat(mut socket: WebSocket, end: Instant) {
    while let Ok(Some(Ok(message))) = timeout_at(end, socket.recv()).await {
        let is_text = matches!(message, Message::Text(_));
        if is_text && socket.send(message).await.is_err() {
            return;
        }
    }
    // Whoever has left needs no goodbye.
    let _ = socket.send(Message::Close(None)).await;
}

/// Gives everybody a session. An application checks the password.
#[public]
async fn login(State(tokens): State<Tokens>, form: PasswordForm) -> Result<String, HttpError> {
    let token = tokens.issue(form.username(), SessionId::random()?)?;
    Ok(token.into_string())
}

fn app(tokens: Tokens) -> Result<Router, BuildError> {
    let api = ApiRouter::new("")
        .route("/login", post(login))
        .route("/echo", get(echo))
        .depends(check_auth);
    Ok(api.build()?.with_state(tokens))
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let tokens = Tokens::builder(Key::hs256(variable("TOKEN_SECRET")?)?);
    let tokens = tokens.issuer("echo").audience("echo").build()?;
    Ok(serve(app(tokens)?).await?)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::{SinkExt, StreamExt};
    use tokio_tungstenite::connect_async;
    use tokio_tungstenite::tungstenite::{ClientRequestBuilder, Error, Message};

    use super::*;

    /// Tokens that live for a second.
    fn tokens() -> Tokens {
        let key = Key::hs256("cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w").unwrap();
        let tokens = Tokens::builder(key).window(Duration::from_secs(1));
        tokens.issuer("a").audience("a").build().unwrap()
    }

    /// A handshake as a browser sends it, to an application of its own.
    async fn handshake(tokens: Tokens, token: &str) -> ClientRequestBuilder {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let uri = format!("ws://{}/echo", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, app(tokens).unwrap()).await });
        let request = ClientRequestBuilder::new(uri.parse().unwrap());
        request.with_sub_protocol("bearer").with_sub_protocol(token)
    }

    #[tokio::test]
    async fn a_socket_carries_the_next_token_and_closes_when_its_own_expires() {
        let tokens = tokens();
        let token = tokens.issue("ann", SessionId::random().unwrap()).unwrap();
        let request = handshake(tokens.clone(), token.as_str()).await;
        let (mut socket, response) = connect_async(request).await.unwrap();
        let next = response.headers()["refreshtoken"].to_str().unwrap();
        assert_eq!(tokens.verify(next).unwrap().subject(), "ann");

        socket.send(Message::text("hello")).await.unwrap();
        let heard = socket.next().await.unwrap().unwrap();
        assert_eq!(heard, Message::text("hello"));
        let closing = tokio::time::timeout(Duration::from_secs(9), socket.next()).await;
        assert!(closing.unwrap().unwrap().unwrap().is_close());
    }

    #[tokio::test]
    async fn a_stranger_is_answered_401_instead_of_a_101() {
        let request = handshake(tokens(), "nonsense").await;
        let refused = connect_async(request).await.unwrap_err();
        assert!(matches!(refused, Error::Http(response) if response.status() == 401));
    }
}
