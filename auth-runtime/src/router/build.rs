//! From routers to one axum router, or to all their mistakes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

#[cfg(feature = "openapi")]
use super::documented;
use super::endpoint::{AnyEndpoint, Refuse};
use super::methods::Verb;
use super::mistake::{BuildError, Mistake};
use super::path::{Otherwise, PathHandler, PathTable, allow};
use super::region::{self, Region};
use super::scope::Scope;
use super::template::REST;
use super::tree::{self, Leaf, Tree};
use super::{ApiRouter, cors, coverage, parameters};
use crate::description::OperationDoc;

/// Checks `router` and everything below it, then makes the axum router.
pub(super) fn build<S>(router: &ApiRouter<S>) -> Result<axum::Router<S>, BuildError>
where
    S: Clone + Send + Sync + 'static,
{
    let tree = tree::of(router);
    let paths = Paths::of(&tree);
    let mut mistakes = mistakes(&tree, &paths);
    #[cfg(feature = "openapi")]
    documented::check(router, &tree, &mut mistakes);
    let cors = cors::layer(router, &tree, &mut mistakes);
    BuildError::unless_empty(mistakes)?;
    warn_of_open_routes(&tree);

    let mut built = axum::Router::new();
    for (path, table) in paths.tables() {
        built = built.route(path, PathHandler(Arc::new(table)).into_routes());
    }
    // The outermost layer, so that it also covers the paths that no route answers.
    Ok(match cors {
        Some(cors) => built.layer(cors),
        None => built,
    })
}

/// Every path that needs an answer: by handlers, or by a refusal.
struct Paths<'a, S> {
    /// The endpoints of each path, in the order in which the paths were added.
    routed: Vec<(&'a str, Vec<&'a Leaf<S>>)>,
    /// The paths that no route answers.
    open: Vec<String>,
    regions: Vec<Region<S>>,
}

