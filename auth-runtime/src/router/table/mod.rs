//! The audit table: every route, and what guards it; as [`text`], as a [`graph`].

mod graph;
mod text;

use std::fmt;

use serde::Serialize;

use super::ApiRouter;
use super::tree::{self, Leaf};

/// Every route of a router with its tags and dependencies, in the order in which they were added.
///
/// `Display` prints a table; [`to_json`](Self::to_json) and [`to_mermaid`](Self::to_mermaid) return
/// the same for programs and for documentation.
///
/// ```
/// # use auth_runtime::prelude::*;
/// # #[dependency(errors(401))]
/// # async fn check_auth() -> Result<(), HttpError> { Ok(()) }
/// # #[depends]
/// # async fn list() {}
/// # #[public]
/// # async fn login() {}
/// let routes = ApiRouter::<()>::new("")
///     .route("/login", post(login))
///     .include(ApiRouter::new("/users").tag("users").route("/", get(list)))
///     .depends(check_auth)
///     .routes();
/// assert_eq!(routes.to_string(), "\
/// METHOD  PATH    HANDLER  TAGS   DEPENDENCIES
/// POST    /login  login           (public)
/// GET     /users  list     users  check_auth
/// ");
/// routes.assert_public_are(&["POST /login"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct RouteTable(Vec<RouteInfo>);

/// One line of the audit table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and a member of the JSON"
)]
pub struct RouteInfo {
    /// The method, or `ANY`.
    pub method: String,
    /// The path with its prefixes. A mounted service also answers everything below it.
    pub path: String,
    /// The handler's name; `(mounted)` for a service.
    pub handler: &'static str,
    /// Whether the handler is `#[public]` (or the service mounted as such).
    pub public: bool,
    /// Whether something may refuse a request without credentials: a dependency that returns a `Result`, or
    /// that has an extractor other than `State`, `Extension`, `Path` and bare parts of the head (`HeaderMap`, say): it
    /// may be one of the application's own. A dependency that only sets a header refuses nobody.
    pub guarded: bool,
    /// The tags, the outermost router's first.
    pub tags: Vec<&'static str>,
    /// The dependencies in the order in which they run, including those that others depend on.
    pub dependencies: Vec<&'static str>,
    /// The scopes that the dependencies require, from all levels.
    pub scopes: Vec<String>,
    /// Whether it is marked as deprecated.
    pub deprecated: bool,
    /// Whether it is left out of the documentation.
    pub hidden: bool,
}

/// The table of `router` and everything below it.
pub(super) fn of<S>(router: &ApiRouter<S>) -> RouteTable
where
    S: Clone + Send + Sync + 'static,
{
    let tree = tree::of(router);
    let listed = tree.leaves.iter().filter(|leaf| leaf.is_listed);
    RouteTable(listed.map(info).collect())
}

pub(super) fn info<S>(leaf: &Leaf<S>) -> RouteInfo
where
    S: Clone + Send + Sync + 'static,
{
    let operation = leaf.scope.describe(&*leaf.endpoint);
    let labels = &leaf.scope.labels;
    RouteInfo {
        method: leaf.verb.to_string(),
        path: leaf.path.clone(),
        handler: leaf.endpoint.name(),
        public: leaf.endpoint.is_public(),
        guarded: leaf.scope.plan(&*leaf.endpoint).refuses(),
        tags: labels.tags.clone(),
        dependencies: operation.dependencies().to_vec(),
        scopes: operation.scopes().iter().map(ToString::to_string).collect(),
        deprecated: labels.deprecated || operation.is_deprecated(),
        hidden: labels.hidden || operation.is_hidden(),
    }
}

impl RouteInfo {
    /// The method and the path: `GET /users`.
    fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether everybody gets in, as declared or by an oversight.
    pub(super) fn is_open(&self) -> bool {
        self.public || !self.guarded
    }
}

impl RouteTable {
    /// The lines.
    pub fn iter(&self) -> std::slice::Iter<'_, RouteInfo> {
        self.0.iter()
    }

    /// The table as a JSON array of [`RouteInfo`].
    #[must_use]
    pub fn to_json(&self) -> String {
        // The table consists of strings and booleans, so serialization cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The table as a [Mermaid](https://mermaid.js.org) flowchart: from `request`, the arrows lead
    /// through the dependencies, in the order in which they run, to the routes.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        graph::of(&self.0)
    }

    /// Compares the public routes with `expected`, each written like `"POST /login"`, to pin the public
    /// routes in a test. A route that is not [`guarded`](RouteInfo::guarded) counts as public.
    ///
    /// # Errors
    ///
    /// The routes that are public without being expected, and those expected that are not public.
    pub fn check_public(&self, expected: &[&str]) -> Result<(), PublicSurfaceError> {
        let public = self.0.iter().filter(|route| route.is_open());
        let public: Vec<String> = public.map(RouteInfo::line).collect();
        let is_expected = |route: &String| expected.contains(&route.as_str());
        let is_missing = |route: &&&str| !public.iter().any(|public| public == **route);
        let missing = expected.iter().filter(is_missing);
        let error = PublicSurfaceError {
            missing: missing.map(ToString::to_string).collect(),
            unexpected: public
                .iter()
                .filter(|route| !is_expected(route))
                .cloned()
                .collect(),
            public,
        };
        if error.unexpected.is_empty() && error.missing.is_empty() {
            Ok(())
        } else {
            Err(error)
        }
    }

    /// [`check_public`](Self::check_public) for tests.
    ///
    /// # Panics
    ///
    /// With the difference, when there is one.
    #[track_caller]
    #[expect(clippy::panic, reason = "an assertion for tests")]
    pub fn assert_public_are(&self, expected: &[&str]) {
        if let Err(difference) = self.check_public(expected) {
            panic!("{difference}");
        }
    }
}

/// How the public routes differ from those that were expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicSurfaceError {
    unexpected: Vec<String>,
    missing: Vec<String>,
    public: Vec<String>,
}

impl fmt::Display for PublicSurfaceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the public routes are not the expected ones:")?;
        for route in &self.unexpected {
            write!(
                formatter,
                "\n- {route} is public, but was not expected to be"
            )?;
        }
        for route in &self.missing {
            write!(formatter, "\n- {route} is not public, or does not exist")?;
        }
        write!(formatter, "\nthe public routes are: {:?}", self.public)
    }
}

impl std::error::Error for PublicSurfaceError {}

impl fmt::Display for RouteTable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::write(&self.0, formatter)
    }
}

impl<'a> IntoIterator for &'a RouteTable {
    type Item = &'a RouteInfo;
    type IntoIter = std::slice::Iter<'a, RouteInfo>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
