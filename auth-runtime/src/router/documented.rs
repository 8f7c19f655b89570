//! What routers declare for the documentation; with the feature `openapi`.

use std::sync::Arc;

use utoipa::ToSchema;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Info, OpenApi};

use super::endpoint::{Answering, AnyEndpoint};
use super::methods::{Entry, MethodRouter};
use super::mistake::Mistake;
use super::tree::{self, Tree};
use super::{ApiRouter, table};
use crate::context::RequestContext;
use crate::dependency::Plan;
use crate::description::OperationDoc;
use crate::openapi::{self, Declarations, Edit, Route, SecurityScheme};

/// With the feature `openapi`.
impl<S> ApiRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Declares the security scheme that dependencies name: `security = "session"`. Without this,
    /// it is what the dependency itself declares; otherwise HTTP Basic if it is named `basic`, and a bearer token
    /// if not.
    #[must_use]
    pub fn security_scheme(mut self, name: impl Into<String>, scheme: SecurityScheme) -> Self {
        self.declarations.schemes.push((name.into(), scheme));
        self
    }

    /// Adds the schema of a type that no handler's signature names, but which others refer to.
    #[must_use]
    pub fn schema<T: ToSchema>(mut self) -> Self {
        self.declarations.schemas.of::<T>();
        self
    }

    /// The OpenAPI 3.1 document of everything under this router, for an application with this title
    /// and version. Hidden routes and mounted services are not part of it.
    ///
    /// You can set everything else (servers, a description, a licence) on the result.
    /// [`build`](Self::build) reports what is wrong with the document.
    ///
    /// ```
    /// # use auth_runtime::prelude::*;
    /// /// Says hello.
    /// #[public]
    /// async fn hello() -> &'static str {
    ///     "hello"
    /// }
    ///
    /// let api = ApiRouter::<()>::new("").route("/hello", get(hello));
    /// let document = api.openapi("Greetings", "1.0.0");
    /// let hello = document.paths.paths["/hello"].get.as_ref().unwrap();
    /// assert_eq!(hello.summary.as_deref(), Some("Says hello."));
    /// ```
    #[must_use]
    pub fn openapi(&self, title: impl Into<String>, version: impl Into<String>) -> OpenApi {
        let info = Info::new(title.into(), version.into());
        openapi::document_of(&routes(&tree::of(self)), &declarations(self), info)
    }
}

/// With the feature `openapi`.
impl<S> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Edits the documentation of the method added last by hand, after everything else is known about it.
    ///
    /// ```
    /// # use auth_runtime::prelude::*;
    /// # #[public]
    /// # async fn search() -> &'static str { "" }
    /// let router = ApiRouter::<()>::new("").route("/search", get(search).operation(|operation| {
    ///     operation.operation_id = Some("searchEverything".to_owned());
    /// }));
    /// ```
    #[must_use]
    pub fn operation<F>(mut self, edit: F) -> Self
    where
        F: Fn(&mut Operation) + Send + Sync + 'static,
    {
        if let Some(entry) = self.entries.pop() {
            let endpoint = Arc::new(Edited {
                endpoint: Arc::clone(&entry.endpoint),
                edit: Arc::new(edit),
            });
            self.entries.push(Entry { endpoint, ..entry });
        }
        self
    }

    /// Sets the id of the operation added last; all ids must be different.
    #[must_use]
    pub fn operation_id(self, id: impl Into<String>) -> Self {
        let id = id.into();
        self.operation(move |operation| operation.operation_id = Some(id.clone()))
    }
}

/// An endpoint whose documentation is edited by the user.
struct Edited<S> {
    endpoint: Arc<dyn AnyEndpoint<S>>,
    edit: Edit,
}

impl<S> AnyEndpoint<S> for Edited<S> {
    fn answer<'a>(&'a self, context: &'a mut RequestContext, state: &'a S) -> Answering<'a> {
        self.endpoint.answer(context, state)
    }

    fn plan(&self) -> Plan {
        self.endpoint.plan()
    }

    fn is_public(&self) -> bool {
        self.endpoint.is_public()
    }

    fn is_service(&self) -> bool {
        self.endpoint.is_service()
    }

    fn name(&self) -> &'static str {
        self.endpoint.name()
    }

    fn describe(&self, operation: &mut OperationDoc) {
        self.endpoint.describe(operation);
        operation.details.edits.push(Arc::clone(&self.edit));
    }
}

/// Reports contradictions in the documentation.
pub(super) fn check<S>(router: &ApiRouter<S>, tree: &Tree<S>, mistakes: &mut Vec<Mistake>)
where
    S: Clone + Send + Sync + 'static,
{
    let found = openapi::mistakes(&routes(tree), &declarations(router));
    mistakes.extend(found.into_iter().map(Mistake::Document));
}

/// Every route with everything that is known about it.
fn routes<S>(tree: &Tree<S>) -> Vec<Route>
where
    S: Clone + Send + Sync + 'static,
{
    let listed = tree.leaves.iter().filter(|leaf| leaf.is_listed);
    listed
        .map(|leaf| Route {
            info: table::info(leaf),
            doc: leaf.scope.describe(&*leaf.endpoint),
            is_handler: !leaf.endpoint.is_service(),
        })
        .collect()
}

/// What the router and those below it declare, the outermost first.
fn declarations<S>(router: &ApiRouter<S>) -> Declarations
where
    S: Clone + Send + Sync + 'static,
{
    let mut declarations = Declarations::clone(&router.declarations);
    for child in router.below() {
        declarations.extend(&child.declarations);
    }
    declarations
}
