//! The values that a request keeps: each dependency runs once.

use std::any::Any;
use std::iter;
use std::mem;

use super::Provides;

/// The values resolved so far, newest first, found by the dependency's type and arguments.
///
/// It is a linked list, because most requests keep no value or few: a value is one allocation, and an empty
/// list costs nothing.
pub(crate) struct Values(Link);

type Link = Option<Box<Node<dyn Any + Send>>>;

struct Node<T: ?Sized> {
    older: Link,
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
        iter::successors(self.0.as_deref(), |node| node.older.as_deref())
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
        let older = self.0.take();
        self.0 = Some(Box::new(Node { older, value }));
    }
}

impl Drop for Values {
    #[inline]
    fn drop(&mut self) {
        if self.0.is_some() {
            drop_oldest_first(self.0.take());
        }
    }
}

/// Drops the values in the order in which they were made, in a loop: each node would drop the next one
/// otherwise, and a long list would use up the stack.
fn drop_oldest_first(newest: Link) {
    let (mut rest, mut reversed) = (newest, None);
    while let Some(mut node) = rest {
        rest = mem::replace(&mut node.older, reversed);
        reversed = Some(node);
    }
    while let Some(mut node) = reversed {
        reversed = node.older.take();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Sender, channel};
    use std::thread;

    use super::*;

    /// Sends its number when it is dropped.
    struct Numbered(usize, Sender<usize>);

    impl Drop for Numbered {
        fn drop(&mut self) {
            self.1.send(self.0).unwrap();
        }
    }

    /// A dependency that resolves others in a loop makes as many values as its request asks for.
    #[test]
    fn many_values_are_dropped_in_order_and_do_not_use_up_the_stack() {
        const MANY: usize = 10_000;
        let (sender, dropped) = channel();
        let dropping = move || {
            let mut values = Values::new();
            for number in 0..MANY {
                values.hold(Numbered(number, sender.clone()));
            }
        };
        let small_stack = thread::Builder::new().stack_size(128 * 1024);
        small_stack.spawn(dropping).unwrap().join().unwrap();
        assert!(dropped.iter().eq(0..MANY));
    }
}
