//! The values that a request keeps: each dependency runs once.

use std::any::Any;
use std::iter;
use std::mem;

use super::Provides;

/// The values resolved so far, newest first, found by the dependency's type and arguments.
///
/// It is a linked list, because most requests keep no value or few: a value is one allocation, and an empty
/// list costs nothing.
pub(crate) struct Values(Option<Box<Node<dyn Any + Send>>>);

struct Node<T: ?Sized> {
    older: Values,
    value: T,
}

/// A dependency and its value.
struct Resolved<D: Provides> {
    dependency: D,
    output: D::Output,
}

impl Values {
    #[inline]
    pub(crate) fn new() -> Self {
        Self(None)
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
        iter::successors(self.0.as_deref(), |node| node.older.0.as_deref())
            .filter_map(|node| node.value.downcast_ref::<Resolved<D>>())
            .find(|resolved| resolved.dependency == *dependency)
            .map(|resolved| &resolved.output)
    }

    pub(crate) fn keep<D: Provides>(&mut self, dependency: &D, output: D::Output) {
        let dependency = dependency.clone();
        self.hold(Resolved { dependency, output });
    }

    /// Keeps a value that nothing uses until the request is done.
    pub(crate) fn hold<T: Send + 'static>(&mut self, value: T) {
        let older = mem::replace(self, Self::new());
        self.0 = Some(Box::new(Node { older, value }));
    }
}
