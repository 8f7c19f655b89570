//! CORS for the router that is built.

use std::collections::BTreeSet;

use super::ApiRouter;
use super::mistake::{BuildError, Mistake};
use super::tree::{self, Tree};
use crate::cors::{Cors, CorsLayer, CorsMistake};

impl<S> ApiRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Allows pages of other origins to call everything under this router. Call it on the router that is
    /// built: the layer is outside all others that were added to routers, and also around what no route
    /// answers.
    ///
    /// It takes a [`Cors`], or the origins alone. Layers that you add to the built axum router are
    /// outside it: in that case use [`cors_layer`](Self::cors_layer).
    #[must_use]
    pub fn cors(mut self, cors: impl Into<Cors>) -> Self {
        self.cors = Some(cors.into());
        self
    }

    /// The layer alone, to put outside everything else that answers: limits, panic handlers.
    ///
    /// ```
    /// # use auth_runtime::prelude::*;
    /// # #[public]
    /// # async fn hello() -> &'static str { "hello" }
    /// # let limits = tower::layer::util::Identity::new();
    /// let api = ApiRouter::<()>::new("").route("/hello", get(hello));
    /// let cors = api.cors_layer(["https://admin.example.org"])?;
    /// let app: axum::Router = api.build()?.layer(limits).layer(cors);
    /// # Ok::<(), auth_runtime::BuildError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every invalid origin, and every invalid header name.
    pub fn cors_layer(&self, cors: impl Into<Cors>) -> Result<CorsLayer, BuildError> {
        let declared = declared_headers(&tree::of(self));
        let layer = cors.into().layer(&declared);
        layer.map_err(|mistakes| BuildError::of(mistakes.into_iter().map(Mistake::Cors).collect()))
    }

    /// All routers below this one.
    pub(super) fn below(&self) -> Vec<&Self> {
        let children = self.nodes.iter().filter_map(|node| match node {
            super::Node::Child(child) => Some(&**child),
            _ => None,
        });
        let with_theirs = |child| std::iter::once(child).chain(Self::below(child));
        children.flat_map(with_theirs).collect()
    }
}

/// The layer of `router`, if it has one; routers below it have none of their own.
pub(super) fn layer<S>(
    router: &ApiRouter<S>,
    tree: &Tree<S>,
    mistakes: &mut Vec<Mistake>,
) -> Option<CorsLayer>
where
    S: Clone + Send + Sync + 'static,
{
    for inner in router.below() {
        if inner.cors.is_some() {
            let prefix = inner.prefix.clone();
            mistakes.push(Mistake::Cors(CorsMistake::Inner { prefix }));
        }
    }
    let layer = router.cors.as_ref()?.layer(&declared_headers(tree));
    layer
        .map_err(|more| mistakes.extend(more.into_iter().map(Mistake::Cors)))
        .ok()
}

/// The headers that dependencies declare to set.
fn declared_headers<S>(tree: &Tree<S>) -> BTreeSet<&'static str>
where
    S: Clone + Send + Sync + 'static,
{
    let leaves = tree.leaves.iter();
    let operations = leaves.map(|leaf| leaf.scope.describe(&*leaf.endpoint));
    operations
        .flat_map(|operation| operation.response_headers().clone())
        .collect()
}
