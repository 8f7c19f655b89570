//! A router and its children as one list, each route with what it inherits.

use std::sync::Arc;

use super::methods::Verb;
use super::mistake::Mistake;
use super::mount::MountPoint;
use super::scope::Scope;
use super::serve::AnyEndpoint;
use super::template::{Reason, check_own_path, check_path, check_prefix, everything_below, join};
use super::{ApiRouter, Node};

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
                router: parent.prefix.clone(),
            });
        }
        let scope = Arc::new(parent.below(router, self.scopes.len()));
        self.scopes.push(Arc::clone(&scope));
        for node in &router.nodes {
            self.add_node(node, &scope);
        }
    }

    fn add_node(&mut self, node: &Node<S>, scope: &Arc<Scope<S>>) {
        let path = match node {
            Node::Child(child) => return self.add_router(child, scope),
            Node::Route { path, .. } | Node::Mount { path, .. } => path,
        };
        let joined = join(&scope.prefix, path);
        if let Err(reason) = check(node, path, scope) {
            self.mistakes.push(Mistake::Path {
                path: joined,
                reason,
                router: scope.prefix.clone(),
            });
            return;
        }
        match node {
            Node::Child(_) => {}
            Node::Route { methods, .. } => {
                for entry in &methods.entries {
                    let endpoint = Arc::clone(&entry.endpoint);
                    self.add(joined.clone(), entry.verb.clone(), endpoint, scope);
                }
            }
            Node::Mount {
                service, public, ..
            } => {
                let path = joined.trim_end_matches('/');
                let mount = MountPoint::new(service.clone(), path, *public);
                self.add_mount(path, &(Arc::new(mount) as Arc<dyn AnyEndpoint<S>>), scope);
            }
        }
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

/// Whether a path that a router adds to its prefix is well-formed, and the whole, too.
fn check<S>(node: &Node<S>, path: &str, scope: &Scope<S>) -> Result<(), Reason> {
    check_own_path(path)?;
    if matches!(node, Node::Mount { .. }) && path.contains("{*") {
        return Err("a mounted service has all below its path, without a `{*wildcard}`");
    }
    if scope.malformed {
        return Ok(());
    }
    check_path(&join(&scope.prefix, path))
}
