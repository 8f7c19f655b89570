//! The smallest application: one dependency, and a handler that takes its value.
//!
//! ```console
//! $ HELLO_TOKEN=rPGL6d3cqGmhw4zMcvYf2w cargo run -p examples --bin hello
//! $ curl -i -H 'authorization: bearer rPGL6d3cqGmhw4zMcvYf2w' localhost:3000/hello
//! ```

use auth_runtime::BuildError;
use auth_runtime::prelude::*;
use auth_runtime::security::ApiKeys;
use axum::{BoxError, Router};
use examples::{serve, variable};

#[derive(Clone)]
struct Caller(String);

/// The owner of the request's token.
#[dependency(security = "bearer", errors(401))]
async fn caller(headers: &HeaderMap, State(keys): State<ApiKeys>) -> Result<Caller, HttpError> {
    let owner = keys.owner_of(bearer_token(headers)?);
    let name = owner.ok_or_else(|| HttpError::new(StatusCode::UNAUTHORIZED))?;
    Ok(Caller(name.to_owned()))
}

#[depends]
async fn hello(#[depends(caller)] Caller(name): Caller) -> String {
    format!("hello, {name}\n")
}

fn app(keys: ApiKeys) -> Result<Router, BuildError> {
    let api = ApiRouter::new("")
        .route("/hello", get(hello))
        .depends(caller);
    Ok(api.build()?.with_state(keys))
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let keys = ApiKeys::new([("Ann", variable("HELLO_TOKEN")?.as_str())])?;
    Ok(serve(app(keys)?).await?)
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use examples::answer;

    use super::*;

    const TOKEN: &str = "rPGL6d3cqGmhw4zMcvYf2w";

    fn hello() -> Router {
        app(ApiKeys::new([("Ann", TOKEN)]).unwrap()).unwrap()
    }

    #[tokio::test]
    async fn who_has_a_token_is_greeted_by_name() {
        let request = Request::get("/hello").header("authorization", format!("Bearer {TOKEN}"));
        assert_eq!(
            answer(hello(), request).await.unwrap().body(),
            "hello, Ann\n"
        );
    }

    #[tokio::test]
    async fn a_stranger_is_asked_for_one_also_where_nothing_is() {
        for path in ["/hello", "/nothing"] {
            let refusal = answer(hello(), Request::get(path)).await.unwrap();
            assert_eq!(refusal.status(), 401, "{path}");
            assert_eq!(refusal.headers()["www-authenticate"], "Bearer");
        }
    }

    #[tokio::test]
    async fn a_wrong_token_is_refused() {
        let request = Request::get("/hello").header("authorization", format!("Bearer {TOKEN}A"));
        assert_eq!(answer(hello(), request).await.unwrap().status(), 401);
    }
}
