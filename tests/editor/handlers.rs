//! The file that is open in the editor: the last handler is still being typed.

use auth_runtime::prelude::*;
use axum::Json;

#[derive(Clone)]
pub struct Store {
    pub names: Vec<String>,
}

impl axum::extract::FromRef<()> for Store {
    fn from_ref((): &()) -> Self {
        Self { names: Vec::new() }
    }
}

/// Verifies the bearer token.
#[dependency(errors(401))]
pub async fn check_auth(headers: &HeaderMap) -> Result<String, HttpError> {
    let header = headers.get("authorization");
    let header = header.ok_or(StatusCode::UNAUTHORIZED)?;
    Ok(format!("{header:?}"))
}

/// Demands a permission.
#[derive(Clone, PartialEq)]
pub struct Can(pub &'static str);

#[dependency]
impl Can {
    async fn call(&self, #[depends(check_auth)] session: String) -> Result<(), HttpError> {
        let granted = session.contains(self.0);
        granted.then_some(()).ok_or(StatusCode::FORBIDDEN.into())
    }
}

/// Lists all names.
#[depends(check_auth, Can("names:read"))]
pub async fn list_names(State(store): State<Store>) -> Json<Vec<String>> {
    Json(store.names)
}

/// Tells who asks.
#[depends]
pub async fn who(#[depends(check_auth)] session: String) -> String {
    session
}

pub fn router() -> ApiRouter<()> {
    let router = ApiRouter::new("/names").depends(check_auth);
    router.route("/", get(list_names)).route("/me", get(who))
}

/// What stands further to the right is expanded in another way.
pub mod inside {
    use super::{Store, check_auth};
    use auth_runtime::prelude::*;

    /// Demands a name.
    #[dependency]
    pub async fn name(#[depends(check_auth)] session: String) -> String {
        session
    }

    /// Lists what is inside.
    #[depends(name)]
    pub async fn list_inside(State(store): State<Store>) -> String {
        store.names.join(" ")
    }

    #[public(name)]
    pub async fn written_inside(State(store): State<Store>) -> String {
        let second = store.
    }
}

pub fn router_inside() -> ApiRouter<()> {
    ApiRouter::new("/inside").route("/", get(inside::list_inside))
}

#[public(check_auth)]
pub async fn half_written(State(store): State<Store>) -> String {
    let first = store.
}
