//! What dependencies say of themselves: read by documentation, CORS and the audit table when an
//! application is built.

use std::any::Any;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::dependency::Provides;

/// What is known of one operation from the dependencies that guard it.
///
/// The list in `#[dependency(…)]` fills it; a method `describe` of a dependency's `impl` block adds
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
    security: BTreeSet<&'static str>,
    optional_security: BTreeSet<&'static str>,
    scopes: BTreeSet<Cow<'static, str>>,
    sets: BTreeSet<&'static str>,
    errors: BTreeSet<u16>,
    notes: Vec<String>,
    visited: Visited,
}

impl OperationDoc {
    /// Adds what `dependency`, and everything under it, says of itself.
    pub fn include<D: Provides>(&mut self, dependency: &D) {
        self.visited.0.push(Arc::new(dependency.clone()));
        dependency.describe(self);
    }

    /// The same for a dependency that may have no value: what it requires is not required.
    pub fn include_optional<D: Provides>(&mut self, dependency: &D) {
        let mut optional = Self::default();
        optional.include(dependency);
        optional
            .dependencies
            .iter()
            .for_each(|name| self.dependency(name));
        self.optional_security.extend(optional.security);
        self.optional_security.extend(optional.optional_security);
        self.sets.extend(optional.sets);
        self.errors.extend(optional.errors);
        self.scopes.extend(optional.scopes);
        self.notes.extend(optional.notes);
        self.visited.0.extend(optional.visited.0);
    }

    /// Adds a dependency by its name; those it needs itself come first.
    pub fn dependency(&mut self, name: &'static str) {
        if !self.dependencies.contains(&name) {
            self.dependencies.push(name);
        }
    }

    /// Requires the security scheme of this name. Several required ones are all required.
    pub fn security(&mut self, scheme: &'static str) {
        self.security.insert(scheme);
    }

    /// Requires a scope of every required security scheme that has scopes.
    pub fn scope(&mut self, scope: impl Into<Cow<'static, str>>) {
        self.scopes.insert(scope.into());
    }

    /// Says that the response carries this header.
    pub fn sets(&mut self, header: &'static str) {
        self.sets.insert(header);
    }

    /// Says that the request may be refused with this status.
    pub fn error(&mut self, status: u16) {
        self.errors.insert(status);
    }

    /// Adds a sentence to the operation's description.
    pub fn note(&mut self, sentence: impl Into<String>) {
        self.notes.push(sentence.into());
    }

    /// The names of the dependencies, in the order in which they run.
    #[must_use]
    pub fn dependencies(&self) -> &[&'static str] {
        &self.dependencies
    }

    /// The names of the security schemes that are required.
    #[must_use]
    pub fn required_security(&self) -> &BTreeSet<&'static str> {
        &self.security
    }

    /// The names of the security schemes that are accepted, but not required.
    #[must_use]
    pub fn optional_security(&self) -> &BTreeSet<&'static str> {
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

    /// The dependencies that were included, at all levels.
    pub(crate) fn visited(&self) -> Vec<&dyn Any> {
        self.visited
            .0
            .iter()
            .map(|dependency| &**dependency as &dyn Any)
            .collect()
    }
}

/// The dependencies themselves: what an override is compared with. They are no part of what an
/// operation says.
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
