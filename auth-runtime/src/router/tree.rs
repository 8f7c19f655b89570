//! A router and its children as one list, each route with what it inherits.

use std::sync::Arc;

use super::guard::{Guard, Inherited};
use super::methods::Verb;
use super::mistake::Mistake;
use super::mount::MountPoint;
use super::serve::{AnyEndpoint, Guarded, Target};
use super::template::{check_path, check_prefix, everything_below, join};
use super::{ApiRouter, LayerFn, Node};
use crate::description::OperationDoc;
use crate::overrides::{Overrides, Replacements};

/// What everything under one prefix shares.
pub(super) struct Scope<S> {
    pub(super) prefix: String,
    pub(super) tags: Vec<&'static str>,
    pub(super) deprecated: bool,
    pub(super) hidden: bool,
    pub(super) guards: Vec<Arc<dyn Guard<S>>>,
    layers: Vec<LayerFn<S>>,
    replacements: Option<Arc<Replacements>>,
}

/// One endpoint at one path.
pub(super) struct Leaf<S> {
    pub(super) path: String,
    pub(super) verb: Verb,
    pub(super) endpoint: Arc<dyn AnyEndpoint<S>>,
    pub(super) scope: Arc<Scope<S>>,
    /// Whether it is a path of its own, not another spelling of a mounted service's.
    pub(super) is_listed: bool,
}

/// All endpoints, all prefixes, and what is malformed.
pub(super) struct Tree<S> {
    pub(super) leaves: Vec<Leaf<S>>,
    pub(super) scopes: Vec<Arc<Scope<S>>>,
    pub(super) mistakes: Vec<Mistake>,
}

/// Walks `router` and everything below it.
pub(super) fn of<S>(router: &ApiRouter<S>) -> Tree<S>
where
    S: Clone + Send + Sync + 'static,
{
    let mut tree = Tree {
        leaves: Vec::new(),
        scopes: Vec::new(),
        mistakes: Vec::new(),
    };
    tree.add_router(router, &Scope::outermost());
    tree
}

impl<S> Tree<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn add_router(&mut self, router: &ApiRouter<S>, parent: &Scope<S>) {
        if let Err(reason) = check_prefix(&router.prefix) {
            self.mistakes.push(Mistake::Prefix {
                prefix: router.prefix.clone(),
                reason,
            });
            return;
        }
        let scope = Arc::new(parent.below(router));
        self.scopes.push(Arc::clone(&scope));
        for node in &router.nodes {
            match node {
                Node::Child(child) => self.add_router(child, &scope),
                Node::Route { path, methods } => {
                    let path = join(&scope.prefix, path);
                    for entry in &methods.entries {
                        self.add(
                            &path,
                            entry.verb.clone(),
                            Arc::clone(&entry.endpoint),
                            &scope,
                            true,
                        );
                    }
                }
                Node::Mount {
                    path,
                    service,
                    public,
                } => {
                    let path = join(&scope.prefix, path);
                    let segments = path.matches('/').count() - usize::from(path == "/");
                    let mount: Arc<dyn AnyEndpoint<S>> = Arc::new(MountPoint {
                        service: service.clone(),
                        segments,
                        public: *public,
                    });
                    self.add_mount(&path, &mount, &scope);
                }
            }
        }
    }

    fn add_mount(&mut self, path: &str, mount: &Arc<dyn AnyEndpoint<S>>, scope: &Arc<Scope<S>>) {
        let prefix = path.trim_end_matches('/');
        let mut templates = everything_below(prefix).to_vec();
        templates.dedup();
        for (index, path) in templates.into_iter().enumerate() {
            self.add(&path, Verb::Any, Arc::clone(mount), scope, index == 0);
        }
    }

    fn add(
        &mut self,
        path: &str,
        verb: Verb,
        endpoint: Arc<dyn AnyEndpoint<S>>,
        scope: &Arc<Scope<S>>,
        is_listed: bool,
    ) {
        // The spellings of a mounted path are ours, and end as no route's does.
        if is_listed && let Err(reason) = check_path(path) {
            self.mistakes.push(Mistake::Path {
                path: path.to_owned(),
                reason,
            });
            return;
        }
        let (path, scope) = (path.to_owned(), Arc::clone(scope));
        self.leaves.push(Leaf {
            path,
            verb,
            endpoint,
            scope,
            is_listed,
        });
    }
}

impl<S> Scope<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn outermost() -> Self {
        Self {
            prefix: String::new(),
            tags: Vec::new(),
            deprecated: false,
            hidden: false,
            guards: Vec::new(),
            layers: Vec::new(),
            replacements: None,
        }
    }

    /// The scope of a router in this one: outer tags and dependencies first, inner layers first.
    fn below(&self, router: &ApiRouter<S>) -> Self {
        let mut tags = self.tags.clone();
        tags.extend(router.tags.iter().filter(|tag| !self.tags.contains(tag)));
        Self {
            prefix: format!("{}{}", self.prefix, router.prefix),
            tags,
            deprecated: self.deprecated || router.deprecated,
            hidden: self.hidden || router.hidden,
            guards: self
                .guards
                .iter()
                .chain(&router.guards)
                .map(Arc::clone)
                .collect(),
            layers: router
                .layers
                .iter()
                .chain(&self.layers)
                .map(Arc::clone)
                .collect(),
            replacements: self
                .replacements
                .clone()
                .or_else(|| router.overrides.as_ref().map(Overrides::replacements)),
        }
    }

    /// `endpoint` as it is called: behind this scope's dependencies and layers.
    pub(super) fn target(&self, endpoint: Arc<dyn AnyEndpoint<S>>) -> Target<S> {
        let guards = if endpoint.is_public() {
            Vec::new()
        } else {
            self.guards.clone()
        };
        let inherited = Inherited::new(guards, self.replacements.clone(), endpoint.plan());
        let guarded = Guarded {
            endpoint,
            inherited: Arc::new(inherited),
        };
        if self.layers.is_empty() {
            return Target::Direct(guarded);
        }
        let route = axum::routing::any(guarded);
        Target::Layered(self.layers.iter().fold(route, |route, layer| layer(route)))
    }

    /// What the scope's dependencies and the endpoint's own say of themselves.
    pub(super) fn describe(&self, endpoint: &dyn AnyEndpoint<S>) -> OperationDoc {
        let mut operation = OperationDoc::default();
        self.visit(endpoint, &mut operation);
        operation
    }

    /// Adds the same to `operation`.
    pub(super) fn visit(&self, endpoint: &dyn AnyEndpoint<S>, operation: &mut OperationDoc) {
        if !endpoint.is_public() {
            self.guards
                .iter()
                .for_each(|guard| guard.describe(operation));
        }
        endpoint.describe(operation);
    }

    /// The replaced dependencies that hold here.
    pub(super) fn replacements(&self) -> Option<&Arc<Replacements>> {
        self.replacements.as_ref()
    }
}
