//! Removes routes that cannot be in one router together.

use super::model::Route;
use super::spec::{Item, Spec};
use super::template::{Piece, collide, join, mounted, routed};

/// A taken route: no other route may conflict with it.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    template: Vec<Piece>,
    method: &'static str,
    is_mount: bool,
}

impl Taken {
    pub(crate) fn by(route: &Route) -> Self {
        let (template, method) = (route.template.clone(), route.method);
        let is_mount = route.goal.is_mount();
        Self {
            template,
            method,
            is_mount,
        }
    }

    pub(crate) fn excludes(&self, other: &Self) -> bool {
        if self.template != other.template {
            return collide(&self.template, &other.template);
        }
        // A mount's wildcard has another name.
        let ends_alike = self.is_mount == other.is_mount
            || !matches!(self.template.last(), Some(Piece::Rest(_)));
        self.method == other.method || !ends_alike
    }
}

/// The routes so far; routes that conflict with them are removed from a spec.
#[derive(Debug, Default)]
pub(crate) struct Pruning(Vec<Taken>);

impl Pruning {
    pub(crate) fn prune(&mut self, spec: &mut Spec) {
        self.below(spec, &[]);
    }

    fn below(&mut self, spec: &mut Spec, above: &[Piece]) {
        let prefix = join(above, &spec.prefix);
        spec.items.retain_mut(|item| match item {
            Item::Depends(..) | Item::Layer => true,
            Item::Include(child) => {
                self.below(child, &prefix);
                true
            }
            Item::IncludeTwice(child, routers) => {
                for router in routers {
                    self.below(router, &prefix);
                    self.below(child, &join(&prefix, &router.prefix));
                }
                true
            }
            Item::Route { path, end, methods } => {
                let template = routed(&prefix, path, *end);
                methods.retain(|(method, _)| {
                    self.take(std::slice::from_ref(&template), method, false)
                });
                !methods.is_empty()
            }
            Item::Mount { path, .. } => self.take(&mounted(&join(&prefix, path)), "ANY", true),
        });
    }

    /// Takes these templates, if all are free.
    fn take(&mut self, templates: &[Vec<Piece>], method: &'static str, is_mount: bool) -> bool {
        let taken = templates.iter().cloned().map(|template| Taken {
            template,
            method,
            is_mount,
        });
        let taken: Vec<Taken> = taken.collect();
        let is_free = |one: &Taken| !self.0.iter().any(|other| other.excludes(one));
        let all_free = taken.iter().all(is_free);
        if all_free {
            self.0.extend(taken);
        }
        all_free
    }
}
