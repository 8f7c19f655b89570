//! What names may be: a local or a parameter like its function, a module like its handler, raw ones.

use auth_runtime::prelude::*;

#[derive(Clone)]
pub struct User;

#[dependency]
async fn current_user() -> User {
    let current_user = User;
    current_user
}

#[dependency]
fn state(#[depends(current_user)] current_user: User) -> User {
    let state = current_user;
    state
}

#[depends]
async fn users(
    #[depends(current_user)] current_user: User,
    #[depends(state)] state: User,
) -> &'static str {
    let users = (current_user, state);
    let _ = users;
    "[]"
}

/// A module and the handler in it have one name, and both are in scope.
mod login {
    use auth_runtime::prelude::*;

    #[public]
    pub async fn login() -> &'static str {
        "welcome"
    }
}
use login::login;

/// Names that the expansion uses itself.
mod names_of_ours {
    use auth_runtime::prelude::*;

    #[dependency]
    pub fn context(request: &Parts, response: &mut ResponseEdits) -> u32 {
        let _ = (request, response);
        1
    }

    #[dependency]
    pub fn head(#[depends(context)] edits: u32, State(()): State<()>) -> u32 {
        edits
    }

    #[depends(context)]
    pub async fn state(
        #[depends(head)] head: u32,
        context: State<()>,
        edits: &mut ResponseEdits,
    ) -> String {
        let _ = (context, edits);
        head.to_string()
    }

    #[dependency]
    pub fn call(#[depends(r#type)] r#type: u32) -> u32 {
        r#type
    }

    #[dependency]
    pub fn r#type() -> u32 {
        1
    }

    #[depends(r#type)]
    pub async fn r#match(#[depends(call)] call: u32) -> String {
        call.to_string()
    }

    #[public]
    pub async fn running(served: String) -> String {
        served
    }

    #[public]
    pub async fn served() {}

    #[dependency]
    pub fn operation(#[depends(call)] _operation: u32) {}
}

fn main() {
    use names_of_ours::{r#match, operation, running, served, state};

    let router = ApiRouter::<()>::new("")
        .depends(operation)
        .depends(current_user)
        .route("/users", get(users))
        .route("/login", post(login))
        .route("/state", get(state))
        .route("/match", get(r#match))
        .route("/running", get(running).post(served));
    assert!(router.build().is_ok());
    assert!(
        ApiRouter::<()>::new("")
            .depends(operation)
            .route("/match", get(r#match))
            .routes()
            .to_string()
            .contains("match")
    );
}
