//! What runs in a random application: dependencies and handlers that note that they ran, change the response
//! as the world says, and refuse as the request says.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use auth_runtime::prelude::*;
use auth_runtime::{InvalidHeader, OperationDoc, Provides, Rejection, RequestContext};
use axum::extract::{MatchedPath, Request};

use super::spec::{Edit, Kind, Node};

/// The state: what the nodes do, and what has run.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) nodes: Arc<Vec<Node>>,
    trace: Arc<Mutex<Vec<String>>>,
}

impl World {
    pub(crate) fn new(nodes: Vec<Node>) -> Self {
        Self {
            nodes: Arc::new(nodes),
            trace: Arc::default(),
        }
    }

    pub(crate) fn take_trace(&self) -> Vec<String> {
        std::mem::take(&mut self.trace.lock().unwrap())
    }

    fn note(&self, what: impl Into<String>) {
        self.trace.lock().unwrap().push(what.into());
    }

    /// Does what the node with this number does, whatever asks for it.
    fn run(
        &self,
        number: usize,
        head: &Parts,
        response: &mut ResponseEdits,
    ) -> Result<(), HttpError> {
        self.note(format!("n{number}"));
        for edit in &self.nodes[number].edits {
            edit.record(number, response)?;
        }
        let refused = head
            .headers
            .get("x-refuse")
            .map_or("", |list| list.to_str().unwrap());
        if refused
            .split(',')
            .any(|refused| refused == number.to_string())
        {
            return Err(HttpError::new(status_of(number)));
        }
        Ok(())
    }
}

/// The status that a node refuses with.
pub(crate) fn status_of(number: usize) -> StatusCode {
    StatusCode::from_u16(430 + u16::try_from(number).unwrap()).unwrap()
}

impl Edit {
    fn record(self, number: usize, response: &mut ResponseEdits) -> Result<(), InvalidHeader> {
        let value = format!("n{number}");
        match self {
            Self::SetDefault(name) => response.set_default(name, value),
            Self::Insert(name) => response.insert(name, value),
            Self::Append(name) => response.append(name, value),
            Self::Remove(name) => response.remove(name),
        }
    }
}

/// A dependency written by hand; its needs are in the world.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct ByHand(pub(crate) usize);

impl Provides for ByHand {
    type Output = ();

    fn describe(&self, operation: &mut OperationDoc) {
        operation.dependency("by hand");
    }
}

impl Dependency<World> for ByHand {
    async fn resolve(&self, context: &mut RequestContext, world: &World) -> Result<(), Rejection> {
        for need in &world.nodes[self.0].needs {
            need_of(*need, context, world).await?;
        }
        let (head, response) = context.split();
        world.run(self.0, head, response)?;
        Ok(())
    }
}

/// A node that another one needs. It is boxed, because their types are the same.
fn need_of<'a>(
    need: usize,
    context: &'a mut RequestContext,
    world: &'a World,
) -> Pin<Box<dyn Future<Output = Result<(), Rejection>> + Send + 'a>> {
    Box::pin(async move { context.resolve(&ByHand(need), world).await })
}

// Dependencies from the macro: their plans know what is needed twice.

#[dependency]
pub(crate) async fn made_0(
    request: &Parts,
    response: &mut ResponseEdits,
    State(world): State<World>,
) -> Result<(), HttpError> {
    world.run(0, request, response)
}

#[dependency]
pub(crate) async fn made_1(
    request: &Parts,
    response: &mut ResponseEdits,
    State(world): State<World>,
) -> Result<(), HttpError> {
    world.run(1, request, response)
}

#[dependency]
pub(crate) async fn made_2(
    request: &Parts,
    response: &mut ResponseEdits,
    State(world): State<World>,
    #[depends(made_0)] (): (),
) -> Result<(), HttpError> {
    world.run(2, request, response)
}

#[dependency]
pub(crate) async fn made_3(
    request: &Parts,
    response: &mut ResponseEdits,
    State(world): State<World>,
    #[depends(made_2)] (): (),
    #[depends(made_1)] (): (),
) -> Result<(), HttpError> {
    world.run(3, request, response)
}

#[dependency]
pub(crate) async fn made_4(
    request: &Parts,
    response: &mut ResponseEdits,
    State(world): State<World>,
    #[depends(made_1)] (): (),
    #[depends(made_3)] (): (),
    #[depends(made_0)] (): (),
) -> Result<(), HttpError> {
    world.run(4, request, response)
}

#[dependency]
pub(crate) async fn made_5(
    request: &Parts,
    response: &mut ResponseEdits,
    State(world): State<World>,
    #[depends(made_5_needs)] (): (),
) -> Result<(), HttpError> {
    world.run(5, request, response)
}

#[dependency]
pub(crate) async fn made_5_needs(
    request: &Parts,
    response: &mut ResponseEdits,
    State(world): State<World>,
    #[depends(made_1)] (): (),
) -> Result<(), HttpError> {
    world.run(6, request, response)
}

/// What these dependencies need, for the model.
pub(crate) const MADE: [&[usize]; 7] = [&[], &[], &[0], &[2, 1], &[1, 3, 0], &[6], &[1]];

#[depends]
pub(crate) async fn bare(
    State(world): State<World>,
    path: MatchedPath,
    request: Request,
) -> Response {
    world.answer(&path, &request)
}

#[depends(made_2, made_1)]
pub(crate) async fn with_list(
    State(world): State<World>,
    path: MatchedPath,
    request: Request,
) -> Response {
    world.answer(&path, &request)
}

#[depends(made_5)]
pub(crate) async fn with_parameters(
    #[depends(made_0)] (): (),
    State(world): State<World>,
    #[depends(made_3)] (): (),
    path: MatchedPath,
    request: Request,
) -> Response {
    world.answer(&path, &request)
}

#[public]
pub(crate) async fn public_one(
    State(world): State<World>,
    path: MatchedPath,
    request: Request,
) -> Response {
    world.answer(&path, &request)
}

#[public(made_2)]
pub(crate) async fn public_with_list(
    State(world): State<World>,
    path: MatchedPath,
    request: Request,
) -> Response {
    world.answer(&path, &request)
}

impl Kind {
    /// What a handler lists and takes, in order.
    pub(crate) fn own(self) -> &'static [usize] {
        match self {
            Self::Bare | Self::Public => &[],
            Self::WithList => &[2, 1],
            Self::WithParameters => &[5, 0, 3],
            Self::PublicWithList => &[2],
        }
    }

    pub(crate) fn is_public(self) -> bool {
        matches!(self, Self::Public | Self::PublicWithList)
    }
}

impl World {
    /// The response of a handler: the status that the request asks for, and a header.
    fn answer(&self, path: &MatchedPath, request: &Request) -> Response {
        self.note(format!("handler at {}", path.as_str()));
        let status = request.headers()["x-answer"].to_str().unwrap();
        let status = StatusCode::from_bytes(status.as_bytes()).unwrap();
        (status, [("x-a", "handler")]).into_response()
    }

    /// A service that notes what it sees.
    pub(crate) fn service(&self) -> axum::Router {
        let world = self.clone();
        axum::Router::new().fallback(async move |request: Request| {
            world.note(format!("mounted sees {}", request.uri()));
            let status = request.headers()["x-answer"].to_str().unwrap();
            let status = StatusCode::from_bytes(status.as_bytes()).unwrap();
            (status, [("x-a", "handler")])
        })
    }
}
