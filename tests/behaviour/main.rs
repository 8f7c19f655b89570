//! What the runtime promises, over HTTP.
use auth_runtime::prelude::*;
use axum::Json;
use axum::extract::FromRef;
use axum::routing::get;
use std::sync::Arc;
use tower::ServiceExt;

#[derive(Clone)]
struct Db(Arc<str>);
#[derive(Clone)]
struct AppState {
    db: Db,
}
impl FromRef<AppState> for Db {
    fn from_ref(s: &AppState) -> Self {
        s.db.clone()
    }
}

#[derive(Clone, Debug)]
struct Session(String);

type Checked<T> = Result<T, HttpError>;

/// Doc.
#[dependency(security = "session", sets("refreshtoken"), errors(401))]
async fn check_auth(
    request: &Parts,
    response: &mut ResponseEdits,
    State(db): State<Db>,
) -> Checked<Session> {
    let _ = request.headers.get("x");
    response.set_default("refreshtoken", "abc")?;
    Ok(Session(db.0.to_string()))
}

#[dependency]
fn current_user(#[depends(check_auth)] session: Session) -> String {
    session.0
}

#[derive(Clone, PartialEq)]
struct Can(&'static str);
#[dependency(errors(403))]
impl Can {
    async fn call(&self, #[depends(current_user)] user: String) -> Result<(), HttpError> {
        if self.0 == "ok" && !user.is_empty() {
            Ok(())
        } else {
            Err(HttpError::new(StatusCode::FORBIDDEN))
        }
    }
}

#[depends(Can("ok"), check_auth)]
async fn users(
    State(db): State<Db>,
    headers: &HeaderMap,
    Json(body): Json<u32>,
) -> Result<Json<String>, HttpError> {
    let users = 1;
    Ok(Json(format!("{} {} {users} {}", db.0, body, headers.len())))
}

#[depends]
async fn me(#[depends(current_user)] current_user: String) -> Json<String> {
    Json(current_user)
}

#[public]
async fn open() -> &'static str {
    "open"
}

#[tokio::test]
async fn first() {
    let app = axum::Router::new()
        .route("/me", get(me))
        .route("/users", get(users))
        .route("/open", get(open))
        .with_state(AppState { db: Db("x".into()) });
    for p in ["/me", "/users", "/open"] {
        let response = app.clone().oneshot(http_request(p)).await.unwrap();
        println!("{response:?}");
    }
    let _ = check_auth::call;
}
fn http_request(p: &str) -> axum::extract::Request {
    axum::http::Request::builder()
        .uri(p)
        .header("content-type", "application/json")
        .body("3".into())
        .unwrap()
}
