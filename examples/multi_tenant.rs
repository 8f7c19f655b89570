//! Several organisations in one application: a dependency of the prefix `/orgs/{org}` admits members, and
//! handlers get the organisation, never its number from the path.

use std::collections::HashMap;
use std::sync::Arc;

use auth_runtime::BuildError;
use auth_runtime::prelude::*;
use auth_runtime::security::ApiKeys;
use axum::extract::{FromRef, Path};
use axum::{BoxError, Json, Router};
use examples::{serve, variable};
use serde::Deserialize;

#[derive(Clone, FromRef)]
struct AppState {
    keys: ApiKeys,
    orgs: Orgs,
}

/// The member and the notes of each organisation: what a database would know.
#[derive(Clone)]
struct Orgs(Arc<HashMap<u32, (&'static str, Vec<&'static str>)>>);

#[derive(Clone)]
struct Caller(String);

/// The user who sent the request.
#[dependency(security = "bearer", errors(401))]
async fn caller(headers: &HeaderMap, State(keys): State<ApiKeys>) -> Result<Caller, HttpError> {
    let owner = keys.owner_of(bearer_token(headers)?);
    Ok(Caller(owner.ok_or(StatusCode::UNAUTHORIZED)?.to_owned()))
}

/// The parameter of the prefix, by its name, because the routes below have parameters of their own.
#[derive(Deserialize)]
struct Place {
    org: u32,
}

/// The notes of the caller's organisation. Handlers cannot get them in any other way.
#[derive(Clone)]
struct Tenant(Vec<&'static str>);

/// Admits members. To everybody else, an organisation that exists looks like one that does not.
#[dependency(errors(403))]
async fn tenant(
    #[depends(caller)] Caller(name): Caller,
    State(orgs): State<Orgs>,
    Path(Place { org }): Path<Place>,
) -> Result<Tenant, HttpError> {
    match orgs.0.get(&org) {
        Some((member, notes)) if *member == name => Ok(Tenant(notes.clone())),
        _ => Err(HttpError::new(StatusCode::FORBIDDEN).detail("you are no member here")),
    }
}

#[depends]
async fn list(#[depends(tenant)] Tenant(notes): Tenant) -> Json<Vec<&'static str>> {
    Json(notes)
}

#[depends]
async fn show(
    #[depends(tenant)] Tenant(notes): Tenant,
    Path((_, index)): Path<(u32, usize)>,
) -> Result<&'static str, StatusCode> {
    notes.get(index).copied().ok_or(StatusCode::NOT_FOUND)
}

fn app(state: AppState) -> Result<Router, BuildError> {
    let orgs = ApiRouter::new("/orgs/{org}/notes").depends(tenant);
    let orgs = orgs.route("/", get(list)).route("/{index}", get(show));
    Ok(orgs.build()?.with_state(state))
}

/// Ann's organisation is the first, Bob's the second.
fn orgs() -> Orgs {
    let (ann, bob) = (("ann", vec!["buy milk"]), ("bob", vec!["sell milk"]));
    Orgs(Arc::new(HashMap::from([(1, ann), (2, bob)])))
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let keys = ApiKeys::new([("ann", variable("ANNS_TOKEN")?.as_str())])?;
    Ok(serve(app(AppState { keys, orgs: orgs() })?).await?)
}

#[cfg(test)]
mod tests {
    use axum::http::{Request, Response};

    use super::*;

    /// The response that Ann gets.
    async fn answer(path: &str) -> Response<String> {
        let token = "rPGL6d3cqGmhw4zMcvYf2w";
        let keys = ApiKeys::new([("ann", token)]).unwrap();
        let app = app(AppState { keys, orgs: orgs() }).unwrap();
        let request = Request::get(path).header("authorization", format!("Bearer {token}"));
        examples::answer(app, request).await.unwrap()
    }

    #[tokio::test]
    async fn members_see_their_own_organisation() {
        assert_eq!(answer("/orgs/1/notes").await.body(), r#"["buy milk"]"#);
        assert_eq!(answer("/orgs/1/notes/0").await.body(), "buy milk");
        assert_eq!(answer("/orgs/1/notes/7").await.status(), 404);
    }

    #[tokio::test]
    async fn a_foreign_organisation_cannot_be_told_from_one_that_does_not_exist() {
        let foreign = answer("/orgs/2/notes").await;
        assert_eq!(foreign.status(), 403);
        for path in ["/orgs/3/notes", "/orgs/2/notes/0", "/orgs/2/notes/x/y"] {
            assert_eq!(answer(path).await.body(), foreign.body(), "{path}");
        }
    }
}
