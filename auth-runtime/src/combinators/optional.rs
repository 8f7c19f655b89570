//! `Optional(dependency)`: a missing credential is not an error.

use crate::context::RequestContext;
use crate::dependency::{Dependency, IntoDependency, Plan, Provides};
use crate::description::OperationDoc;
use crate::problem::Rejection;

/// A dependency that may have no value; made by [`Optional()`].
#[derive(Debug, Clone, PartialEq)]
pub struct Optional<D> {
    dependency: D,
}

/// Makes `dependency` optional: its value is an `Option`, which is `None` when **no** credential was
/// presented; for a bearer token, that includes an `Authorization` of another scheme. A wrong credential is still
/// refused, and so is every other error.
///
/// ```
/// # use auth_runtime::prelude::*;
/// # use auth_runtime::Optional;
/// #[derive(Clone)]
/// struct Client(&'static str);
///
/// #[dependency(errors(401))]
/// async fn client(headers: &HeaderMap) -> Result<Client, HttpError> {
///     match headers.get("x-api-key") {
///         None => Err(HttpError::new(StatusCode::UNAUTHORIZED).nothing_presented()),
///         Some(key) if key == "the only key" => Ok(Client("ann")),
///         Some(_) => Err(HttpError::new(StatusCode::UNAUTHORIZED)),
///     }
/// }
///
/// #[depends]
/// async fn greet(#[depends(Optional(client))] client: Option<Client>) -> String {
///     match client {
///         Some(Client(name)) => format!("hello, {name}"),
///         None => "hello, stranger".to_owned(),
///     }
/// }
/// ```
#[expect(
    non_snake_case,
    reason = "named like the type that it makes, as dependencies are"
)]
#[must_use]
pub fn Optional<D, K>(dependency: D) -> Optional<D::Dependency>
where
    D: IntoDependency<K>,
{
    Optional {
        dependency: dependency.into_dependency(),
    }
}

impl<D: Provides> Provides for Optional<D> {
    type Output = Option<D::Output>;

    const PLAN: Plan = Plan::of("Optional").needs(D::PLAN).refusing_nobody();

    fn describe(&self, operation: &mut OperationDoc) {
        operation.include_optional(&self.dependency);
    }
}

impl<S, D> Dependency<S> for Optional<D>
where
    D: Dependency<S>,
    S: Sync + 'static,
{
    async fn resolve(
        &self,
        context: &mut RequestContext,
        state: &S,
    ) -> Result<Self::Output, Rejection> {
        match context.resolve(&self.dependency, state).await {
            Ok(output) => Ok(Some(output)),
            Err(rejection) if rejection.is_nothing_presented() => Ok(None),
            Err(rejection) => Err(rejection),
        }
    }
}
