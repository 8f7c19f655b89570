//! Whose dependencies guard what no handler answers: an unknown path, or another method.
//!
//! A router that adds dependencies (or layers, or overrides, or catches panics) has a region of its own:
//! everything at and below its prefix. A request is in the region that routing would try first. The order in
//! which routers were added does not matter.

use std::sync::Arc;

use super::mistake::Mistake;
use super::parameters;
use super::scope::Scope;
use super::template::{Prefix, shape};

/// Everything at and below a guarded prefix, except what belongs to a deeper one.
pub(super) struct Region<S> {
    pub(super) prefix: Prefix,
    pub(super) scope: Arc<Scope<S>>,
}

impl<S> Region<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Whether every request that the template `path` matches is in this region, unless it is in a deeper one.
    ///
    /// A literal in the place of a prefix's parameter (`/login` beside `/{org}`) is not in it if a dependency
    /// takes that parameter: such a path does not have it.
    pub(super) fn contains(&self, path: &str) -> bool {
        self.prefix.covers(path)
            && (path.starts_with(&self.scope.prefix)
                || parameters::lacking(path, &self.scope).is_empty())
    }
}

/// The regions among `scopes`, in the order in which a request is compared with them.
pub(super) fn of<S>(scopes: &[Arc<Scope<S>>]) -> Vec<Region<S>> {
    let mut regions: Vec<Region<S>> = groups(scopes)
        .into_iter()
        .map(|group| Region {
            prefix: Prefix::parse(&group[0].prefix),
            scope: merged(&group),
        })
        .collect();
    regions.sort_by(|left, right| left.prefix.precedence(&right.prefix));
    regions
}

/// Guarded prefixes that match the same requests with different parameter names: a path can provide its
/// parameters to the dependencies of only one of them.
pub(super) fn conflicts<S>(scopes: &[Arc<Scope<S>>]) -> Vec<Mistake> {
    let differs = |group: &[&Arc<Scope<S>>]| {
        let first = &group[0].prefix;
        let other = group.iter().find(|scope| scope.prefix != *first)?;
        Some(Mistake::Conflict {
            paths: [first.clone(), other.prefix.clone()],
            routers: [first.clone(), other.prefix.clone()],
        })
    };
    groups(scopes)
        .iter()
        .filter_map(|group| differs(group))
        .collect()
}

/// The scopes that have regions, grouped by prefix. A scope is left out when one of its own outer scopes has
/// the same prefix: it then only groups some of that scope's routes.
fn groups<S>(scopes: &[Arc<Scope<S>>]) -> Vec<Vec<&Arc<Scope<S>>>> {
    let mut groups: Vec<(String, Vec<&Arc<Scope<S>>>)> = Vec::new();
    for scope in scopes.iter().filter(|scope| scope.has_region()) {
        let shape = shape(&scope.prefix);
        match groups.iter_mut().find(|(other, _)| *other == shape) {
            None => groups.push((shape, vec![scope])),
            Some((_, group)) if group.iter().any(|outer| outer.is_above(scope)) => {}
            Some((_, group)) => group.push(scope),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Merges all scopes of a group: a request must pass the dependencies of each.
fn merged<S>(group: &[&Arc<Scope<S>>]) -> Arc<Scope<S>> {
    let [first, rest @ ..] = group else {
        return Arc::new(Scope::outermost());
    };
    rest.iter().fold(Arc::clone(first), |merged, scope| {
        Arc::new(merged.and(scope))
    })
}
