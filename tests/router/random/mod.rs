//! Random router trees compared with a model (R1, R2, R5, R7, R8): [`spec`] generates them, [`world`] holds
//! what runs in them, [`model`] predicts what answers, and [`run`] what the dependencies before it do.

mod model;
mod prune;
mod run;
mod spec;
mod template;
mod world;

use auth_runtime::routing::{MethodRouter, any as any_method, on};
use auth_runtime::{ApiRouter, fresh};
use axum::Router;
use axum::http::Method;
use proptest::bool::weighted;
use proptest::collection::{hash_set, vec};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError};
use tower::layer::util::Identity;

use crate::support::{block_on, send, text, values};
use model::{Ending, Goal, Model};
use run::Run;
use spec::{End, Item, Kind, NODES, Node, Pick, Segment, Spec};
use template::Piece;
use world::World;

/// The application of a spec; `above` is the depth of its prefix.
fn build(spec: &Spec, above: usize, world: &World) -> ApiRouter<World> {
    let depth = above + spec.prefix.len();
    let router = ApiRouter::new(path(&spec.prefix, above));
    spec.items.iter().fold(router, |router, item| match item {
        Item::Depends(pick, _) => depends(router, *pick),
        Item::Layer => router.layer(Identity::new()),
        Item::Include(child) => router.include(build(child, depth, world)),
        Item::IncludeTwice(child, routers) => {
            // The same value, in two places of the same depth.
            let built = build(child, depth + routers[0].prefix.len(), world);
            routers.iter().fold(router, |router, spec| {
                router.include(build(spec, depth, world).include(built.clone()))
            })
        }
        Item::Route {
            path: own,
            end,
            methods,
        } => router.route(path(own, depth) + ending(*end), handlers(methods)),
        Item::Mount { path: own, public } if *public => {
            router.mount_public(path(own, depth), world.service())
        }
        Item::Mount { path: own, .. } => router.mount(path(own, depth), world.service()),
    })
}

fn path(segments: &[Segment], above: usize) -> String {
    let pieces = segments
        .iter()
        .enumerate()
        .map(|(index, segment)| match segment {
            Segment::Literal(text) => format!("/{text}"),
            Segment::Parameter(text) => format!("/{text}{{p{}}}", above + index),
        });
    pieces.collect()
}

fn ending(end: End) -> &'static str {
    match end {
        End::Plain => "",
        End::Slash => "/",
        End::Wildcard("") => "/{*rest}",
        End::Wildcard(_) => "/v{*rest}",
    }
}

fn depends(router: ApiRouter<World>, pick: Pick) -> ApiRouter<World> {
    macro_rules! made {
        ($number:expr; $($index:literal $name:ident),*) => {
            match (pick, $number) {
                $((Pick::Fresh(_), $index) => router.depends(fresh(world::$name)),
                (_, $index) => router.depends(world::$name),)*
                (_, other) => router.depends(world::ByHand(other)),
            }
        };
    }
    match pick {
        Pick::ByHand(number) => router.depends(world::ByHand(number)),
        Pick::Made(number) | Pick::Fresh(number) => {
            made!(number; 0 made_0, 1 made_1, 2 made_2, 3 made_3, 4 made_4, 5 made_5, 6 made_5_needs)
        }
    }
}

