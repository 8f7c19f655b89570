//! The values that a request keeps: each dependency runs once.

use std::any::Any;

use smallvec::SmallVec;

use super::Provides;

/// The values resolved so far, found by the dependency's type and arguments.
pub(crate) struct Values(SmallVec<[Box<dyn Any + Send>; 2]>);

/// A dependency and its value.
struct Resolved<D: Provides> {
    dependency: D,
    output: D::Output,
}

impl Values {
    #[inline]
    pub(crate) fn new() -> Self {
        Self(SmallVec::new())
    }

    /// A clone of the value of an equal dependency.
    pub(crate) fn find<D: Provides>(&self, dependency: &D) -> Option<D::Output> {
        self.output(dependency).cloned()
    }

    /// Whether there is a value of an equal dependency.
    pub(crate) fn contains<D: Provides>(&self, dependency: &D) -> bool {
        self.output(dependency).is_some()
    }

    fn output<D: Provides>(&self, dependency: &D) -> Option<&D::Output> {
        self.0
            .iter()
            .filter_map(|value| value.downcast_ref::<Resolved<D>>())
            .find(|resolved| resolved.dependency == *dependency)
            .map(|resolved| &resolved.output)
    }

    pub(crate) fn keep<D: Provides>(&mut self, dependency: &D, output: D::Output) {
        let dependency = dependency.clone();
        self.0.push(Box::new(Resolved { dependency, output }));
    }

    /// Keeps a value that nothing uses until the request is done.
    pub(crate) fn hold<T: Send + 'static>(&mut self, value: T) {
        self.0.push(Box::new(value));
    }
}
