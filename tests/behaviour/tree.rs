//! R1, R2 and R3 as a property: random trees of dependencies run in the order, and as often, as a model of
//! five lines predicts.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use auth_runtime::{Dependency, HttpError, Provides, Rejection, RequestContext, depends};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get as route;
use proptest::collection::vec;
use proptest::prelude::*;

use super::support::{block_on, get, send};

/// A dependency with its sub-dependencies. Its value is the number of its run.
#[derive(Clone, Debug, PartialEq)]
struct Node {
    id: u8,
    needs: Vec<Need>,
    /// Whether it fails: never, when it is run for the first time, or always.
    fails: Fails,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Fails {
    Never,
    AtFirst,
    Always,
}

/// How a dependency asks for another one.
#[derive(Clone, Debug, PartialEq)]
struct Need {
    node: Node,
    how: How,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum How {
    /// With `?`.
    Resolve,
    /// For a value of its own.
    Fresh,
    /// Continues without the value.
    Optional,
}

/// What one request did: each run by its node's id, and each value that was received.
#[derive(Clone, Debug, Default, PartialEq)]
struct Trace {
    runs: Vec<u8>,
    given: Vec<(u8, Option<usize>)>,
    failed: HashMap<u8, usize>,
}

impl Trace {
    /// Runs the node itself: returns its value, or `None` if it fails.
    fn run(&mut self, node: &Node) -> Option<usize> {
        self.runs.push(node.id);
        let failures = self.failed.entry(node.id).or_default();
        let is_failure = match node.fails {
            Fails::Never => false,
            Fails::AtFirst => *failures == 0,
            Fails::Always => true,
        };
        *failures += usize::from(is_failure);
        (!is_failure).then_some(self.runs.len())
    }
}

type Site = (Arc<Vec<Need>>, Arc<Mutex<Trace>>);

impl Provides for Node {
    type Output = usize;
}

impl Dependency<Site> for Node {
    async fn resolve(&self, context: &mut RequestContext, site: &Site) -> Result<usize, Rejection> {
        all_of(&self.needs, context, site).await?;
        let value = site.1.lock().unwrap().run(self);
        value.ok_or_else(|| HttpError::new(StatusCode::CONFLICT).into())
    }
}

type Running<'a> = Pin<Box<dyn Future<Output = Result<(), Rejection>> + Send + 'a>>;

/// Asks for all of `needs`, each in its own way, until one is refused.
fn all_of<'a>(needs: &'a [Need], context: &'a mut RequestContext, site: &'a Site) -> Running<'a> {
    Box::pin(async move {
        for Need { node, how } in needs {
            let given = match how {
                How::Fresh => context.resolve_fresh(node, site).await,
                How::Resolve | How::Optional => context.resolve(node, site).await,
            };
            site.1
                .lock()
                .unwrap()
                .given
                .push((node.id, given.as_ref().ok().copied()));
            if *how != How::Optional {
                given?;
            }
        }
        Ok(())
    })
}

/// The root of every tree; its needs are in the state.
#[derive(Clone, PartialEq)]
struct Root;

impl Provides for Root {
    type Output = ();
}

impl Dependency<Site> for Root {
    async fn resolve(&self, context: &mut RequestContext, site: &Site) -> Result<(), Rejection> {
        all_of(&site.0, context, site).await
    }
}

#[depends(Root)]
async fn handler() {}

/// The model: depth first, in order, each equal node once.
#[derive(Default)]
struct Model {
    trace: Trace,
    kept: Vec<(Node, usize)>,
}

impl Model {
    fn all_of(&mut self, needs: &[Need]) -> Option<()> {
        for Need { node, how } in needs {
            let given = match how {
                How::Fresh => self.run(node),
                How::Resolve | How::Optional => self.resolve(node),
            };
            self.trace.given.push((node.id, given));
            if *how != How::Optional {
                given?;
            }
        }
        Some(())
    }

    fn resolve(&mut self, node: &Node) -> Option<usize> {
        if let Some((_, value)) = self.kept.iter().find(|(kept, _)| kept == node) {
            return Some(*value);
        }
        let value = self.run(node)?;
        self.kept.push((node.clone(), value));
        Some(value)
    }

    fn run(&mut self, node: &Node) -> Option<usize> {
        self.all_of(&node.needs)?;
        self.trace.run(node)
    }
}

/// Few ids and few shapes, so that equal nodes occur at all depths.
fn nodes() -> impl Strategy<Value = Node> {
    let fails =
        prop_oneof![12 => Just(Fails::Never), 1 => Just(Fails::AtFirst), 1 => Just(Fails::Always)];
    let leaf = (0..3_u8, fails.clone()).prop_map(|(id, fails)| Node {
        id,
        needs: Vec::new(),
        fails,
    });
    leaf.prop_recursive(4, 24, 3, move |node| {
        let needs = vec(needs(node), 0..3);
        (3..6_u8, needs, fails.clone()).prop_map(|(id, needs, fails)| Node { id, needs, fails })
    })
}

fn needs(node: impl Strategy<Value = Node>) -> impl Strategy<Value = Need> {
    let how = prop_oneof![6 => Just(How::Resolve), 1 => Just(How::Fresh), 1 => Just(How::Optional)];
    (node, how).prop_map(|(node, how)| Need { node, how })
}

proptest! {
    #[test]
    fn a_tree_of_dependencies_runs_in_the_order_and_as_often_as_the_model_says(
        // Some trees occur in the list twice.
        trees in vec(needs(nodes()), 1..5),
        again in any::<prop::sample::Index>(),
    ) {
        let mut trees = trees;
        trees.push(trees[again.index(trees.len())].clone());

        let mut model = Model::default();
        let is_fine = model.all_of(&trees).is_some();

        let site: Site = (Arc::new(trees), Arc::default());
        let app = Router::new().route("/", route(handler)).with_state(site.clone());
        let answer = block_on(send(&app, get("/")));
        prop_assert_eq!(&*site.1.lock().unwrap(), &model.trace);
        prop_assert_eq!(answer.status, if is_fine { StatusCode::OK } else { StatusCode::CONFLICT });
    }
}
