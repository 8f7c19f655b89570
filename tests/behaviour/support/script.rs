//! An application with one dependency and one handler, both of which do what the test says.

use std::sync::Arc;

use auth_runtime::{InvalidHeader, ResponseEdits, dependency, depends};
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::any;

use super::{Answer, get, send};

type Edit = dyn Fn(&mut ResponseEdits) -> Result<(), InvalidHeader> + Send + Sync;

/// What the dependency does to the response, and what the handler returns.
#[derive(Clone)]
pub(crate) struct Script {
    edit: Arc<Edit>,
    answer: Arc<dyn Fn() -> Response + Send + Sync>,
}

impl Script {
    /// A script whose handler returns an empty `200`.
    pub(crate) fn new<F>(edit: F) -> Self
    where
        F: Fn(&mut ResponseEdits) -> Result<(), InvalidHeader> + Send + Sync + 'static,
    {
        Self {
            edit: Arc::new(edit),
            answer: Arc::new(|| ().into_response()),
        }
    }

    /// Lets the handler return this.
    pub(crate) fn answering<R: IntoResponse>(
        self,
        answer: impl Fn() -> R + Send + Sync + 'static,
    ) -> Self {
        Self {
            answer: Arc::new(move || answer().into_response()),
            ..self
        }
    }

    pub(crate) async fn run(self) -> Answer {
        self.run_for(get("/")).await
    }

    pub(crate) async fn run_for(self, request: Request) -> Answer {
        send(&self.app(), request).await
    }

    pub(crate) fn app(self) -> Router {
        Router::new().route("/", any(handler)).with_state(self)
    }
}

/// Does what the script says.
#[dependency]
pub(crate) async fn scripted(
    State(script): State<Script>,
    response: &mut ResponseEdits,
) -> Result<(), InvalidHeader> {
    (script.edit)(response)
}

#[depends(scripted)]
async fn handler(State(script): State<Script>) -> Response {
    (script.answer)()
}