fn handlers(methods: &[(&'static str, Kind)]) -> MethodRouter<World> {
    let mut routes: Option<MethodRouter<World>> = None;
    for (name, kind) in methods {
        macro_rules! add {
            ($handler:ident) => {
                match (routes, *name) {
                    (None, "ANY") => any_method(world::$handler),
                    (None, name) => on(method(name), world::$handler),
                    (Some(routes), "ANY") => routes.any(world::$handler),
                    (Some(routes), name) => routes.on(method(name), world::$handler),
                }
            };
        }
        routes = Some(match kind {
            Kind::Bare => add!(bare),
            Kind::WithList => add!(with_list),
            Kind::WithParameters => add!(with_parameters),
            Kind::Public => add!(public_one),
            Kind::PublicWithList => add!(public_with_list),
        });
    }
    routes.expect("a route has a method")
}

fn method(name: &str) -> Method {
    Method::from_bytes(name.as_bytes()).expect("a method")
}

/// How the built router becomes part of an application.
#[derive(Debug, Clone, Copy)]
enum Setting {
    Alone,
    Merged,
    Nested,
}

fn application(router: Router<World>, world: &World, setting: Setting) -> Router {
    let router = router.with_state(world.clone());
    match setting {
        Setting::Alone => router,
        Setting::Merged => Router::new()
            .route("/of-the-application", axum::routing::get(async || "own"))
            .merge(router),
        Setting::Nested => Router::new().nest("/nest", router),
    }
}

#[derive(Debug, Clone)]
struct Call {
    method: &'static str,
    path: String,
    refuse: Vec<usize>,
    answer: u16,
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let methods = select(&["GET", "GET", "POST", "HEAD", "BREW", "DELETE", "OPTIONS"][..]);
    let refuse = hash_set(0..NODES, 0..2);
    let call = (
        methods,
        spec::request_path(),
        refuse,
        select(&[200_u16, 404, 500][..]),
    );
    let call = call.prop_map(|(method, path, refuse, answer)| Call {
        method,
        path,
        refuse: refuse.into_iter().collect(),
        answer,
    });
    vec(call, 1..24)
}

/// Random requests rarely hit a route: these are the routes' own paths, slightly changed.
fn aimed(model: &Model, picks: &[(usize, usize, &'static str)], calls: &[Call]) -> Vec<Call> {
    let aim = |(index, bend, method): &(usize, usize, &'static str)| {
        let route = model.routes.get(index % model.routes.len().max(1))?;
        let mut call = calls[index % calls.len()].clone();
        call.method = method;
        call.path = template::text(&route.template)
            .replace("{*rest}", "r/s")
            .replace(['{', '}'], "");
        match bend {
            0 => call.path.push('/'),
            1 => call.path.push_str("/zz"),
            2 => call.path = format!("/{}", call.path),
            3 => call.path = call.path.replacen("/a", "/%61", 1),
            4 => call.path = call.path.replacen("p1", "a", 1),
            _ => {}
        }
        Some(call)
    };
    picks.iter().filter_map(aim).collect()
}

async fn check(
    app: &Router,
    world: &World,
    model: &Model,
    call: &Call,
    setting: Setting,
) -> Result<(), TestCaseError> {
    let nest = if matches!(setting, Setting::Nested) {
        "/nest"
    } else {
        ""
    };
    // axum's `nest` leaves `/nest/` to the application, and removes a slash from `/nest//x`.
    if !nest.is_empty() && (call.path == "/" || call.path.starts_with("//")) {
        return Ok(());
    }
    let line = format!("{} {nest}{}", call.method, call.path);
    let refuse: Vec<String> = call.refuse.iter().map(ToString::to_string).collect();
    let headers = [
        ("x-refuse", refuse.join(",")),
        ("x-answer", call.answer.to_string()),
    ];
    let headers = headers
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let response = send(app, &line, &headers).await;

    if model.is_odd(&call.path) {
        return check_odd(
            &line,
            response.status().as_u16(),
            &world.take_trace(),
            model,
            call,
        );
    }
    let expected = Expected::of(call, model, world, nest);
    let context = format!("{line} (refusing {:?}): {expected:?}", call.refuse);
    prop_assert_eq!(&world.take_trace(), &expected.run.trace, "{}", context);
    prop_assert_eq!(response.status().as_u16(), expected.status, "{}", context);
    for header in ["x-a", "x-b"] {
        let own = if header == "x-a" { expected.own } else { &[] };
        let values = values(response.headers(), header);
        prop_assert_eq!(
            values,
            expected.run.values(header, own),
            "{} of {}",
            header,
            context
        );
    }
    let allow = values(response.headers(), "allow");
    prop_assert_eq!(
        allow.first().copied(),
        expected.allow.as_deref(),
        "{}",
        context
    );
    if expected.is_problem && call.method != "HEAD" {
        let (_, body) = text(response).await;
        prop_assert!(body.contains("\"status\""), "{}: {}", context, body);
    }
    Ok(())
}

/// Whatever answers a path that only an empty parameter matches, its prefix's guards must not be bypassed.
fn check_odd(
    line: &str,
    status: u16,
    trace: &[String],
    model: &Model,
    call: &Call,
) -> Result<(), TestCaseError> {
    let is_refused = (430..440).contains(&status);
    prop_assert!(
        is_refused || !trace.is_empty() || !model.is_guarded(&call.path),
        "{line}: {trace:?}"
    );
    Ok(())
}

/// What the model predicts about a response.
#[derive(Debug)]
struct Expected {
    run: Run,
    status: u16,
    /// The values of `x-a` that the handler itself sets.
    own: &'static [&'static str],
    allow: Option<String>,
    is_problem: bool,
}

impl Expected {
    fn of(call: &Call, model: &Model, world: &World, nest: &str) -> Self {
        let (ending, inherited) = model.route(call.method, &call.path);
        let mut picks: Vec<Pick> = inherited.into_iter().map(|(pick, _)| pick).collect();
        if let Ending::Goal {
            goal: Goal::Handler(kind),
            ..
        } = &ending
        {
            picks.extend(kind.own().iter().copied().map(Pick::Made));
        }
        let mut run = Run::default();
        let refused = run.all(&picks, &world.nodes, &call.refuse);
        let is_answered = refused.is_ok() && matches!(ending, Ending::Goal { .. });
        let (status, allow) = match (refused, &ending) {
            (Err(status), _) => (status, None),
            (Ok(()), Ending::NotFound | Ending::Elsewhere) => (404, None),
            (Ok(()), Ending::MethodNotAllowed { allow }) => (405, Some(allow.clone())),
            (Ok(()), Ending::Goal { template, goal }) => {
                run.trace.push(reached(call, template, goal, nest));
                (call.answer, None)
            }
        };
        Self {
            run,
            status,
            own: if is_answered { &["handler"] } else { &[] },
            allow,
            is_problem: !is_answered && ending != Ending::Elsewhere,
        }
    }
}

/// What a handler or a mounted service notes.
fn reached(call: &Call, template: &[Piece], goal: &Goal, nest: &str) -> String {
    match goal {
        Goal::Handler(_) => format!("handler at {nest}{}", template::text(template)),
        Goal::Mount { depth, .. } => {
            let rest: Vec<&str> = call.path.split('/').skip(depth + 1).collect();
            format!("mounted sees /{}", rest.join("/"))
        }
    }
}

proptest! {
    #![proptest_config(Config { cases: std::env::var("CASES").map_or(300, |cases| cases.parse().unwrap()), failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() })]

    /// Every tree is either refused by `build()`, for a mistake that it has, or behaves as the model predicts
    /// for every request.
    #[test]
    fn a_random_tree_does_what_the_model_says(
        mut spec in spec::router(),
        nodes in spec::nodes(),
        random in calls(),
        aims in vec((0..1000_usize, 0..8_usize, select(&["GET", "GET", "POST", "HEAD", "BREW"][..])), 0..24),
        setting in any::<u8>(),
        is_mistaken in weighted(0.1),
    ) {
        if !is_mistaken {
            spec.open_what_is_unguarded(false);
            prune::Pruning::default().prune(&mut spec);
        }
        spec.number(&mut 0);
        check_tree(&spec, nodes, &random, &aims, setting)?;
    }
}

fn check_tree(
    spec: &Spec,
    nodes: Vec<Node>,
    random: &[Call],
    aims: &[(usize, usize, &'static str)],
    setting: u8,
) -> Result<(), TestCaseError> {
    let model = Model::of(spec);
    let world = World::new(nodes);
    let router = build(spec, 0, &world);
    let built = match router.build() {
        Ok(built) => built,
        Err(error) => {
            prop_assert!(model.is_mistaken(), "{}", error);
            return Ok(());
        }
    };
    prop_assert!(!model.is_mistaken());

    let setting = [Setting::Alone, Setting::Merged, Setting::Nested][usize::from(setting % 3)];
    let app = application(built, &world, setting);
    block_on(async {
        for call in random.iter().chain(&aimed(&model, aims, random)) {
            check(&app, &world, &model, call, setting).await?;
        }
        Ok(())
    })
}
