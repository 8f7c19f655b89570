//! Routers in routers, and built routers in axum applications (R1, R2, R7, R8).

use auth_runtime::prelude::*;
use axum::Router;
use axum::routing;

use crate::support::{Trace, ask, send, status, values};

/// A dependency that notes its name, sets it as a header, and refuses when the request says so.
#[derive(Clone, PartialEq)]
struct Noted(&'static str);

#[dependency(errors(401))]
impl Noted {
    async fn call(
        &self,
        headers: &HeaderMap,
        response: &mut ResponseEdits,
        State(trace): State<Trace>,
    ) -> Result<(), HttpError> {
        trace.note(self.0);
        response.append("x-passed", self.0)?;
        if headers
            .get("x-refuse")
            .is_some_and(|refused| refused == self.0)
        {
            return Err(HttpError::new(StatusCode::UNAUTHORIZED));
        }
        Ok(())
    }
}

#[depends]
async fn show(State(trace): State<Trace>) -> &'static str {
    trace.note("handler");
    "shown"
}

#[depends(Noted("own"))]
async fn create(State(trace): State<Trace>) -> StatusCode {
    trace.note("handler");
    StatusCode::CREATED
}

#[public]
async fn edit(State(trace): State<Trace>) -> &'static str {
    trace.note("handler");
    "edited"
}

fn router(prefix: &str) -> ApiRouter<Trace> {
    ApiRouter::new(prefix)
}

/// What ran, and the status, when `app` is asked.
async fn ran(app: &Router, trace: &Trace, line: &str) -> (u16, Vec<&'static str>) {
    let status = status(app, line, &[]).await;
    (status, trace.take())
}

fn built(router: ApiRouter<Trace>, trace: &Trace) -> Router {
    router
        .build()
        .expect("a router without mistakes")
        .with_state(trace.clone())
}

#[tokio::test]
async fn dependencies_run_from_the_outermost_router_inwards_then_the_handlers_own() {
    let inner = router("/c")
        .depends(Noted("c1"))
        .depends(Noted("c2"))
        .route("/", post(create));
    let middle = router("/b").include(inner).depends(Noted("b"));
    let trace = Trace::default();
    let app = built(router("/a").depends(Noted("a")).include(middle), &trace);
    let expected = vec!["a", "b", "c1", "c2", "own", "handler"];
    assert_eq!(ran(&app, &trace, "POST /a/b/c").await, (201, expected));
}

#[tokio::test]
async fn an_equal_dependency_of_several_routers_and_of_the_handler_runs_once() {
    let inner = router("/b")
        .depends(Noted("x"))
        .depends(Noted("own"))
        .route("/", post(create));
    let trace = Trace::default();
    let app = built(router("/a").depends(Noted("x")).include(inner), &trace);
    assert_eq!(
        ran(&app, &trace, "POST /a/b").await,
        (201, vec!["x", "own", "handler"])
    );
}

#[tokio::test]
async fn a_child_included_twice_has_the_prefix_the_tags_and_the_dependencies_of_each_place() {
    let child = router("/notes")
        .tag("notes")
        .depends(Noted("child"))
        .route("/", get(show));
    let both = router("")
        .include(
            router("/me")
                .tag("me")
                .depends(Noted("me"))
                .include(child.clone()),
        )
        .include(
            router("/admin")
                .tag("admin")
                .depends(Noted("admin"))
                .include(child),
        )
        .depends(Noted("outer"));
    let listed = both.routes();
    let listed: Vec<_> = listed
        .iter()
        .map(|route| (&*route.path, route.tags.clone()))
        .collect();
    assert_eq!(
        listed,
        [
            ("/me/notes", vec!["me", "notes"]),
            ("/admin/notes", vec!["admin", "notes"])
        ]
    );

    let trace = Trace::default();
    let app = built(both, &trace);
    let of_me = vec!["outer", "me", "child", "handler"];
    assert_eq!(ran(&app, &trace, "GET /me/notes").await, (200, of_me));
    let of_admin = vec!["outer", "admin", "child", "handler"];
    assert_eq!(ran(&app, &trace, "GET /admin/notes").await, (200, of_admin));
}

