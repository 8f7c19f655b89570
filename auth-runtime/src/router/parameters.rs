//! Whether each path has the parameters that are extracted from it.

use super::mistake::Mistake;
use super::scope::Scope;
use super::template::REST;
use super::tree::{Leaf, Tree};
use crate::description::OperationDoc;
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
            mistakes.extend(lacks.map(|lack| mistake_of(leaf, wanted.by, &lack)));
        }
    }
}

/// Reports path parameters that a router's dependency takes but that the paths lack at which requests are refused; each
/// dependency once, and not if a route has already shown the mistake.
pub(super) fn check_refused<'a, S>(
    refused: impl Iterator<Item = (&'a str, &'a Scope<S>)>,
    mistakes: &mut Vec<Mistake>,
) where
    S: Clone + Send + Sync + 'static,
{
    for (path, scope) in refused {
        for (wanting, lacks) in lacking(path, scope) {
            let is_of_it = |known: &Mistake| matches!(known, Mistake::PathParameter { by, .. } if *by == wanting);
            if mistakes.iter().any(is_of_it) {
                continue;
            }
            let path = path.replace(REST, "{*anything}");
            let lacks = lacks.iter();
            mistakes
                .extend(lacks.map(|lack| mistake("ANY".to_owned(), path.clone(), wanting, lack)));
        }
    }
}

/// The dependencies of `scope` that take parameters which `path` does not have, and what each lacks.
pub(super) fn lacking<S>(path: &str, scope: &Scope<S>) -> Vec<(&'static str, Vec<Lack>)>
where
    S: Clone + Send + Sync + 'static,
{
    let names: Vec<_> = names_in(path.strip_suffix(REST).unwrap_or(path)).collect();
    let mut operation = OperationDoc::default();
    scope.describe_guards(&mut operation);
    let wanted = operation.wanted_paths().iter();
    let lacking = wanted.map(|wanted| (wanted.by, wanted.lacks(&names)));
    lacking.filter(|(_, lacks)| !lacks.is_empty()).collect()
}

fn mistake_of<S>(leaf: &Leaf<S>, by: &'static str, lack: &Lack) -> Mistake {
    mistake(leaf.verb.to_string(), leaf.path.clone(), by, lack)
}

fn mistake(method: String, path: String, by: &'static str, lack: &Lack) -> Mistake {
    let (wanted, found) = match lack {
        Lack::Name(name) => (format!("a parameter `{name}`"), "none".to_owned()),
        Lack::Count { wanted, found: 0 } => (parameters(*wanted), "none".to_owned()),
        Lack::Count { wanted, found } => (parameters(*wanted), found.to_string()),
    };
    Mistake::PathParameter {
        method,
        path,
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
