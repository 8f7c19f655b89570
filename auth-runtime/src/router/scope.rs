//! What everything under one prefix shares: tags, dependencies, layers, overrides.

use std::sync::Arc;

use super::declared::Declared;
use super::endpoint::AnyEndpoint;
use super::guard::{Guard, Inherited};
use super::guarded::Guarded;
use super::path::Target;
use super::template::{Reason, check_path, check_prefix};
use super::{ApiRouter, LayerFn};
use crate::dependency::Plan;
use crate::description::OperationDoc;
use crate::overrides::{Overrides, Replacements};
use crate::watch::Watch;

/// A router's place among the others, with what it inherits.
pub(super) struct Scope<S> {
    pub(super) prefix: String,
    pub(super) labels: Labels,
    /// The dependencies of all routers from the outermost to this one.
    pub(super) guards: Vec<Arc<dyn Guard<S>>>,
    /// The layers, innermost first.
    layers: Vec<LayerFn<S>>,
    replacements: Option<Arc<Replacements>>,
    watch: Watch,
    /// The numbers of the scopes from the outermost to this one.
    lineage: Vec<usize>,
    /// Whether this router has dependencies, layers or overrides of its own, or watches for something.
    adds: bool,
    /// Why its prefix is malformed.
    pub(super) reason: Option<Reason>,
    /// Whether its prefix, or that of an outer one, is malformed.
    pub(super) malformed: bool,
    /// The overrides that this router itself has.
    pub(super) own_replacements: Option<Arc<Replacements>>,
}

/// What the documentation says about every operation of a router.
#[derive(Debug, Clone, Default)]
pub(super) struct Labels {
    pub(super) tags: Vec<&'static str>,
    pub(super) deprecated: bool,
    pub(super) hidden: bool,
}

impl Labels {
    /// Combines these labels of an outer router with those of an `inner` one.
    fn and(&self, inner: &Self) -> Self {
        let mut tags = Vec::new();
        for tag in self.tags.iter().chain(&inner.tags) {
            if !tags.contains(tag) {
                tags.push(*tag);
            }
        }
        Self {
            tags,
            deprecated: self.deprecated || inner.deprecated,
            hidden: self.hidden || inner.hidden,
        }
    }
}

impl<S> Scope<S> {
    /// The scope outside every router.
    pub(super) fn outermost() -> Self {
        Self {
            prefix: String::new(),
            labels: Labels::default(),
            guards: Vec::new(),
            layers: Vec::new(),
            replacements: None,
            watch: Watch::IDLE,
            lineage: Vec::new(),
            adds: false,
            reason: None,
            malformed: false,
            own_replacements: None,
        }
    }

    /// Whether this scope refuses what no handler answers under the prefix.
    pub(super) fn has_region(&self) -> bool {
        self.adds && !self.guards.is_empty() && !self.malformed
    }

    /// Whether `other` inherits from this scope, or is this scope.
    pub(super) fn is_above(&self, other: &Self) -> bool {
        other.lineage.starts_with(&self.lineage)
    }

    /// Combines this scope with another one of the same prefix: a request must pass both.
    pub(super) fn and(&self, other: &Self) -> Self {
        let guards_of_other = (other.guards.iter()).filter(|guard| !holds(&self.guards, guard));
        let layers_of_other = (other.layers.iter()).filter(|layer| !holds(&self.layers, layer));
        Self {
            prefix: self.prefix.clone(),
            labels: self.labels.clone(),
            guards: self.guards.iter().chain(guards_of_other).cloned().collect(),
            layers: layers_of_other.chain(&self.layers).cloned().collect(),
            replacements: Replacements::both(
                self.replacements.as_ref(),
                other.replacements.as_ref(),
            ),
            watch: self.watch.and_equal(other.watch),
            lineage: self.lineage.clone(),
            adds: true,
            reason: None,
            malformed: self.malformed,
            own_replacements: None,
        }
    }
}

/// Whether `list` contains this very item, by identity.
fn holds<T: ?Sized>(list: &[Arc<T>], item: &Arc<T>) -> bool {
    list.iter().any(|own| Arc::ptr_eq(own, item))
}

impl<S> Scope<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// The scope of a router inside this one: outer tags and dependencies first, inner layers first.
    pub(super) fn below(&self, router: &ApiRouter<S>, number: usize) -> Self {
        let prefix = format!("{}{}", self.prefix, router.prefix);
        let whole = || {
            if self.malformed {
                Ok(())
            } else {
                check_path(&prefix)
            }
        };
        let reason = check_prefix(&router.prefix).and_then(|()| whole()).err();
        let own_replacements = router.overrides.as_ref().map(Overrides::replacements);
        Self {
            prefix,
            labels: self.labels.and(&router.labels),
            guards: self.guards.iter().chain(&router.guards).cloned().collect(),
            layers: router.layers.iter().chain(&self.layers).cloned().collect(),
            replacements: Replacements::both(self.replacements.as_ref(), own_replacements.as_ref()),
            watch: self.watch.and_inner(router.watch),
            lineage: self.lineage.iter().copied().chain([number]).collect(),
            adds: !router.guards.is_empty()
                || !router.layers.is_empty()
                || !router.watch.is_idle()
                || own_replacements.is_some(),
            malformed: self.malformed || reason.is_some(),
            reason,
            own_replacements,
        }
    }

    /// `endpoint` as it is called: after this scope's dependencies and layers.
    pub(super) fn target(&self, endpoint: Arc<dyn AnyEndpoint<S>>) -> Target<S> {
        let guards = if endpoint.is_public() {
            Vec::new()
        } else {
            self.guards.clone()
        };
        let declared = Declared::new(|| self.describe(&*endpoint).response_headers().clone());
        let plan = self.plan(&*endpoint);
        let inherited = Inherited::new(guards, self.replacements.clone(), plan);
        let inherited = inherited.declaring(declared).watching(self.watch);
        let guarded = Guarded::new(endpoint, inherited);
        if self.layers.is_empty() {
            return Target::Direct(guarded);
        }
        let route = axum::routing::any(guarded);
        let route = self.layers.iter().fold(route, |route, layer| layer(route));
        Target::Layered(Box::new(route))
    }

    /// What the scope's dependencies, and the endpoint's own, need.
    pub(super) fn plan(&self, endpoint: &dyn AnyEndpoint<S>) -> Plan {
        if endpoint.is_public() {
            return endpoint.plan();
        }
        let guards = self.guards.iter();
        guards.fold(endpoint.plan(), |plan, guard| plan.needs(guard.plan()))
    }

    /// What the scope's dependencies, and the endpoint's own, declare.
    pub(super) fn describe(&self, endpoint: &dyn AnyEndpoint<S>) -> OperationDoc {
        let mut operation = OperationDoc::default();
        if !endpoint.is_public() {
            self.describe_guards(&mut operation);
        }
        endpoint.describe(&mut operation);
        self.watch.describe(&mut operation);
        operation
    }

    /// Adds what the scope's dependencies declare.
    pub(super) fn describe_guards(&self, operation: &mut OperationDoc) {
        for guard in &self.guards {
            guard.describe(operation);
        }
    }
}
