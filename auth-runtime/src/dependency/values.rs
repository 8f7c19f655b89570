//! The values that a request keeps: each dependency runs once.

use std::any::Any;

use smallvec::SmallVec;

use super::Provides;

/// The values resolved so far, found by the dependency's type and arguments.
pub(crate) struct Values(SmallVec<[Box<dyn Any + Send>; 4]>);

/// A dependency and what it gave.
struct Resolved<D: Provides> {
    dependency: D,
    output: D::Output,
}

impl Values {
    pub(crate) fn new() -> Self {
        Self(SmallVec::new())
    }

    /// A clone of what an equal dependency gave.
    pub(crate) fn find<D: Provides>(&self, dependency: &D) -> Option<D::Output> {
        self.0
            .iter()
            .filter_map(|value| value.downcast_ref::<Resolved<D>>())
            .find(|resolved| resolved.dependency == *dependency)
            .map(|resolved| resolved.output.clone())
    }

    pub(crate) fn keep<D: Provides>(&mut self, dependency: &D, output: &D::Output) {
        let resolved = Resolved {
            dependency: dependency.clone(),
            output: output.clone(),
        };
        self.0.push(Box::new(resolved));
    }

    /// Keeps a value that nobody asks for until the request is done.
    pub(crate) fn hold<T: Send + 'static>(&mut self, value: T) {
        self.0.push(Box::new(value));
    }
}
