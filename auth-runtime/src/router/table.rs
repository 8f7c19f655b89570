//! The audit table: every route, and what guards it.

use std::fmt;

use serde::Serialize;

use super::ApiRouter;
use super::tree::{self, Leaf};

/// Every route of a router with its tags and dependencies, in the order in which they were added.
///
/// `Display` prints a table; [`to_json`](Self::to_json) and [`to_mermaid`](Self::to_mermaid) give
/// the same to programs and to documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct RouteTable(Vec<RouteInfo>);

/// One line of the audit table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RouteInfo {
    /// The method, or `ANY`.
    pub method: String,
    /// The path with its prefixes.
    pub path: String,
    /// The handler's name.
    pub handler: &'static str,
    /// Whether the handler is `#[public]` (or the service mounted as such).
    pub public: bool,
    /// The tags, the outermost router's first.
    pub tags: Vec<&'static str>,
    /// The dependencies in the order in which they run, those that others need included.
    pub dependencies: Vec<&'static str>,
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
    RouteTable(
        tree.leaves
            .iter()
            .filter(|leaf| leaf.is_listed)
            .map(info)
            .collect(),
    )
}

fn info<S>(leaf: &Leaf<S>) -> RouteInfo
where
    S: Clone + Send + Sync + 'static,
{
    let operation = leaf.scope.describe(&*leaf.endpoint);
    RouteInfo {
        method: leaf.verb.to_string(),
        path: leaf.path.clone(),
        handler: leaf.endpoint.name(),
        public: leaf.endpoint.is_public(),
        tags: leaf.scope.labels.tags.clone(),
        dependencies: operation.dependencies().to_vec(),
        deprecated: leaf.scope.labels.deprecated,
        hidden: leaf.scope.labels.hidden,
    }
}

impl RouteTable {
    /// The lines.
    pub fn iter(&self) -> impl Iterator<Item = &RouteInfo> {
        self.0.iter()
    }

    /// The table as a JSON array.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings and booleans: there is nothing in it to fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The table as a [Mermaid](https://mermaid.js.org) flowchart: dependencies, and the routes that
    /// they lead to.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        let mut edges = vec!["flowchart LR".to_owned()];
        for (index, route) in self.0.iter().enumerate() {
            let (method, path) = (&route.method, &route.path);
            edges.push(format!("    r{index}[\"{method} {path}\"]"));
            let stations: Vec<_> = match route.dependencies.as_slice() {
                [] => vec!["public((public))".to_owned()],
                names => names
                    .iter()
                    .map(|name| format!("{name}([{name}])"))
                    .collect(),
            };
            let to_route = stations
                .last()
                .map(|last| format!("    {last} --> r{index}"));
            let between = stations
                .windows(2)
                .map(|pair| format!("    {} --> {}", pair[0], pair[1]));
            edges.extend(between.chain(to_route));
        }
        let mut seen = Vec::new();
        edges.retain(|edge| {
            let is_new = !seen.contains(edge);
            seen.push(edge.clone());
            is_new
        });
        edges.join("\n") + "\n"
    }

    /// Compares the public routes with those of `expected`, each like `"POST /login"`: a test that
    /// calls it pins what anybody may call.
    ///
    /// # Errors
    ///
    /// The routes that are public without being expected, and those expected that are not public.
    pub fn check_public(&self, expected: &[&str]) -> Result<(), PublicSurfaceError> {
        let public: Vec<String> = self
            .0
            .iter()
            .filter(|route| route.public)
            .map(|route| format!("{} {}", route.method, route.path))
            .collect();
        let unexpected = public
            .iter()
            .filter(|route| !expected.contains(&route.as_str()))
            .cloned()
            .collect();
        let missing = expected
            .iter()
            .filter(|route| !public.iter().any(|public| public == *route));
        let error = PublicSurfaceError {
            unexpected,
            missing: missing.map(ToString::to_string).collect(),
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
}

impl fmt::Display for PublicSurfaceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the public routes are not those expected:")?;
        for route in &self.unexpected {
            write!(
                formatter,
                "\n- {route} is public, and was not expected to be"
            )?;
        }
        for route in &self.missing {
            write!(formatter, "\n- {route} is not public, or does not exist")?;
        }
        Ok(())
    }
}

impl std::error::Error for PublicSurfaceError {}

impl fmt::Display for RouteTable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<[String; 5]> = self.0.iter().map(row).collect();
        let head = ["METHOD", "PATH", "HANDLER", "TAGS", "DEPENDENCIES"].map(str::to_owned);
        let width = |column: usize| {
            std::iter::once(&head)
                .chain(&rows)
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths = [width(0), width(1), width(2), width(3)];
        for [method, path, handler, tags, dependencies] in std::iter::once(&head).chain(&rows) {
            let [method_width, path_width, handler_width, tags_width] = widths;
            writeln!(
                formatter,
                "{method:method_width$}  {path:path_width$}  {handler:handler_width$}  {tags:tags_width$}  {dependencies}"
            )?;
        }
        Ok(())
    }
}

fn row(route: &RouteInfo) -> [String; 5] {
    let dependencies = match (route.public, route.dependencies.is_empty()) {
        (true, true) => "(public)".to_owned(),
        (true, false) => format!("(public) {}", route.dependencies.join(" → ")),
        (false, _) => route.dependencies.join(" → "),
    };
    [
        route.method.clone(),
        route.path.clone(),
        route.handler.to_owned(),
        route.tags.join(","),
        dependencies,
    ]
}