impl<'a, S> Paths<'a, S>
where
    S: Clone + Send + Sync + 'static,
{
    fn of(tree: &'a Tree<S>) -> Self {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut routed: Vec<(&str, Vec<&Leaf<S>>)> = Vec::new();
        for leaf in tree.leaves.iter().filter(|leaf| !leaf.scope.malformed) {
            let place = *places.entry(&leaf.path).or_insert(routed.len());
            match routed.get_mut(place) {
                Some((_, leaves)) => leaves.push(leaf),
                None => routed.push((&leaf.path, vec![leaf])),
            }
        }
        let regions = region::of(&tree.scopes);
        let prefixes: Vec<&str> = regions.iter().map(|region| &*region.scope.prefix).collect();
        let templates: Vec<&str> = routed.iter().map(|(path, _)| *path).collect();
        Self {
            open: coverage::of(&prefixes, &templates),
            routed,
            regions,
        }
    }

    /// All paths with their routers' prefixes, the paths of routes first.
    fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let routed = self.routed.iter().map(|(path, leaves)| {
            let scope = leaves.first().map(|leaf| &leaf.scope);
            (*path, scope.map_or("", |scope| &*scope.prefix))
        });
        let open = self.open.iter().map(|path| {
            let region = self.region(path);
            (&**path, region.map_or("", |region| &*region.scope.prefix))
        });
        routed.chain(open)
    }

    /// The paths at which requests are refused, each with the scope whose dependencies run before: those below
    /// which no route answers, and those of routes, which do not answer every method.
    fn refused(&self) -> impl Iterator<Item = (&str, &Scope<S>)> {
        let rests = self.open.iter().map(|path| &**path);
        let rests = rests.filter(|path| path.ends_with(REST) && !path.contains("//"));
        let routed = self.routed.iter();
        let routed = routed.filter(|(_, leaves)| leaves.iter().all(|leaf| leaf.verb != Verb::Any));
        let paths = rests.chain(routed.map(|(path, _)| *path));
        paths.filter_map(|path| Some((path, &*self.region(path)?.scope)))
    }

    fn region(&self, path: &str) -> Option<&Region<S>> {
        let mut regions = self.regions.iter();
        regions.find(|region| region.contains(path))
    }

    /// What answers at each path.
    fn tables(&self) -> impl Iterator<Item = (&str, PathTable<S>)> {
        let routed = self.routed.iter();
        let routed = routed.map(|(path, leaves)| (*path, self.table_of_routes(path, leaves)));
        let open = self.open.iter();
        routed.chain(open.map(|path| (&**path, self.table_of_nothing(path))))
    }

    /// The handlers of a path.
    fn table_of_routes(&self, path: &str, leaves: &[&Leaf<S>]) -> PathTable<S> {
        let allow = allow(leaves.iter().map(|leaf| &leaf.verb));
        let target = |leaf: &&Leaf<S>| {
            let endpoint = Arc::clone(&leaf.endpoint);
            (leaf.verb.clone(), leaf.scope.target(endpoint))
        };
        PathTable {
            targets: leaves.iter().map(target).collect(),
            otherwise: self.refusal(path, leaves, &Refuse::method_not_allowed(&allow)),
        }
    }

    /// A guarded path without a handler: unauthenticated clients get a 401, others a 404.
    fn table_of_nothing(&self, path: &str) -> PathTable<S> {
        PathTable {
            targets: Vec::new(),
            otherwise: self.refusal(path, &[], &Refuse::not_found()),
        }
    }

    /// The answer to methods that no handler has at a path: a refusal by the region that the request is in,
    /// or by the scope of the path's handlers where nothing is guarded.
    fn refusal(&self, path: &str, leaves: &[&Leaf<S>], refuse: &Refuse) -> Otherwise<S> {
        let endpoint = || Arc::new(refuse.clone()) as Arc<dyn AnyEndpoint<S>>;
        let mut sometimes = Vec::new();
        for region in &self.regions {
            let Region { prefix, scope } = region;
            if region.contains(path) {
                let always = scope.target(endpoint());
                return Otherwise { sometimes, always };
            }
            if prefix.overlaps(path) && !prefix.covers(path) {
                sometimes.push((prefix.clone(), scope.target(endpoint())));
            }
        }
        let unguarded = Scope::outermost();
        let scope = leaves.first().map_or(&unguarded, |leaf| &leaf.scope);
        let always = scope.target(endpoint());
        Otherwise { sometimes, always }
    }
}