#[tokio::test]
async fn the_order_of_calls_never_decides_what_is_guarded() {
    type Step = fn(ApiRouter<Trace>) -> ApiRouter<Trace>;
    let steps: [Step; 4] = [
        |router| router.depends(Noted("guard")),
        |router| router.route("/x", get(show)),
        |router| router.include(ApiRouter::new("/child").route("/", get(show))),
        |router| router.mount("/mount", Router::new().fallback(async || "mounted")),
    ];
    for order in orders_of_four() {
        let trace = Trace::default();
        let start = router("/api");
        let app = built(
            order
                .iter()
                .fold(start, |router, step| steps[*step](router)),
            &trace,
        );
        for path in ["x", "child", "mount", "mount/y", "unknown", "x/"] {
            let line = format!("GET /api/{path}");
            let refused = status(&app, &line, &[("x-refuse", "guard")]).await;
            assert_eq!(
                (refused, trace.take()),
                (401, vec!["guard"]),
                "{line}, {order:?}"
            );
        }
    }
}

fn orders_of_four() -> Vec<[usize; 4]> {
    let all = (0..256).map(|n| [n & 3, n >> 2 & 3, n >> 4 & 3, n >> 6 & 3]);
    let is_order = |order: &[usize; 4]| (0..4).all(|step| order.contains(&step));
    all.filter(is_order).collect()
}

/// FastAPI's row A16.
#[tokio::test]
async fn methods_of_one_path_may_be_in_two_routers_each_with_its_own_dependencies() {
    let of_readers = router("/items")
        .depends(Noted("reader"))
        .route("/", get(show));
    let of_writers = router("/items")
        .depends(Noted("writer"))
        .route("/", post(create));
    for both in [
        router("")
            .include(of_readers.clone())
            .include(of_writers.clone()),
        router("").include(of_writers).include(of_readers),
    ] {
        let trace = Trace::default();
        let app = built(both, &trace);
        assert_eq!(
            ran(&app, &trace, "GET /items").await,
            (200, vec!["reader", "handler"])
        );
        let written = vec!["writer", "own", "handler"];
        assert_eq!(ran(&app, &trace, "POST /items").await, (201, written));

        // What nobody answers is under both prefixes, in whatever order they were added.
        for (line, expected) in [("DELETE /items", 405), ("GET /items/7", 404)] {
            let (status, mut ran) = ran(&app, &trace, line).await;
            ran.sort_unstable();
            assert_eq!(
                (status, ran),
                (expected, vec!["reader", "writer"]),
                "{line}"
            );
        }
    }
}

#[tokio::test]
async fn a_router_that_only_groups_routes_of_its_outer_one_does_not_guard_what_is_unknown() {
    let writing = router("")
        .depends(Noted("can write"))
        .route("/", post(create));
    let trace = Trace::default();
    let app = built(
        router("/items")
            .include(writing)
            .depends(Noted("session"))
            .route("/", get(show)),
        &trace,
    );
    assert_eq!(
        ran(&app, &trace, "DELETE /items").await,
        (405, vec!["session"])
    );
    assert_eq!(
        ran(&app, &trace, "GET /items/7").await,
        (404, vec!["session"])
    );
    let all = vec!["session", "can write", "own", "handler"];
    assert_eq!(ran(&app, &trace, "POST /items").await, (201, all));
}

#[tokio::test]
async fn what_is_unknown_is_guarded_by_the_deepest_prefix_that_it_is_under() {
    let trace = Trace::default();
    let app = built(
        router("")
            .depends(Noted("session"))
            .include(
                router("/admin")
                    .depends(Noted("admin"))
                    .route("/users", get(show)),
            )
            .include(
                router("/orgs/{org}")
                    .depends(Noted("member"))
                    .route("/users", get(show)),
            ),
        &trace,
    );
    let admin = vec!["session", "admin"];
    let member = vec!["session", "member"];
    for (line, status, expected) in [
        ("GET /unknown", 404, vec!["session"]),
        ("GET /admin", 404, admin.clone()),
        ("GET /admin/", 404, admin.clone()),
        ("GET /admin//users", 404, admin.clone()),
        ("GET /admin/users/7", 404, admin.clone()),
        ("POST /admin/users", 405, admin),
        ("GET /administrator", 404, vec!["session"]),
        ("GET /orgs", 404, vec!["session"]),
        ("GET /orgs/", 404, vec!["session"]),
        ("GET /orgs/7", 404, member.clone()),
        ("GET /orgs/7/x", 404, member.clone()),
        ("DELETE /orgs/7/users", 405, member),
    ] {
        assert_eq!(ran(&app, &trace, line).await, (status, expected), "{line}");
    }
}

