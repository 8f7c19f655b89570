//! Routers in routers (R1, R2, R7).

use auth_runtime::prelude::*;
use axum::Router;

use crate::noted::{Noted, built, create, edit, ran, router, show};
use crate::support::{Trace, send, status, values};

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
async fn what_is_hidden_or_deprecated_is_guarded_all_the_same() {
    let trace = Trace::default();
    let secret = router("/secret")
        .hidden()
        .deprecated()
        .route("/", get(show));
    let app = built(router("").depends(Noted("guard")).include(secret), &trace);
    assert_eq!(
        ran(&app, &trace, "GET /secret").await,
        (200, vec!["guard", "handler"])
    );
    let refused = status(&app, "GET /secret", &[("x-refuse", "guard")]).await;
    assert_eq!(refused, 401);
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
