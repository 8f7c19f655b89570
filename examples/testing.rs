//! Tests with overrides: a dependency that calls another service is replaced for one application value,
//! and what depends on it does not notice.
//!
//! `cargo nextest run -p examples --bin testing` runs the tests; the program itself needs the service.

use std::sync::Arc;

use auth_runtime::prelude::*;
use axum::BoxError;
use examples::{serve, variable};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The address of a service that knows whose token it is: it receives a token and returns a name.
#[derive(Clone)]
struct Directory(Arc<str>);

#[derive(Clone)]
struct User(String);

/// The user who sent the request, as the directory knows them.
#[dependency(security = "bearer", errors(401, 503))]
async fn current_user(
    headers: &HeaderMap,
    State(directory): State<Directory>,
) -> Result<User, HttpError> {
    let token = bearer_token(headers)?;
    match ask(&directory.0, token).await {
        Ok(name) if name.is_empty() => Err(StatusCode::UNAUTHORIZED.into()),
        answer => Ok(User(answer.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?)),
    }
}

async fn ask(address: &str, token: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(token.as_bytes()).await?;
    stream.shutdown().await?;
    let mut name = String::new();
    stream.read_to_string(&mut name).await?;
    Ok(name)
}

/// Admits administrators.
#[dependency(errors(403))]
async fn administrator(#[depends(current_user)] User(name): User) -> Result<(), HttpError> {
    match name.as_str() {
        "root" => Ok(()),
        _ => Err(StatusCode::FORBIDDEN.into()),
    }
}

#[depends]
async fn me(#[depends(current_user)] User(name): User) -> String {
    name
}

#[depends(administrator)]
async fn restart() -> StatusCode {
    StatusCode::ACCEPTED
}

/// The router before it is built: what a test puts its overrides into.
fn api() -> ApiRouter<Directory> {
    ApiRouter::new("")
        .depends(current_user)
        .route("/me", get(me))
        .route("/restart", post(restart))
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let directory = Directory(variable("DIRECTORY")?.into());
    Ok(serve(api().build()?.with_state(directory)).await?)
}

#[cfg(test)]
mod tests {
    use auth_runtime::Overrides;
    use axum::http::Request;
    use examples::answer;

    use super::*;

    /// The status of a restart, without asking the directory.
    async fn restarted(overrides: Overrides<Directory>) -> u16 {
        let app = api().overrides(overrides).build().unwrap();
        let nowhere = Directory("127.0.0.1:1".into());
        let answer = answer(app.with_state(nowhere), Request::post("/restart"));
        answer.await.unwrap().status().as_u16()
    }

    #[tokio::test]
    async fn a_value_takes_the_place_of_a_dependency_at_every_depth() {
        let user = |name: &str| Overrides::new().with_value(current_user, User(name.into()));
        // At the same time: overrides are of one application value, and do not meet.
        let both = tokio::join!(restarted(user("root")), restarted(user("ann")));
        assert_eq!(both, (202, 403));
    }

    #[tokio::test]
    async fn a_closure_takes_its_place_and_may_refuse() {
        let refuse = async || Err::<User, _>(StatusCode::SERVICE_UNAVAILABLE);
        let overrides = Overrides::new().replace(current_user, refuse);
        assert_eq!(restarted(overrides).await, 503);
    }

    #[tokio::test]
    async fn without_an_override_the_real_dependency_runs() {
        assert_eq!(restarted(Overrides::new()).await, 401);
    }

    #[test]
    fn an_override_that_nothing_uses_is_a_mistake() {
        let api = ApiRouter::<Directory>::new("").route("/me", get(me));
        let api = api.overrides(Overrides::new().with_value(administrator, ()));
        let error = api.build().unwrap_err().to_string();
        assert!(error.contains("administrator"), "{error}");
    }
}