/// A guarded prefix is not reached into by a route with parameters elsewhere, public or not.
#[tokio::test]
async fn a_guarded_prefix_answers_for_everything_below_it() {
    let trace = Trace::default();
    let app = built(
        router("").route("/{page}/edit", get(edit)).include(
            router("/admin")
                .depends(Noted("admin"))
                .route("/users", get(show)),
        ),
        &trace,
    );
    assert_eq!(
        ran(&app, &trace, "GET /about/edit").await,
        (200, vec!["handler"])
    );
    assert_eq!(
        ran(&app, &trace, "GET /admin/edit").await,
        (404, vec!["admin"])
    );
    // It is the request's path that counts: this one is not under `/admin`.
    assert_eq!(ran(&app, &trace, "POST /about/edit").await, (405, vec![]));
}

/// Unlike axum's `nest`, a prefix does not hide the routes with parameters beside it.
#[tokio::test]
async fn routes_of_one_router_are_matched_as_in_axum() {
    let trace = Trace::default();
    let app = built(
        router("/users")
            .depends(Noted("guard"))
            .route("/me", get(show))
            .route("/{id}/files", get(show))
            .include(router("/me/notes").route("/{note}", get(show))),
        &trace,
    );
    let handled = vec!["guard", "handler"];
    for line in [
        "GET /users/me",
        "GET /users/me/files",
        "GET /users/7/files",
        "GET /users/me/notes/1",
    ] {
        assert_eq!(
            ran(&app, &trace, line).await,
            (200, handled.clone()),
            "{line}"
        );
    }
    for line in [
        "GET /users/7",
        "GET /users/me/notes",
        "GET /users/me/x",
        "GET /users//files",
    ] {
        assert_eq!(
            ran(&app, &trace, line).await,
            (404, vec!["guard"]),
            "{line}"
        );
    }
}

/// A partly guarded path: the request decides, not the template that it happens to match.
#[tokio::test]
async fn another_method_is_refused_by_the_region_that_the_request_is_in() {
    let trace = Trace::default();
    let app = built(
        router("").route("/acme/{page}", get(edit)).include(
            router("/{org}/admin")
                .depends(Noted("admin"))
                .route("/users", get(show)),
        ),
        &trace,
    );
    assert_eq!(
        ran(&app, &trace, "GET /acme/admin").await,
        (200, vec!["handler"])
    );
    assert_eq!(
        ran(&app, &trace, "POST /acme/admin").await,
        (405, vec!["admin"])
    );
    assert_eq!(ran(&app, &trace, "POST /acme/about").await, (405, vec![]));
}

