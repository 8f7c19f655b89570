//! From routers to one axum router, or to all their mistakes.

use std::collections::HashMap;
use std::sync::Arc;

use axum::routing::any;

use super::methods::Verb;
use super::mistake::{BuildError, Mistake};
use super::serve::{PathHandler, PathTable, Refuse, Target, allow};
use super::tree::{self, Leaf, Scope, Tree};
use super::{ApiRouter, coverage};
use crate::description::OperationDoc;

/// Checks `router` and everything below it, then makes the axum router.
pub(super) fn build<S>(router: &ApiRouter<S>) -> Result<axum::Router<S>, BuildError>
where
    S: Clone + Send + Sync + 'static,
{
    let tree = tree::of(router);
    BuildError::unless_empty(mistakes(&tree))?;

    let mut built = axum::Router::new();
    for (path, table) in tables(&tree) {
        built = built.route(&path, any(PathHandler(Arc::new(table))));
    }
    Ok(built)
}

/// The table of contents: every rule about routers.
fn mistakes<S>(tree: &Tree<S>) -> Vec<Mistake>
where
    S: Clone + Send + Sync + 'static,
{
    let mut mistakes = tree.mistakes.clone();
    check_guarded(tree, &mut mistakes);
    check_doubled(tree, &mut mistakes);
    check_conflicts(tree, &mut mistakes);
    check_overrides(tree, &mut mistakes);
    mistakes
}

fn check_guarded<S>(tree: &Tree<S>, mistakes: &mut Vec<Mistake>)
where
    S: Clone + Send + Sync + 'static,
{
    for leaf in tree
        .leaves
        .iter()
        .filter(|leaf| leaf.is_listed && !leaf.endpoint.is_public())
    {
        if leaf.scope.guards.is_empty() && leaf.endpoint.plan().is_empty() {
            mistakes.push(Mistake::Unguarded {
                method: leaf.verb.to_string(),
                path: leaf.path.clone(),
                handler: leaf.endpoint.name(),
            });
        }
    }
}

fn check_doubled<S>(tree: &Tree<S>, mistakes: &mut Vec<Mistake>) {
    let mut seen: HashMap<(String, String), &Leaf<S>> = HashMap::new();
    for leaf in tree.leaves.iter().filter(|leaf| leaf.is_listed) {
        let (method, path) = (leaf.verb.to_string(), leaf.path.clone());
        if let Some(first) = seen.insert((path.clone(), method.clone()), leaf) {
            let handlers = [first.endpoint.name(), leaf.endpoint.name()];
            mistakes.push(Mistake::Doubled {
                method,
                path,
                handlers,
            });
        }
    }
}

fn check_conflicts<S>(tree: &Tree<S>, mistakes: &mut Vec<Mistake>)
where
    S: Clone + Send + Sync + 'static,
{
    let mut paths = matchit::Router::new();
    let routed = routed_paths(tree);
    let open: Vec<_> = open_paths(tree, &routed)
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    for path in routed.into_iter().chain(open) {
        match paths.insert(path.clone(), ()) {
            Ok(()) => {}
            Err(matchit::InsertError::Conflict { with }) => {
                mistakes.push(Mistake::Conflict { path, with })
            }
            Err(_) => mistakes.push(Mistake::Path {
                path,
                reason: "a parameter in it is malformed",
            }),
        }
    }
}

fn check_overrides<S>(tree: &Tree<S>, mistakes: &mut Vec<Mistake>)
where
    S: Clone + Send + Sync + 'static,
{
    let mut visited = OperationDoc::default();
    for leaf in &tree.leaves {
        leaf.scope.visit(&*leaf.endpoint, &mut visited);
    }
    let visited = visited.visited();
    let mut unused: Vec<_> = tree
        .scopes
        .iter()
        .filter_map(|scope| scope.replacements())
        .flat_map(|all| all.unused(&visited))
        .collect();
    unused.sort_unstable();
    unused.dedup();
    mistakes.extend(
        unused
            .into_iter()
            .map(|dependency| Mistake::UnusedOverride { dependency }),
    );
}

/// Every path of the routes, each once.
fn routed_paths<S>(tree: &Tree<S>) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for leaf in &tree.leaves {
        if !paths.contains(&leaf.path) {
            paths.push(leaf.path.clone());
        }
    }
    paths
}

/// Every path under a guarded prefix that no route answers, with the scope whose guards answer.
fn open_paths<'a, S>(tree: &'a Tree<S>, routed: &[String]) -> Vec<(String, &'a Scope<S>)> {
    let guarded: Vec<_> = tree
        .scopes
        .iter()
        .filter(|scope| !scope.guards.is_empty())
        .collect();
    let prefixes: Vec<_> = guarded.iter().map(|scope| scope.prefix.as_str()).collect();
    let routed: Vec<_> = routed.iter().map(String::as_str).collect();
    let scope_of = |prefix: &str| guarded.iter().find(|scope| scope.prefix == prefix);
    coverage::of(&prefixes, &routed)
        .into_iter()
        .filter_map(|(path, prefix)| scope_of(&prefix).map(|scope| (path, &***scope)))
        .collect()
}

/// What answers at each path.
fn tables<S>(tree: &Tree<S>) -> Vec<(String, PathTable<S>)>
where
    S: Clone + Send + Sync + 'static,
{
    let routed = routed_paths(tree);
    let open = open_paths(tree, &routed);
    let routes = routed.into_iter().filter_map(|path| {
        let leaves: Vec<_> = tree
            .leaves
            .iter()
            .filter(|leaf| leaf.path == path)
            .collect();
        let first = leaves.first()?;
        Some((path, table_of_routes(&leaves, &first.scope)))
    });
    routes
        .chain(
            open.into_iter()
                .map(|(path, scope)| (path, table_of_nothing(scope))),
        )
        .collect()
}

/// The handlers of a path; another method is refused by the scope that the path was first added to.
fn table_of_routes<S>(leaves: &[&Leaf<S>], scope: &Scope<S>) -> PathTable<S>
where
    S: Clone + Send + Sync + 'static,
{
    let allow = allow(leaves.iter().map(|leaf| &leaf.verb));
    let target = |leaf: &&Leaf<S>| {
        (
            leaf.verb.clone(),
            leaf.scope.target(Arc::clone(&leaf.endpoint)),
        )
    };
    PathTable {
        targets: leaves
            .iter()
            .map(target)
            .collect::<Vec<(Verb, Target<S>)>>(),
        otherwise: scope.target(Arc::new(Refuse::method_not_allowed(&allow))),
    }
}

/// A guarded path without a handler: strangers get their 401, others a 404.
fn table_of_nothing<S>(scope: &Scope<S>) -> PathTable<S>
where
    S: Clone + Send + Sync + 'static,
{
    PathTable {
        targets: Vec::new(),
        otherwise: scope.target(Arc::new(Refuse::not_found())),
    }
}
