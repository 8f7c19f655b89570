//! What a random application must do, said a second time and differently: templates are compared as
//! wholes, not walked; routers are flattened to lists.

use super::spec::{Edit, End, Item, Kind, Node, Pick, Segment, Spec};
use super::world::{MADE, status_of};

/// A segment of a whole template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Literal(String),
    Parameter(String),
    Rest(String),
}

/// What a method of a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Goal {
    Handler(Kind),
    /// A mounted service, with the number of segments of its path.
    Mount {
        public: bool,
        depth: usize,
    },
}

/// What no other route may have.
#[derive(Debug, Clone)]
struct Taken {
    template: Vec<Piece>,
    method: &'static str,
    is_mount: bool,
}

impl Taken {
    fn by(route: &Route) -> Self {
        let (template, method) = (route.template.clone(), route.method);
        let is_mount = route.goal.is_mount();
        Self {
            template,
            method,
            is_mount,
        }
    }

    fn excludes(&self, other: &Self) -> bool {
        if self.template != other.template {
            return collide(&self.template, &other.template);
        }
        // A mount's wildcard has another name.
        let ends_alike = self.is_mount == other.is_mount
            || !matches!(self.template.last(), Some(Piece::Rest(_)));
        self.method == other.method || !ends_alike
    }
}

/// Routes that are to have no other in their way: those that have are taken out of a spec.
#[derive(Debug, Default)]
pub(crate) struct Pruning(Vec<Taken>);

impl Pruning {
    pub(crate) fn prune(&mut self, spec: &mut Spec) {
        self.below(spec, &[]);
    }

