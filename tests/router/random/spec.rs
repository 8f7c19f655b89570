//! Random applications, as data.

use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::select;

/// What a node does.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// What it depends on: nodes with lower numbers.
    pub(crate) needs: Vec<usize>,
    pub(crate) edits: Vec<Edit>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Edit {
    SetDefault(&'static str),
    Insert(&'static str),
    Append(&'static str),
    Remove(&'static str),
}

/// How a node is named in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Pick {
    /// Written by hand.
    ByHand(usize),
    /// Made by the macro.
    Made(usize),
    /// Made by the macro, and run again.
    Fresh(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bare,
    WithList,
    WithParameters,
    Public,
    PublicWithList,
}

/// A segment of a template; parameters are named by their depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Segment {
    Literal(&'static str),
    Parameter(&'static str),
}

/// How a route's path ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Plain,
    Slash,
    Wildcard(&'static str),
}

#[derive(Debug, Clone)]
pub(crate) enum Item {
    /// A dependency, and the number that tells it from others that are equal.
    Depends(Pick, usize),
    /// Of which nobody notices anything.
    Layer,
    Route {
        path: Vec<Segment>,
        end: End,
        methods: Vec<(&'static str, Kind)>,
    },
    Include(Spec),
    /// The same child in two other routers, each with dependencies of its own.
    IncludeTwice(Spec, [Spec; 2]),
    Mount {
        path: Vec<Segment>,
        public: bool,
    },
}

/// A router: its prefix, and what was called on it, in order.
#[derive(Debug, Clone)]
pub(crate) struct Spec {
    pub(crate) prefix: Vec<Segment>,
    pub(crate) items: Vec<Item>,
}

impl Spec {
    /// Numbers the dependencies, starting at `next`.
    pub(crate) fn number(&mut self, next: &mut usize) {
        for item in &mut self.items {
            match item {
                Item::Depends(_, number) => {
                    *number = *next;
                    *next += 1;
                }
                Item::Include(child) => child.number(next),
                Item::IncludeTwice(child, routers) => {
                    child.number(next);
                    for router in routers {
                        router.number(next);
                    }
                }
                Item::Layer | Item::Route { .. } | Item::Mount { .. } => {}
            }
        }
    }
}

impl Spec {
    /// Adds `#[public]` where nothing guards, for a tree that must not have this mistake.
    pub(crate) fn open_what_is_unguarded(&mut self, is_guarded: bool) {
        let has_own = |spec: &Self| {
            spec.items
                .iter()
                .any(|item| matches!(item, Item::Depends(..)))
        };
        let is_guarded = is_guarded || has_own(self);
        for item in &mut self.items {
            match item {
                Item::Route { methods, .. } if !is_guarded => {
                    for (_, kind) in methods.iter_mut().filter(|(_, kind)| *kind == Kind::Bare) {
                        *kind = Kind::Public;
                    }
                }
                Item::Mount { public, .. } => *public |= !is_guarded,
                Item::Include(child) => child.open_what_is_unguarded(is_guarded),
                Item::IncludeTwice(child, routers) => {
                    let both = routers.iter().all(has_own);
                    child.open_what_is_unguarded(is_guarded || both);
                    for router in routers {
                        router.open_what_is_unguarded(is_guarded);
                    }
                }
                Item::Route { .. } | Item::Layer | Item::Depends(..) => {}
            }
        }
    }
}

/// How many nodes there are of each kind.
pub(crate) const NODES: usize = 7;

pub(crate) const METHODS: [&str; 5] = ["GET", "HEAD", "POST", "BREW", "ANY"];

const HEADERS: [&str; 2] = ["x-a", "x-b"];

pub(crate) fn nodes() -> impl Strategy<Value = Vec<Node>> {
    let edit = (0..4, select(&HEADERS[..])).prop_map(|(action, name)| match action {
        0 => Edit::SetDefault(name),
        1 => Edit::Insert(name),
        2 => Edit::Append(name),
        _ => Edit::Remove(name),
    });
    let node = (vec(any::<proptest::sample::Index>(), 0..3), vec(edit, 0..3));
    vec(node, NODES).prop_map(|nodes| {
        let lower = |number: usize, needs: Vec<proptest::sample::Index>| match number {
            0 => Vec::new(),
            _ => needs.iter().map(|need| need.index(number)).collect(),
        };
        nodes
            .into_iter()
            .enumerate()
            .map(|(number, (needs, edits))| Node {
                needs: lower(number, needs),
                edits,
            })
            .collect()
    })
}

pub(crate) fn router() -> impl Strategy<Value = Spec> {
    let leaf = spec(items(item().boxed(), 5));
    let level = |inner: BoxedStrategy<Spec>| {
        let twice = (
            inner.clone(),
            spec(items(depends(), 2)),
            spec(items(depends(), 2)),
        )
            .prop_map(|(child, first, mut second)| {
                // The child's parameters have the same names in both places.
                second
                    .prefix
                    .resize(first.prefix.len(), Segment::Literal("b"));
                Item::IncludeTwice(child, [first, second])
            });
        let item = prop_oneof![
            6 => item(),
            3 => inner.prop_map(Item::Include),
            1 => twice,
        ];
        spec(items(item.boxed(), 6)).boxed()
    };
    level(level(level(leaf.boxed())))
}

fn spec(items: impl Strategy<Value = Vec<Item>>) -> impl Strategy<Value = Spec> {
    (path(2), items).prop_map(|(prefix, items)| Spec { prefix, items })
}

fn items(item: BoxedStrategy<Item>, most: usize) -> impl Strategy<Value = Vec<Item>> {
    vec(item, 1..=most)
}

fn item() -> impl Strategy<Value = Item> {
    let methods = vec((select(&METHODS[..]), kind()), 1..3).prop_map(|mut methods| {
        methods.dedup_by_key(|(method, _)| *method);
        methods
    });
    let route = (path(2), end(), methods).prop_map(|(path, end, methods)| Item::Route {
        path,
        end,
        methods,
    });
    let mount = (path(2), any::<bool>()).prop_map(|(path, public)| Item::Mount { path, public });
    prop_oneof![3 => depends(), 1 => Just(Item::Layer), 8 => route, 1 => mount]
}

fn depends() -> BoxedStrategy<Item> {
    let pick = (0..NODES, 0..5).prop_map(|(number, how)| match how {
        0 | 1 => Pick::ByHand(number),
        2 | 3 => Pick::Made(number),
        _ => Pick::Fresh(number),
    });
    pick.prop_map(|pick| Item::Depends(pick, 0)).boxed()
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        4 => Just(Kind::Bare),
        2 => Just(Kind::WithList),
        2 => Just(Kind::WithParameters),
        3 => Just(Kind::Public),
        1 => Just(Kind::PublicWithList),
    ]
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        12 => Just(End::Plain),
        2 => Just(End::Slash),
        1 => Just(End::Wildcard("")),
        1 => Just(End::Wildcard("v")),
    ]
}

fn path(most: usize) -> impl Strategy<Value = Vec<Segment>> {
    let segment = prop_oneof![
        6 => select(&["a", "b", "v1", "v"][..]).prop_map(Segment::Literal),
        2 => Just(Segment::Parameter("")),
        1 => Just(Segment::Parameter("v")),
    ];
    vec(segment, 0..=most)
}

/// The path of a request.
pub(crate) fn request_path() -> impl Strategy<Value = String> {
    let segment = select(
        &[
            "a", "b", "v1", "v", "v2", "zz", "", "%61", "a%2Fb", "..", ";x",
        ][..],
    );
    vec(segment, 1..7).prop_map(|segments| format!("/{}", segments.join("/")))
}
