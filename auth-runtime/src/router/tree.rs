//! A router and its children as one list, each route with what it inherits.

use std::sync::Arc;

use super::endpoint::AnyEndpoint;
use super::methods::{Entry, Verb};
use super::mistake::Mistake;
use super::mount::MountPoint;
use super::scope::Scope;
use super::template::{Reason, check_own_path, check_path, everything_below, join};
use super::{ApiRouter, Node};

/// One endpoint at one path.
pub(super) struct Leaf<S> {
    pub(super) path: String,
    pub(super) verb: Verb,
    pub(super) endpoint: Arc<dyn AnyEndpoint<S>>,
    pub(super) scope: Arc<Scope<S>>,
    /// Whether it is a path of its own, and not another spelling of a mounted service's path.
    pub(super) is_listed: bool,
}

/// All endpoints, all prefixes, and all mistakes in them.
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
        let scope = Arc::new(parent.below(router, self.scopes.len()));
        if let Some(reason) = scope.reason {
            self.mistakes.push(Mistake::Prefix {
                prefix: router.prefix.clone(),
                reason,
                router: parent.prefix.clone(),
            });
        }
        self.scopes.push(Arc::clone(&scope));
        for node in &router.nodes {
            self.add_node(node, &scope);
        }
    }

    fn add_node(&mut self, node: &Node<S>, scope: &Arc<Scope<S>>) {
        match node {
            Node::Child(child) => self.add_router(child, scope),
            Node::Route { path, methods } => {
                let Some(path) = self.accept(check_own_path(path), path, scope) else {
                    return;
                };
                for Entry { verb, endpoint } in &methods.entries {
                    self.add(path.clone(), verb.clone(), Arc::clone(endpoint), scope);
                }
            }
            Node::Mount {
                path,
                service,
                public,
            } => {
                if let Some(path) = self.accept(check_mount(path), path, scope) {
                    let path = path.trim_end_matches('/');
                    let mount = MountPoint::new(service.clone(), path, *public);
                    self.add_mount(path, &(Arc::new(mount) as Arc<dyn AnyEndpoint<S>>), scope);
                }
            }
        }
    }

    /// The whole path, if both it and what the router adds to its prefix are well-formed.
    fn accept(
        &mut self,
        checked: Result<(), Reason>,
        path: &str,
        scope: &Scope<S>,
    ) -> Option<String> {
        let path = join(&scope.prefix, path);
        // Below a malformed prefix, only what the router itself adds is checked.
        let whole = if scope.malformed {
            Ok(())
        } else {
            check_path(&path)
        };
        let Err(reason) = checked.and(whole) else {
            return Some(path);
        };
        let router = scope.prefix.clone();
        self.mistakes.push(Mistake::Path {
            path,
            reason,
            router,
        });
        None
    }

    fn add_mount(&mut self, path: &str, mount: &Arc<dyn AnyEndpoint<S>>, scope: &Arc<Scope<S>>) {
        let mut templates = everything_below(path).to_vec();
        templates.dedup();
        let listed = self.leaves.len();
        for template in templates {
            self.add(template, Verb::Any, Arc::clone(mount), scope);
        }
        for other_spelling in self.leaves.iter_mut().skip(listed + 1) {
            other_spelling.is_listed = false;
        }
    }

    fn add(
        &mut self,
        path: String,
        verb: Verb,
        endpoint: Arc<dyn AnyEndpoint<S>>,
        scope: &Arc<Scope<S>>,
    ) {
        self.leaves.push(Leaf {
            path,
            verb,
            endpoint,
            scope: Arc::clone(scope),
            is_listed: true,
        });
    }
}

/// The path must not end in a wildcard: a mounted service has everything below its path anyway.
fn check_mount(path: &str) -> Result<(), Reason> {
    if path.contains("{*") {
        return Err("a mounted service gets everything below its path: remove the `{*wildcard}`");
    }
    check_own_path(path)
}
