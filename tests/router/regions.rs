//! Whose dependencies guard what no handler answers (R8).

use auth_runtime::prelude::*;

use crate::noted::{Noted, built, create, edit, ran, router, show};
use crate::support::Trace;

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

        // What nothing answers is under both prefixes, in whatever order they were added.
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

/// A route with parameters elsewhere does not reach into a guarded prefix, public or not.
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
    // The request's path counts: this one is not under `/admin`.
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

/// A partly guarded path: the request's path decides, not the template that it happens to match.
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
