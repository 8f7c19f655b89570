//! What dependencies declare: read by documentation, CORS and the audit table when an application is
//! built.

use std::any::{Any, TypeId};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::dependency::Provides;
#[cfg(feature = "openapi")]
use crate::openapi::Details;
use crate::signature::WantedPath;

/// What is known about one operation from its handler and from the dependencies that guard it.
///
/// The list in `#[dependency(…)]` fills it. A method `describe` in a dependency's `impl` block adds
/// what depends on its arguments:
///
/// ```
/// use auth_runtime::prelude::*;
/// use auth_runtime::OperationDoc;
///
/// #[derive(Clone, PartialEq)]
/// struct Can(&'static str);
///
/// #[dependency(errors(403))]
/// impl Can {
///     async fn call(&self, headers: &HeaderMap) -> Result<(), HttpError> {
///         match headers.get("x-role") {
///             Some(role) if role == self.0 => Ok(()),
///             _ => Err(HttpError::new(StatusCode::FORBIDDEN)),
///         }
///     }
///
///     fn describe(&self, operation: &mut OperationDoc) {
///         operation.note(format!("Needs the role `{}`.", self.0));
///     }
/// }
///
/// let mut operation = OperationDoc::default();
/// operation.include(&Can("editor"));
/// assert_eq!(operation.notes(), ["Needs the role `editor`."]);
/// assert!(operation.errors().contains(&403));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperationDoc {
    dependencies: Vec<&'static str>,
    security: BTreeSet<Cow<'static, str>>,
    optional_security: BTreeSet<Cow<'static, str>>,
    scopes: BTreeSet<Cow<'static, str>>,
    sets: BTreeSet<&'static str>,
    errors: BTreeSet<u16>,
    notes: Vec<String>,
    header_texts: BTreeMap<&'static str, String>,
    documentation: String,
    deprecated: bool,
    hidden: bool,
    wanted_paths: Vec<WantedPath>,
    ignored: Vec<&'static str>,
    visited: Visited,
    #[cfg(feature = "openapi")]
    pub(crate) details: Details,
}

impl OperationDoc {
    /// Adds what `dependency`, and everything that it depends on, declares.
    pub fn include<D: Provides>(&mut self, dependency: &D) {
        self.visited.0.push(Arc::new(dependency.clone()));
        dependency.describe(self);
    }

    /// The same where the value of `dependency` is ignored: a `bool` refuses nobody there.
    pub(crate) fn include_listed<D: Provides>(&mut self, dependency: &D) {
        self.include(dependency);
        if TypeId::of::<D::Output>() == TypeId::of::<bool>() {
            self.ignored.push(std::any::type_name::<D>());
        }
    }

    /// Adds a dependency that may have no value: what it requires becomes optional.
    pub fn include_optional<D: Provides>(&mut self, dependency: &D) {
        let required = std::mem::take(&mut self.security);
        self.include(dependency);
        let optional = std::mem::replace(&mut self.security, required);
        self.optional_security.extend(optional);
    }

    /// Adds a dependency by its name; the ones that it depends on come first.
    pub fn dependency(&mut self, name: &'static str) {
        if !self.dependencies.contains(&name) {
            self.dependencies.push(name);
        }
    }

    /// Requires the security scheme of this name. If several are required, all of them are.
    pub fn security(&mut self, scheme: impl Into<Cow<'static, str>>) {
        self.security.insert(scheme.into());
    }

    /// Requires a scope, for every required security scheme that has scopes.
    pub fn scope(&mut self, scope: impl Into<Cow<'static, str>>) {
        self.scopes.insert(scope.into());
    }

    /// Declares that the response carries this header.
    pub fn sets(&mut self, header: &'static str) {
        self.sets.insert(header);
    }

    /// Declares that the response carries this header, and what it is. The first text for a header stays.
    pub fn sets_with_text(&mut self, header: &'static str, text: impl Into<String>) {
        self.sets.insert(header);
        self.header_texts
            .entry(header)
            .or_insert_with(|| text.into());
    }

    /// The same with the doc comment of the dependency that sets it, whose first paragraph is taken.
    #[doc(hidden)]
    pub fn sets_documented(&mut self, header: &'static str, lines: &[&str]) {
        let documentation = unindented(lines);
        self.sets_with_text(header, first_paragraph(&documentation).0);
    }

