//! What a random application must do, specified again in a different way: templates are compared as wholes,
//! not walked; routers are flattened to lists.

use super::prune::Taken;
use super::spec::{Item, Kind, Pick, Spec};
use super::template::{
    Key, Piece, below, collide, has_empty_parameter, join, key, loosely_below, matches, mounted,
    routed,
};

/// What answers a method of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Goal {
    Handler(Kind),
    /// A mounted service, with the number of segments of its path.
    Mount {
        public: bool,
        depth: usize,
    },
}

impl Goal {
    pub(crate) fn is_mount(&self) -> bool {
        matches!(self, Self::Mount { .. })
    }

    fn is_public(&self) -> bool {
        match self {
            Self::Handler(kind) => kind.is_public(),
            Self::Mount { public, .. } => *public,
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) template: Vec<Piece>,
    pub(crate) method: &'static str,
    pub(crate) goal: Goal,
    pub(crate) inherited: Vec<Declared>,
}

/// A dependency of a router; a number tells it from others that are equal.
type Declared = (Pick, usize);

/// A router with dependencies or layers of its own.
#[derive(Debug, Clone)]
struct Guarded {
    prefix: Vec<Piece>,
    inherited: Vec<Declared>,
    lineage: Vec<usize>,
}

#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) routes: Vec<Route>,
    guarded: Vec<Guarded>,
    routers: usize,
}

/// What answers a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Nothing of the router's: the application's own 404.
    Elsewhere,
    /// A handler, or a mounted service.
    Goal {
        template: Vec<Piece>,
        goal: Goal,
    },
    NotFound,
    MethodNotAllowed {
        allow: String,
    },
}

/// The routers that an item adds.
fn children(item: &Item) -> Vec<Spec> {
    match item {
        Item::Include(child) => vec![child.clone()],
        Item::IncludeTwice(child, routers) => {
            let mut routers = routers.to_vec();
            for router in &mut routers {
                router.items.push(Item::Include(child.clone()));
            }
            routers
        }
        Item::Depends(..) | Item::Layer | Item::Route { .. } | Item::Mount { .. } => Vec::new(),
    }
}

/// The routes that an item adds.
fn routes(item: &Item, prefix: &[Piece], inherited: &[Declared]) -> Vec<Route> {
    let route = |template, method, goal| Route {
        template,
        method,
        goal,
        inherited: inherited.to_vec(),
    };
    match item {
        Item::Route { path, end, methods } => {
            let template = routed(prefix, path, *end);
            let handlers = methods.iter();
            let to_route =
                |(method, kind): &_| route(template.clone(), *method, Goal::Handler(*kind));
            handlers.map(to_route).collect()
        }
        Item::Mount { path, public } => {
            let path = join(prefix, path);
            let (public, depth) = (*public, path.len());
            let to_route = |template| route(template, "ANY", Goal::Mount { public, depth });
            mounted(&path).into_iter().map(to_route).collect()
        }
        Item::Depends(..) | Item::Layer | Item::Include(_) | Item::IncludeTwice(..) => Vec::new(),
    }
}

impl Model {
    pub(crate) fn of(spec: &Spec) -> Self {
        let mut model = Self::default();
        model.add(spec, &[], &[], &[]);
        model
    }

    fn add(&mut self, spec: &Spec, above: &[Piece], outer: &[Declared], lineage: &[usize]) {
        let prefix = join(above, &spec.prefix);
        let own = spec.items.iter().filter_map(|item| match item {
            Item::Depends(pick, number) => Some((*pick, *number)),
            _ => None,
        });
        let own: Vec<Declared> = own.collect();
        let inherited = [outer, &own].concat();
        let lineage = [lineage, &[self.routers]].concat();
        self.routers += 1;
        let has_layer = spec.items.iter().any(|item| matches!(item, Item::Layer));
        if !own.is_empty() || has_layer && !inherited.is_empty() {
            self.guarded.push(Guarded {
                prefix: prefix.clone(),
                inherited: inherited.clone(),
                lineage: lineage.clone(),
            });
        }
        for item in &spec.items {
            self.routes.extend(routes(item, &prefix, &inherited));
            for child in children(item) {
                self.add(&child, &prefix, &inherited, &lineage);
            }
        }
    }

