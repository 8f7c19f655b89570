//! A small application with every kind of extractor, response and dependency.

use std::convert::Infallible;

use auth_runtime::openapi::{DescribeResponse, SecurityScheme};
use auth_runtime::prelude::*;
use auth_runtime::security::{PasswordForm, Permits, require, scope};
use auth_runtime::{Created, NoContent, OperationDoc};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Form, Path, Query};
use axum::response::sse::{Event, Sse};
use axum::response::{Html, Redirect};
use axum_extra::TypedHeader;
use axum_extra::headers::IfNoneMatch;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Who is asking.
#[derive(Clone)]
pub(crate) struct Session;

impl Permits for Session {
    fn permits(&self, _scope: &str) -> bool {
        true
    }
}

/// The next token of the session: it takes the place of the one that was sent.
///
/// Only the paragraph above is shown.
#[dependency(security = "session", sets("refreshtoken"), errors(401))]
async fn check_auth(
    headers: &HeaderMap,
    response: &mut ResponseEdits,
) -> Result<Session, HttpError> {
    bearer_token(headers)?;
    response.set_default("refreshtoken", "next")?;
    Ok(Session)
}

/// Limits how often one client may call.
#[derive(Clone, PartialEq)]
struct AtMost(u32);

#[dependency(errors(429))]
impl AtMost {
    async fn call(&self, TypedHeader(_seen): TypedHeader<IfNoneMatch>) -> Result<(), HttpError> {
        Ok(())
    }

    fn describe(&self, operation: &mut OperationDoc) {
        operation.note(format!("At most {} requests a minute.", self.0));
    }
}

/// Somebody who may log in.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct User {
    id: u32,
    username: String,
    role: Role,
}

/// What a user is to the site.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Role {
    Admin,
    Guest,
}

/// A user to be created.
#[derive(Deserialize, ToSchema)]
struct NewUser {
    username: String,
    role: Role,
}

/// One page of a longer list.
#[derive(Serialize, ToSchema)]
struct Page<T> {
    items: Vec<T>,
    next: Option<u32>,
}

#[derive(Deserialize, IntoParams)]
struct Filter {
    /// How many to show.
    limit: Option<u32>,
    /// Only those of this role.
    role: Option<Role>,
}

#[derive(Deserialize)]
struct UserPath {
    org: String,
    user: u32,
}

/// What a user can do wrong.
enum UserError {
    NoSuchUser,
}

impl IntoResponse for UserError {
    fn into_response(self) -> Response {
        match self {
            Self::NoSuchUser => HttpError::new(StatusCode::NOT_FOUND).into_response(),
        }
    }
}

impl DescribeResponse for UserError {
    fn describe(operation: &mut OperationDoc) {
        operation.error(404);
    }
}

/// Logs in.
///
/// The token is good for thirty minutes, and longer when it is used.
#[public]
async fn login(form: PasswordForm) -> Result<Json<String>, HttpError> {
    Ok(Json(form.username().to_owned()))
}

/// Lists the users of an organisation,
/// one page at a time.
///
/// Newest first:
///
/// ```text
/// curl …
/// ```
#[depends]
async fn list_users(Query(filter): Query<Filter>, Path(_org): Path<String>) -> Json<Page<User>> {
    let _ = (filter.limit, filter.role);
    let items = Vec::new();
    Json(Page { items, next: None })
}

/// Shows a user.
#[depends]
async fn show_user(Path(path): Path<UserPath>) -> Result<Json<User>, UserError> {
    let _ = (path.org, path.user);
    Err(UserError::NoSuchUser)
}

/// Creates a user.
#[depends(AtMost(5))]
async fn create_user(
    Path(org): Path<String>,
    Json(user): Json<NewUser>,
) -> Result<Created<User>, HttpError> {
    let user = User {
        id: 7,
        username: user.username,
        role: user.role,
    };
    Ok(Created::at(format!("/orgs/{org}/users/{}", user.id), user))
}

#[depends]
async fn delete_user(Path((_org, _user)): Path<(String, u32)>) -> Result<NoContent, UserError> {
    Ok(NoContent)
}

/// Renames a user.
#[depends]
#[deprecated]
async fn rename_user(Path(_path): Path<UserPath>, Form(_user): Form<NewUser>) -> Redirect {
    Redirect::to("/")
}

/// Takes a picture.
#[depends]
async fn put_picture(Path(_user): Path<UserPath>, picture: Bytes) -> (StatusCode, Json<Vec<User>>) {
    let _ = picture;
    (StatusCode::ACCEPTED, Json(Vec::new()))
}

#[depends]
async fn upload(_parts: axum::extract::Multipart) -> Result<impl IntoResponse, HttpError> {
    Ok("thanks")
}

#[depends]
async fn events() -> Sse<futures_util::stream::Empty<Result<Event, Infallible>>> {
    Sse::new(futures_util::stream::empty())
}

#[public]
async fn home() -> Html<&'static str> {
    Html("<h1>hello</h1>")
}

#[public]
async fn healthz() -> Result<StatusCode, HttpError> {
    Ok(StatusCode::OK)
}

#[public]
#[doc(hidden)]
async fn secret() {}

/// The whole application.
#[expect(deprecated, reason = "documentation shows it as such")]
pub(crate) fn api() -> ApiRouter<()> {
    let users = ApiRouter::new("/orgs/{org}/users")
        .tag("users")
        .depends(require(check_auth, scope("users:read")))
        .route("/", get(list_users).post(create_user))
        .route(
            "/{user}",
            get(show_user).delete(delete_user).patch(rename_user),
        )
        .route("/{user}/picture", put(put_picture));
    let files = ApiRouter::new("")
        .tag("files")
        .depends(check_auth)
        .route("/upload", post(upload))
        .route("/events", get(events));
    ApiRouter::new("")
        .security_scheme(
            "session",
            SecurityScheme::oauth2_password("/login")
                .scope("users:read", "See who may log in.")
                .description("A name and a password for a token that slides."),
        )
        .route("/", get(home))
        .route("/login", post(login))
        .route("/healthz", get(healthz).operation_id("isAlive"))
        .route("/secret", get(secret))
        .include(users)
        .include(files)
}
