//! `/users`: who may log in, and what they may do.

use auth_runtime::prelude::*;
use auth_runtime::{Created, NoContent, Refused};
use axum::Json;
use axum::extract::Path;
use serde::Deserialize;
use utoipa::ToSchema;

use super::BODY_BYTES;
use super::object::JsonObject;
use super::problem::{invalid, no_such_user};
use crate::domain::{
    Actor, GivenPassword, NewUser, Permission, Permissions, User, UserChange, UserId, Username,
};
use crate::guards::{BodyOfAtMost, Can, CurrentSession, actor, check_auth};
use crate::passwords::Passwords;
use crate::state::AppState;
use crate::store::Store;

pub(super) fn routes() -> ApiRouter<AppState> {
    ApiRouter::new("/users")
        .tag("users")
        .route("/", get(list_users).post(create_user))
        .route(
            "/{id}",
            get(show_user).patch(change_user).delete(delete_user),
        )
}

/// A user to be created.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UserToCreate {
    /// What the user logs in with, without control characters.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$"
    )]
    username: String,
    /// 8 to 1,024 bytes, used whole.
    #[schema(value_type = String, format = Password, min_length = 8, max_length = 1024)]
    password: GivenPassword,
    /// What the user may do.
    #[schema(value_type = Vec<Permission>)]
    permissions: Vec<String>,
}

/// What is to be changed of a user; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangeOfUser {
    /// 8 to 1,024 bytes, used whole.
    #[schema(value_type = Option<String>, format = Password, min_length = 8, max_length = 1024)]
    password: Option<GivenPassword>,
    /// What the user may do from now on.
    #[schema(value_type = Option<Vec<Permission>>)]
    permissions: Option<Vec<String>>,
}

/// Lists all users.
#[depends(Can(Permission::UsersRead))]
async fn list_users(State(store): State<Store>) -> Result<Json<Vec<User>>, Refused<503>> {
    Ok(Json(store.users().await?))
}

/// Shows a user.
#[depends(Can(Permission::UsersRead))]
async fn show_user(
    State(store): State<Store>,
    Path(id): Path<UserId>,
) -> Result<Json<User>, Refused<404, 503>> {
    let user = store.user(id).await?.ok_or_else(no_such_user)?;
    Ok(Json(user))
}

/// Creates a user.
#[depends(Can(Permission::UsersWrite), BodyOfAtMost(BODY_BYTES.into()))]
async fn create_user(
    #[depends(actor)] actor: Actor,
    State(store): State<Store>,
    State(passwords): State<Passwords>,
    JsonObject(user): JsonObject<UserToCreate>,
) -> Result<Created<User>, Refused<409, 422, 503>> {
    let username = Username::parse(user.username).map_err(invalid("username"))?;
    let password = user.password.accept().map_err(invalid("password"))?;
    let permissions = parse_permissions(&user.permissions)?;
    let password_hash = passwords.hash(password).await?;

    let new = NewUser {
        username,
        password_hash,
        permissions,
    };
    let user = store.create_user(new, &actor).await?;
    Ok(Created::at(format!("/users/{}", user.id), user))
}

/// Changes a user's password or permissions.
///
/// A new password ends the user's sessions, all but the one that asks for it. New permissions hold
/// from the next request on.
#[depends(Can(Permission::UsersWrite), BodyOfAtMost(BODY_BYTES.into()))]
async fn change_user(
    #[depends(check_auth)] session: CurrentSession,
    #[depends(actor)] actor: Actor,
    State(store): State<Store>,
    State(passwords): State<Passwords>,
    Path(id): Path<UserId>,
    JsonObject(change): JsonObject<ChangeOfUser>,
) -> Result<Json<User>, Refused<404, 409, 422, 503>> {
    let password = change.password.map(GivenPassword::accept).transpose();
    let password = password.map_err(invalid("password"))?;
    let permissions = change
        .permissions
        .as_deref()
        .map(parse_permissions)
        .transpose()?;
    let password_hash = match password {
        Some(password) => Some(passwords.hash(password).await?),
        None => None,
    };

    let change = UserChange {
        password_hash,
        permissions,
    };
    Ok(Json(
        store.change_user(id, &change, session.id(), &actor).await?,
    ))
}

/// Deletes a user.
///
/// The user's tokens are refused from then on.
#[depends(Can(Permission::UsersWrite))]
async fn delete_user(
    #[depends(actor)] actor: Actor,
    State(store): State<Store>,
    Path(id): Path<UserId>,
) -> Result<NoContent, Refused<404, 409, 503>> {
    store.delete_user(id, &actor).await?;
    Ok(NoContent)
}

fn parse_permissions(names: &[String]) -> Result<Permissions, HttpError> {
    names
        .iter()
        .map(|name| Permission::parse(name))
        .collect::<Result<_, _>>()
        .map_err(invalid("permissions"))
}