    /// Whether the router has a mistake that `build()` must report.
    pub(crate) fn is_mistaken(&self) -> bool {
        let unguarded = |route: &Route| {
            let has_own = matches!(route.goal, Goal::Handler(kind) if !kind.own().is_empty());
            !route.goal.is_public() && !has_own && route.inherited.is_empty()
        };
        let is_taken = |(index, route): (usize, &Route)| {
            let mut later = self.routes[index + 1..].iter();
            later.any(|later| Taken::by(route).excludes(&Taken::by(later)))
        };
        let prefixes = self.guarded.iter().any(|guarded| {
            let mut templates = self.routes.iter().map(|route| &route.template);
            templates.any(|template| collide(&guarded.prefix, template))
        });
        self.routes.iter().any(unguarded)
            || self.routes.iter().enumerate().any(is_taken)
            || prefixes
    }

    /// The dependencies of the region that `path` is in, if nothing answers there.
    fn region(&self, path: &[&str]) -> Option<(Vec<Key>, Vec<Declared>)> {
        let in_it = self.guarded.iter().filter(|one| below(&one.prefix, path));
        let keys = in_it.map(|one| key(&one.prefix, path));
        let best = keys.max()?;
        let mut inherited: Vec<Declared> = Vec::new();
        let mut lineages: Vec<&[usize]> = Vec::new();
        for one in &self.guarded {
            let is_inner = lineages.iter().any(|outer| one.lineage.starts_with(outer));
            if below(&one.prefix, path) && key(&one.prefix, path) == best && !is_inner {
                let known = inherited.clone();
                inherited.extend(one.inherited.iter().filter(|one| !known.contains(one)));
                lineages.push(&one.lineage);
            }
        }
        Some((best, inherited))
    }

    /// What answers, and which dependencies run before it.
    pub(crate) fn route(&self, method: &str, path: &str) -> (Ending, Vec<Declared>) {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        let region = self.region(&segments);
        let key_of = |route: &Route| key(&route.template, &segments);
        let best = (self.routes.iter())
            .filter(|route| matches(&route.template, &segments))
            .max_by(|left, right| key_of(left).cmp(&key_of(right)));
        let wins = |route: &&Route| {
            region.as_ref().is_none_or(|(region, _)| {
                let below = (segments.len() > region.len()).then_some(Key(0, 0));
                key_of(route) >= region.iter().copied().chain(below).collect()
            })
        };
        match (best.filter(wins), region) {
            (None, None) => (Ending::Elsewhere, Vec::new()),
            (None, Some((_, inherited))) => (Ending::NotFound, inherited),
            (Some(best), region) => {
                let of_region = region.map_or_else(Vec::new, |(_, inherited)| inherited);
                self.answer(method, &best.template, of_region)
            }
        }
    }

    /// What answers at a template.
    fn answer(
        &self,
        method: &str,
        template: &[Piece],
        of_region: Vec<Declared>,
    ) -> (Ending, Vec<Declared>) {
        let routes = self.routes.iter();
        let here: Vec<&Route> = routes.filter(|route| route.template == template).collect();
        let by = |wanted: &str| here.iter().find(|route| route.method == wanted);
        let or_get = if method == "HEAD" { by("GET") } else { None };
        let Some(route) = by(method).or(or_get).or(by("ANY")) else {
            let allow = allow(&here);
            return (Ending::MethodNotAllowed { allow }, of_region);
        };
        let (template, goal) = (route.template.clone(), route.goal.clone());
        let inherited = if goal.is_public() {
            Vec::new()
        } else {
            route.inherited.clone()
        };
        (Ending::Goal { template, goal }, inherited)
    }

    /// Whether a template or a prefix matches this path by an empty parameter, which axum allows if more
    /// follows. The model does not predict which answer comes then.
    pub(crate) fn is_odd(&self, path: &str) -> bool {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        let routes = self.routes.iter().map(|route| &route.template);
        let prefixes = self.guarded.iter().map(|one| &one.prefix);
        routes
            .filter(|template| matches(template, &segments))
            .chain(prefixes.filter(|prefix| loosely_below(prefix, &segments)))
            .any(|template| has_empty_parameter(template, &segments))
    }

    /// Whether any guarded router's prefix is above this path.
    pub(crate) fn is_guarded(&self, path: &str) -> bool {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        self.guarded.iter().any(|one| below(&one.prefix, &segments))
    }
}

fn allow(routes: &[&Route]) -> String {
    let mut methods: Vec<&str> = routes.iter().map(|route| route.method).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.sort_unstable();
    methods.dedup();
    methods.join(",")
}