    /// Declares that the request may be refused with this status. A number that is no HTTP status (100 to 599,
    /// RFC 9110 §15) is ignored.
    pub fn error(&mut self, status: u16) {
        if (100..600).contains(&status) {
            self.errors.insert(status);
        }
    }

    /// Adds a sentence to the operation's description.
    pub fn note(&mut self, sentence: impl Into<String>) {
        self.notes.push(sentence.into());
    }

    /// Takes the lines of the handler's doc comment.
    #[doc(hidden)]
    pub fn document(&mut self, lines: &[&str]) {
        self.documentation = unindented(lines);
    }

    /// Says that the handler carries `#[deprecated]`.
    #[doc(hidden)]
    pub fn deprecate(&mut self) {
        self.deprecated = true;
    }

    /// Says that the handler carries `#[doc(hidden)]`: it is left out of the documentation.
    #[doc(hidden)]
    pub fn hide(&mut self) {
        self.hidden = true;
    }

    /// Records what a function needs from the path.
    pub(crate) fn want_path(&mut self, wanted: WantedPath) {
        if !self.wanted_paths.contains(&wanted) {
            self.wanted_paths.push(wanted);
        }
    }

    /// The names of the dependencies, in the order in which they run.
    #[must_use]
    pub fn dependencies(&self) -> &[&'static str] {
        &self.dependencies
    }

    /// The names of the security schemes that are required.
    #[must_use]
    pub fn required_security(&self) -> &BTreeSet<Cow<'static, str>> {
        &self.security
    }

    /// The names of the security schemes that are accepted, but not required.
    #[must_use]
    pub fn optional_security(&self) -> &BTreeSet<Cow<'static, str>> {
        &self.optional_security
    }

    /// The scopes that are required, from all levels.
    #[must_use]
    pub fn scopes(&self) -> &BTreeSet<Cow<'static, str>> {
        &self.scopes
    }

    /// The headers that the response carries.
    #[must_use]
    pub fn response_headers(&self) -> &BTreeSet<&'static str> {
        &self.sets
    }

    /// The description of a header that the response carries.
    #[must_use]
    pub fn header_text(&self, header: &str) -> Option<&str> {
        self.header_texts.get(header).map(String::as_str)
    }

    /// The statuses that the request may be refused with.
    #[must_use]
    pub fn errors(&self) -> &BTreeSet<u16> {
        &self.errors
    }

    /// The sentences added to the description.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The handler's doc comment.
    #[must_use]
    pub fn documentation(&self) -> &str {
        &self.documentation
    }

    /// Whether the handler carries `#[deprecated]`.
    #[must_use]
    pub fn is_deprecated(&self) -> bool {
        self.deprecated
    }

    /// Whether the handler carries `#[doc(hidden)]`.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// What the handler and its dependencies need from the path.
    pub(crate) fn wanted_paths(&self) -> &[WantedPath] {
        &self.wanted_paths
    }

    /// The dependencies whose `bool` is ignored.
    pub(crate) fn ignored(&self) -> &[&'static str] {
        &self.ignored
    }

    /// The dependencies that were included, at all levels.
    pub(crate) fn visited(&self) -> Vec<&dyn Any> {
        self.visited
            .0
            .iter()
            .map(|dependency| &**dependency as &dyn Any)
            .collect()
    }
}

/// The lines of a doc comment without the space with which rustc begins each.
fn unindented(lines: &[&str]) -> String {
    let lines = lines.iter().flat_map(|line| line.split('\n'));
    let lines: Vec<_> = lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end())
        .collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// The first paragraph, on one line, and the text after it.
pub(crate) fn first_paragraph(text: &str) -> (String, &str) {
    let (first, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let first: Vec<_> = first.lines().map(str::trim).collect();
    (first.join(" "), rest.trim_matches('\n'))
}

/// The dependencies themselves, which overrides are compared with. They are not part of what an operation
/// declares.
#[derive(Clone, Default)]
struct Visited(Vec<Arc<dyn Any + Send + Sync>>);

impl PartialEq for Visited {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Visited {}

impl fmt::Debug for Visited {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} dependencies", self.0.len())
    }
}
