//! Whether each path has the parameters that are extracted from it.

use super::mistake::Mistake;
use super::tree::{Leaf, Tree};
use crate::signature::{Lack, names_in};

/// Reports the parameters that a route's handler or dependencies need and the path does not have.
pub(super) fn check<S>(tree: &Tree<S>, mistakes: &mut Vec<Mistake>)
where
    S: Clone + Send + Sync + 'static,
{
    for leaf in tree.leaves.iter().filter(|leaf| leaf.is_listed) {
        let names: Vec<_> = names_in(&leaf.path).collect();
        let operation = leaf.scope.describe(&*leaf.endpoint);
        for wanted in operation.wanted_paths() {
            let lacks = wanted.lacks(&names).into_iter();
            mistakes.extend(lacks.map(|lack| mistake(leaf, wanted.by, &lack)));
        }
    }
}

fn mistake<S>(leaf: &Leaf<S>, by: &'static str, lack: &Lack) -> Mistake {
    let (wanted, found) = match lack {
        Lack::Name(name) => (format!("a parameter `{name}`"), "none".to_owned()),
        Lack::Count { wanted, found: 0 } => (parameters(*wanted), "none".to_owned()),
        Lack::Count { wanted, found } => (parameters(*wanted), found.to_string()),
    };
    Mistake::PathParameter {
        method: leaf.verb.to_string(),
        path: leaf.path.clone(),
        by,
        wanted,
        found,
    }
}

fn parameters(count: usize) -> String {
    match count {
        1 => "one parameter".to_owned(),
        count => format!("{count} parameters"),
    }
}