    fn below(&mut self, spec: &mut Spec, above: &[Piece]) {
        let prefix = join(above, &spec.prefix);
        spec.items.retain_mut(|item| match item {
            Item::Depends(..) => true,
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

impl Goal {
    fn is_mount(&self) -> bool {
        matches!(self, Self::Mount { .. })
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) template: Vec<Piece>,
    pub(crate) method: &'static str,
    pub(crate) goal: Goal,
    pub(crate) inherited: Vec<Declared>,
}

/// A dependency of a router, told from others that are equal by a number.
type Declared = (Pick, usize);

/// A router with dependencies of its own.
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

/// What a request is answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Nothing of ours: the application's own 404.
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

/// The template as `MatchedPath` shows it.
pub(crate) fn text(template: &[Piece]) -> String {
    let pieces = template
        .iter()
        .enumerate()
        .map(|(depth, piece)| match piece {
            Piece::Literal(text) => format!("/{text}"),
            Piece::Parameter(text) => format!("/{text}{{p{depth}}}"),
            Piece::Rest(text) => format!("/{text}{{*rest}}"),
        });
    pieces.collect()
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
        if !own.is_empty() {
            self.guarded.push(Guarded {
                prefix: prefix.clone(),
                inherited: inherited.clone(),
                lineage: lineage.clone(),
            });
        }
        for item in &spec.items {
            match item {
                Item::Depends(..) => {}
                Item::Include(child) => self.add(child, &prefix, &inherited, &lineage),
                Item::IncludeTwice(child, routers) => {
                    for router in routers {
                        let mut router = router.clone();
                        router.items.push(Item::Include(child.clone()));
                        self.add(&router, &prefix, &inherited, &lineage);
                    }
                }
                Item::Route { path, end, methods } => {
                    let template = routed(&prefix, path, *end);
                    for (method, kind) in methods {
                        self.routes.push(Route {
                            template: template.clone(),
                            method,
                            goal: Goal::Handler(*kind),
                            inherited: inherited.clone(),
                        });
                    }
                }
                Item::Mount { path, public } => {
                    let path = join(&prefix, path);
                    let goal = Goal::Mount {
                        public: *public,
                        depth: path.len(),
                    };
                    let route = |template| Route {
                        template,
                        method: "ANY",
                        goal: goal.clone(),
                        inherited: inherited.clone(),
                    };
                    self.routes.extend(mounted(&path).into_iter().map(route));
                }
            }
        }
    }

    /// Whether the router has a mistake that `build()` must report.
    pub(crate) fn is_mistaken(&self) -> bool {
        let unguarded = |route: &Route| match &route.goal {
            Goal::Handler(kind) => {
                !kind.is_public() && kind.own().is_empty() && route.inherited.is_empty()
            }
            Goal::Mount { public, .. } => !public && route.inherited.is_empty(),
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

    /// The dependencies of the region that `path` is in, in which nothing answers.
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

    /// What answers, and which dependencies come before it.
    pub(crate) fn route(&self, method: &str, path: &str) -> (Ending, Vec<Declared>) {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        let matching = self
            .routes
            .iter()
            .filter(|route| matches(&route.template, &segments));
        let best = matching.max_by(|left, right| {
            key(&left.template, &segments).cmp(&key(&right.template, &segments))
        });
        let region = self.region(&segments);
        let wins = |route: &Route| {
            region.as_ref().is_none_or(|(region, _)| {
                let mut open = region.clone();
                if segments.len() > region.len() {
                    open.push(Key(0, 0));
                }
                key(&route.template, &segments) >= open
            })
        };
        let Some(best) = best.filter(|best| wins(best)) else {
            return match region {
                Some((_, inherited)) => (Ending::NotFound, inherited),
                None => (Ending::Elsewhere, Vec::new()),
            };
        };
        let here: Vec<&Route> = self
            .routes
            .iter()
            .filter(|route| route.template == best.template)
            .collect();
        let by = |wanted: &str| here.iter().find(|route| route.method == wanted);
        let or_get = if method == "HEAD" { by("GET") } else { None };
        if let Some(route) = by(method).or(or_get).or(by("ANY")) {
            let skips = match &route.goal {
                Goal::Handler(kind) => kind.is_public(),
                Goal::Mount { public, .. } => *public,
            };
            let inherited = if skips {
                Vec::new()
            } else {
                route.inherited.clone()
            };
            let (template, goal) = (route.template.clone(), route.goal.clone());
            return (Ending::Goal { template, goal }, inherited);
        }
        let allow = allow(&here);
        let inherited = region.map_or_else(Vec::new, |(_, inherited)| inherited);
        (Ending::MethodNotAllowed { allow }, inherited)
    }

    /// Whether a template or prefix can match this path only with an empty parameter, which axum does
    /// when more follows: which of several answers is not said then.
    pub(crate) fn is_odd(&self, path: &str) -> bool {
        let templates = self.routes.iter().map(|route| &route.template);
        let mut all = templates.chain(self.guarded.iter().map(|one| &one.prefix));
        all.any(|template| {
            let mut pairs = template.iter().zip(path.split('/').skip(1));
            pairs.any(|(piece, segment)| matches!(piece, Piece::Parameter(text) if text == segment))
        })
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

fn join(above: &[Piece], path: &[Segment]) -> Vec<Piece> {
    let pieces = path.iter().map(|segment| match segment {
        Segment::Literal(text) => Piece::Literal((*text).to_owned()),
        Segment::Parameter(text) => Piece::Parameter((*text).to_owned()),
    });
    above.iter().cloned().chain(pieces).collect()
}

fn routed(prefix: &[Piece], path: &[Segment], end: End) -> Vec<Piece> {
    let mut template = join(prefix, path);
    match end {
        // The path `/` of a router is its prefix.
        End::Plain | End::Slash if path.is_empty() && !prefix.is_empty() => {}
        End::Plain if !path.is_empty() => {}
        End::Plain | End::Slash => template.push(Piece::Literal(String::new())),
        End::Wildcard(before) => template.push(Piece::Rest(before.to_owned())),
    }
    template
}

/// The templates of everything at and below a path.
fn mounted(path: &[Piece]) -> Vec<Vec<Piece>> {
    let with = |piece| [path, &[piece]].concat();
    let slash = with(Piece::Literal(String::new()));
    let whole = if path.is_empty() {
        slash.clone()
    } else {
        path.to_vec()
    };
    let mut templates = vec![whole, slash, with(Piece::Rest(String::new()))];
    templates.dedup();
    templates
}

/// Whether axum's router refuses to hold both: a wildcard where the other has a parameter, or another
/// wildcard.
fn collide(left: &[Piece], right: &[Piece]) -> bool {
    for pair in left.iter().zip(right) {
        match pair {
            (Piece::Rest(left), Piece::Rest(right) | Piece::Parameter(right))
            | (Piece::Parameter(left), Piece::Rest(right)) => return left == right,
            (left, right) if left == right => {}
            _ => return false,
        }
    }
    false
}

/// How literally a segment is matched. axum tries the greater first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(usize, u8);

fn key(template: &[Piece], path: &[&str]) -> Vec<Key> {
    let pairs = template.iter().zip(path);
    let key = pairs.map(|(piece, _)| match piece {
        Piece::Rest(text) => Key(text.len(), 0),
        Piece::Parameter(text) => Key(text.len(), 1),
        Piece::Literal(text) => Key(text.len(), 2),
    });
    key.collect()
}

/// Whether a template matches, as axum has it: a parameter may be empty when more follows.
fn matches(template: &[Piece], path: &[&str]) -> bool {
    for (index, piece) in template.iter().enumerate() {
        let Some(segment) = path.get(index) else {
            return false;
        };
        let is_last = index + 1 == path.len();
        let is_match = match piece {
            Piece::Literal(text) => segment == text,
            Piece::Parameter(text) => {
                segment.starts_with(text.as_str()) && (!is_last || segment.len() > text.len())
            }
            Piece::Rest(text) => {
                let rest = path[index..].join("/");
                return rest.starts_with(text.as_str()) && rest.len() > text.len();
            }
        };
        if !is_match {
            return false;
        }
    }
    template.len() == path.len()
}

/// Whether a path is at or below a prefix.
fn below(prefix: &[Piece], path: &[&str]) -> bool {
    prefix.len() <= path.len()
        && prefix.iter().zip(path).all(|(piece, segment)| match piece {
            Piece::Literal(text) => segment == text,
            Piece::Parameter(text) | Piece::Rest(text) => {
                segment.starts_with(text.as_str()) && segment.len() > text.len()
            }
        })
}

/// A run of dependencies: what ran, and what it did.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub(crate) trace: Vec<String>,
    kept: Vec<Pick>,
    edits: Vec<(usize, Edit)>,
}

impl Run {
    /// Runs `picks`, until one refuses with a status.
    pub(crate) fn all(
        &mut self,
        picks: &[Pick],
        nodes: &[Node],
        refuse: &[usize],
    ) -> Result<(), u16> {
        picks
            .iter()
            .try_for_each(|pick| self.one(*pick, nodes, refuse))
    }

    fn one(&mut self, pick: Pick, nodes: &[Node], refuse: &[usize]) -> Result<(), u16> {
        if self.kept.contains(&pick) {
            return Ok(());
        }
        let number = match pick {
            Pick::ByHand(number) => {
                for need in &nodes[number].needs {
                    self.one(Pick::ByHand(*need), nodes, refuse)?;
                }
                number
            }
            Pick::Made(number) | Pick::Fresh(number) => {
                for need in MADE[number] {
                    self.one(Pick::Made(*need), nodes, refuse)?;
                }
                number
            }
        };
        self.trace.push(format!("n{number}"));
        self.edits
            .extend(nodes[number].edits.iter().map(|edit| (number, *edit)));
        if refuse.contains(&number) {
            return Err(status_of(number).as_u16());
        }
        if !matches!(pick, Pick::Fresh(_)) {
            self.kept.push(pick);
        }
        Ok(())
    }

    /// The values of a header, which the answer has `own` of.
    pub(crate) fn values(&self, header: &str, own: &[&str]) -> Vec<String> {
        let mut values: Vec<String> = own.iter().map(ToString::to_string).collect();
        for (number, edit) in &self.edits {
            let value = format!("n{number}");
            match edit {
                Edit::SetDefault(name) if *name == header && values.is_empty() => {
                    values.push(value);
                }
                Edit::Insert(name) if *name == header => values = vec![value],
                Edit::Append(name) if *name == header => values.push(value),
                Edit::Remove(name) if *name == header => values.clear(),
                _ => {}
            }
        }
        values
    }
}
