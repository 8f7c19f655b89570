//! What dependencies say of themselves: read by documentation, CORS and the audit table when an
//! application is built.

use std::collections::BTreeSet;

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
    sets: BTreeSet<&'static str>,
    errors: BTreeSet<u16>,
    notes: Vec<String>,
}

impl OperationDoc {
    /// Adds what `dependency`, and everything under it, says of itself.
    pub fn include<D: Provides>(&mut self, dependency: &D) {
        dependency.describe(self);
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
}