#[test]
fn tags_deprecation_and_hiding_are_inherited() {
    let listed = router("")
        .tag("all")
        .include(
            router("/old").tag("old").tag("all").deprecated().include(
                router("/inner")
                    .tag("inner")
                    .tag("inner")
                    .route("/", get(edit)),
            ),
        )
        .include(
            router("/secret")
                .hidden()
                .include(router("/inner").route("/", get(edit))),
        )
        .route("/", get(edit))
        .routes();
    let listed: Vec<_> = listed
        .iter()
        .map(|route| {
            (
                &*route.path,
                route.tags.clone(),
                route.deprecated,
                route.hidden,
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            ("/old/inner", vec!["all", "old", "inner"], true, false),
            ("/secret/inner", vec!["all"], false, true),
            ("/", vec!["all"], false, false),
        ]
    );
}

#[tokio::test]
async fn routers_are_nested_to_any_depth() {
    let deepest = router("/end").route("/", get(show));
    let tower = (0..40).fold(deepest, |inner, _| router("/a").include(inner));
    let trace = Trace::default();
    let app = built(router("").depends(Noted("guard")).include(tower), &trace);
    let line = format!("GET {}/end", "/a".repeat(40));
    assert_eq!(
        ran(&app, &trace, &line).await,
        (200, vec!["guard", "handler"])
    );
}

#[tokio::test]
async fn a_built_router_is_merged_into_an_application_with_a_fallback_of_its_own() {
    let trace = Trace::default();
    let api = built(
        router("/api")
            .depends(Noted("guard"))
            .route("/x", get(show)),
        &trace,
    );
    let app = Router::new()
        .route("/page", routing::get(async || "page"))
        .fallback(async || (StatusCode::NOT_FOUND, "the application's"))
        .merge(api);
    assert_eq!(ask(&app, "GET /page", &[]).await, (200, "page".to_owned()));
    assert_eq!(
        ask(&app, "GET /none", &[]).await,
        (404, "the application's".to_owned())
    );
    assert_eq!(trace.take(), [""; 0]);
    assert_eq!(
        ran(&app, &trace, "GET /api/x").await,
        (200, vec!["guard", "handler"])
    );
    assert_eq!(
        ran(&app, &trace, "GET /api/none").await,
        (404, vec!["guard"])
    );
}

#[tokio::test]
async fn two_built_routers_are_merged() {
    let trace = Trace::default();
    let users = built(
        router("/users")
            .depends(Noted("a"))
            .route("/{id}", get(show)),
        &trace,
    );
    let items = built(
        router("/items")
            .depends(Noted("b"))
            .route("/{id}", get(show)),
        &trace,
    );
    for app in [users.clone().merge(items.clone()), items.merge(users)] {
        assert_eq!(
            ran(&app, &trace, "GET /users/7").await,
            (200, vec!["a", "handler"])
        );
        assert_eq!(
            ran(&app, &trace, "GET /items/7").await,
            (200, vec!["b", "handler"])
        );
        assert_eq!(ran(&app, &trace, "GET /items/7/x").await, (404, vec!["b"]));
    }
}

/// The outermost prefix of a nested router is the application's, also with a slash after it.
#[tokio::test]
async fn a_built_router_is_nested_and_guards_what_is_below() {
    let trace = Trace::default();
    let api = built(
        router("").depends(Noted("guard")).route("/x", get(show)),
        &trace,
    );
    let nested = Router::new().nest("/v1", api.clone());
    let service = Router::new().nest_service("/v1", api);
    for app in [&nested, &service] {
        assert_eq!(
            ran(app, &trace, "GET /v1/x").await,
            (200, vec!["guard", "handler"])
        );
        for line in ["GET /v1", "GET /v1/none", "GET /v1/x/"] {
            assert_eq!(ran(app, &trace, line).await, (404, vec!["guard"]), "{line}");
        }
        assert_eq!(ran(app, &trace, "PUT /v1/x").await, (405, vec!["guard"]));
    }
    assert_eq!(
        ran(&service, &trace, "GET /v1/").await,
        (404, vec!["guard"])
    );
    assert_eq!(ran(&nested, &trace, "GET /v1/").await, (404, vec![]));
}

#[tokio::test]
async fn edits_of_all_levels_are_on_every_answer() {
    let inner = router("/b")
        .depends(Noted("b"))
        .route("/", get(show).post(create));
    let trace = Trace::default();
    let app = built(router("/a").depends(Noted("a")).include(inner), &trace);
    for (line, refuse, status, passed) in [
        ("GET /a/b", "", 200, &["a", "b"][..]),
        ("POST /a/b", "", 201, &["a", "b", "own"]),
        ("POST /a/b", "own", 401, &["a", "b", "own"]),
        ("GET /a/b", "b", 401, &["a", "b"]),
        ("GET /a/b", "a", 401, &["a"]),
        ("GET /a/b/none", "", 404, &["a", "b"]),
        ("PUT /a/b", "", 405, &["a", "b"]),
        ("GET /a/none", "", 404, &["a"]),
    ] {
        let response = send(&app, line, &[("x-refuse", refuse)]).await;
        assert_eq!(response.status(), status, "{line}");
        assert_eq!(values(response.headers(), "x-passed"), passed, "{line}");
    }
}