/// The table of contents: every rule about routers.
fn mistakes<S>(tree: &Tree<S>, paths: &Paths<'_, S>) -> Vec<Mistake>
where
    S: Clone + Send + Sync + 'static,
{
    let mut mistakes = tree.mistakes.clone();
    check_guarded(tree, &mut mistakes);
    check_ignored(tree, &mut mistakes);
    check_doubled(paths, &mut mistakes);
    check_conflicts(tree, paths, &mut mistakes);
    check_overrides(tree, &mut mistakes);
    parameters::check(tree, &mut mistakes);
    parameters::check_refused(paths.refused(), &mut mistakes);
    mistakes
}

fn check_guarded<S>(tree: &Tree<S>, mistakes: &mut Vec<Mistake>)
where
    S: Clone + Send + Sync + 'static,
{
    for leaf in tree.leaves.iter().filter(|leaf| leaf.is_listed) {
        let is_guarded = !leaf.scope.guards.is_empty() || !leaf.endpoint.plan().is_empty();
        if is_guarded || leaf.endpoint.is_public() {
            continue;
        }
        let (path, router) = (leaf.path.clone(), leaf.scope.prefix.clone());
        mistakes.push(if leaf.endpoint.is_service() {
            Mistake::UnguardedMount { path, router }
        } else {
            Mistake::Unguarded {
                method: leaf.verb.to_string(),
                path,
                handler: leaf.endpoint.name(),
                router,
            }
        });
    }
}

/// Any dependency counts as a guard, and one that only sets a header, say, lets everybody in.
fn warn_of_open_routes<S>(tree: &Tree<S>)
where
    S: Clone + Send + Sync + 'static,
{
    for leaf in tree.leaves.iter().filter(|leaf| leaf.is_listed) {
        let Leaf {
            verb,
            path,
            endpoint,
            scope,
            ..
        } = leaf;
        if !endpoint.is_public() && !scope.plan(&**endpoint).refuses() {
            tracing::warn!(
                method = %verb,
                path,
                handler = endpoint.name(),
                "none of this route's dependencies refuses anybody; mark it as public if that is meant"
            );
        }
    }
}

/// Reports the dependencies whose `bool` is ignored, each once.
fn check_ignored<S>(tree: &Tree<S>, mistakes: &mut Vec<Mistake>)
where
    S: Clone + Send + Sync + 'static,
{
    let of_routers = tree.scopes.iter().map(|scope| {
        let mut operation = OperationDoc::default();
        scope.describe_guards(&mut operation);
        (operation, None, &scope.prefix)
    });
    let of_handlers = tree
        .leaves
        .iter()
        .filter(|leaf| leaf.is_listed)
        .map(|leaf| {
            let mut operation = OperationDoc::default();
            leaf.endpoint.describe(&mut operation);
            (operation, Some(leaf.endpoint.name()), &leaf.scope.prefix)
        });
    let mut seen = HashSet::new();
    for (operation, handler, router) in of_routers.chain(of_handlers) {
        let ignored = operation.ignored().iter();
        for dependency in ignored.filter(|dependency| seen.insert(**dependency)) {
            mistakes.push(Mistake::IgnoredBool {
                dependency,
                handler,
                router: router.clone(),
            });
        }
    }
}

fn check_doubled<S>(paths: &Paths<'_, S>, mistakes: &mut Vec<Mistake>) {
    for (path, leaves) in &paths.routed {
        for (index, later) in leaves.iter().enumerate() {
            let mut earlier = leaves[..index].iter();
            let is_doubled =
                |leaf: &&&Leaf<S>| leaf.verb == later.verb && (leaf.is_listed || later.is_listed);
            let Some(first) = earlier.find(is_doubled) else {
                continue;
            };
            mistakes.push(Mistake::Doubled {
                method: later.verb.to_string(),
                path: (*path).to_owned(),
                handlers: [first, later].map(|leaf| leaf.endpoint.name()),
                routers: [first, later].map(|leaf| leaf.scope.prefix.clone()),
            });
        }
    }
}

fn check_conflicts<S>(tree: &Tree<S>, paths: &Paths<'_, S>, mistakes: &mut Vec<Mistake>)
where
    S: Clone + Send + Sync + 'static,
{
    mistakes.extend(region::conflicts(&tree.scopes));
    let mut inserted = matchit::Router::new();
    for (index, (path, router)) in paths.all().enumerate() {
        if inserted.insert(path, ()).is_ok() {
            continue;
        }
        let (first, of_first) = (paths.all().take(index))
            .find(|(earlier, _)| collide(earlier, path))
            .unwrap_or((path, router));
        mistakes.push(Mistake::Conflict {
            paths: [first, path].map(|path| path.replace(REST, "{*anything}")),
            routers: [of_first, router].map(str::to_owned),
        });
    }
}

/// Whether axum's router cannot contain both templates.
fn collide(one: &str, other: &str) -> bool {
    let mut alone = matchit::Router::new();
    alone.insert(one, ()).is_ok() && alone.insert(other, ()).is_err()
}

fn check_overrides<S>(tree: &Tree<S>, mistakes: &mut Vec<Mistake>)
where
    S: Clone + Send + Sync + 'static,
{
    for scope in &tree.scopes {
        let Some(replacements) = &scope.own_replacements else {
            continue;
        };
        let mut used = OperationDoc::default();
        for below in tree.scopes.iter().filter(|below| scope.is_above(below)) {
            below.describe_guards(&mut used);
        }
        for leaf in tree
            .leaves
            .iter()
            .filter(|leaf| scope.is_above(&leaf.scope))
        {
            leaf.endpoint.describe(&mut used);
        }
        for dependency in replacements.unused(&used.visited()) {
            let router = scope.prefix.clone();
            mistakes.push(Mistake::UnusedOverride { dependency, router });
        }
    }
}
