//! What `build()` refuses: all mistakes at once, each with its route, its router and its fix (B1, D5).

use auth_runtime::prelude::*;
use auth_runtime::{Mistake, Overrides};
use axum::extract::Path;
use proptest::prelude::{Strategy, prop_assert, proptest};
use proptest::sample::select;
use proptest::test_runner::Config;

#[dependency]
async fn check() {}

#[dependency]
async fn unused() {}

#[depends]
async fn show() {}

#[depends]
async fn list() {}

#[depends(check)]
async fn checked() {}

#[public]
async fn open() {}

fn mounted() -> axum::Router {
    axum::Router::new().fallback(async || "mounted")
}

fn mistakes(router: ApiRouter<()>) -> Vec<Mistake> {
    let error = router.build().expect_err("a router with mistakes");
    error.mistakes().to_vec()
}

#[test]
fn all_mistakes_are_reported_at_once_each_with_its_route_its_router_and_its_fix() {
    let error = ApiRouter::<()>::new("")
        .route("/open", get(open))
        .route("/checked", get(checked))
        .route("lost", get(open))
        .include(
            ApiRouter::new("/users")
                .route("/{id}", get(show).delete(checked))
                .route("/{id}", get(list))
                .route("/{name}", post(checked)),
        )
        .include(ApiRouter::new("/users").route("/{id}", delete(open)))
        .include(
            ApiRouter::new("files/")
                .route("//", get(open))
                .route("/x", get(show)),
        )
        .include(
            ApiRouter::new("/orgs/{org}")
                .depends(check)
                .route("/x", get(show)),
        )
        .include(
            ApiRouter::new("/orgs/{id}")
                .depends(check)
                .route("/y", get(show)),
        )
        .include(
            ApiRouter::new("/shop")
                .overrides(Overrides::new().replace(unused, async || ()))
                .route("/{*path}", get(open)),
        )
        .mount("/shop", mounted())
        .build()
        .expect_err("many mistakes");
    insta::assert_snapshot!(error);
}

#[test]
fn a_route_that_nothing_guards_is_refused_and_one_that_guards_itself_is_not() {
    let router = ApiRouter::new("/users").route("/", get(show).post(checked).put(open));
    let [
        Mistake::Unguarded {
            method,
            path,
            handler,
            router,
        },
    ] = &*mistakes(router)
    else {
        panic!("another mistake");
    };
    assert_eq!(
        (&**method, &**path, *handler, &**router),
        ("GET", "/users", "show", "/users")
    );
}

#[test]
fn a_mounted_service_that_nothing_guards_is_refused() {
    let router = ApiRouter::new("")
        .mount("/files", mounted())
        .mount_public("/open", mounted());
    let [Mistake::UnguardedMount { path, .. }] = &*mistakes(router) else {
        panic!("another mistake");
    };
    assert_eq!(path, "/files");
}

#[test]
fn the_same_method_of_the_same_path_is_doubled_also_in_two_routers() {
    let router = ApiRouter::new("")
        .route("/a/b", get(open))
        .include(ApiRouter::new("/a").route("/b", get(checked).post(open)));
    let [
        Mistake::Doubled {
            handlers, routers, ..
        },
    ] = &*mistakes(router)
    else {
        panic!("another mistake");
    };
    assert_eq!(*handlers, ["open", "checked"]);
    assert_eq!(*routers, ["", "/a"]);
}

#[test]
fn a_mount_is_doubled_by_another_one_and_by_any() {
    for router in [
        ApiRouter::new("")
            .mount_public("/a", mounted())
            .mount_public("/a", mounted()),
        ApiRouter::new("")
            .mount_public("/a", mounted())
            .route("/a", any(open)),
        ApiRouter::new("")
            .mount_public("/a", mounted())
            .route("/a/", any(open)),
    ] {
        let mistakes = mistakes(router);
        assert!(
            matches!(&*mistakes, [Mistake::Doubled { .. }]),
            "{mistakes:?}"
        );
    }
}

#[test]
fn templates_that_match_the_same_requests_collide() {
    for [first, second] in [
        ["/{id}", "/{name}"],
        ["/{id}", "/{*rest}"],
        ["/a/{id}/x", "/a/{*rest}"],
        ["/v{n}", "/v{m}"],
        ["/v{n}", "/v{*rest}"],
    ] {
        let router = ApiRouter::new("")
            .route(first, get(open))
            .route(second, post(open));
        let mistakes = mistakes(router);
        let [Mistake::Conflict { paths, .. }] = &*mistakes else {
            panic!("{mistakes:?}");
        };
        assert_eq!(*paths, [first, second]);
    }
    for [first, second] in [
        ["/{id}/x", "/{name}/y"],
        ["/{id}", "/me"],
        ["/v{n}", "/{id}"],
    ] {
        let router = ApiRouter::<()>::new("")
            .route(first, get(open))
            .route(second, get(open));
        assert!(router.build().is_ok(), "{first} {second}");
    }
}

/// The parameters of a prefix reach its dependencies under a single name.
#[test]
fn guarded_prefixes_that_name_the_same_parameter_differently_collide() {
    let guarded = |prefix: &str| ApiRouter::new(prefix).depends(check);
    let router = ApiRouter::new("")
        .include(guarded("/orgs/{org}").route("/x", get(show)))
        .include(guarded("/orgs/{id}").route("/y", get(show)));
    let [Mistake::Conflict { paths, .. }] = &*mistakes(router) else {
        panic!("another mistake");
    };
    assert_eq!(*paths, ["/orgs/{org}", "/orgs/{id}"]);
}

/// A dependency that reads one of two parameters with the same name would check the wrong thing.
#[test]
fn a_path_has_no_parameter_twice() {
    let router = ApiRouter::new("/orgs/{id}").route("/users/{id}", get(open));
    let [Mistake::Path { path, reason, .. }] = &*mistakes(router) else {
        panic!("another mistake");
    };
    assert_eq!(path, "/orgs/{id}/users/{id}");
    assert!(reason.contains("the same name"), "{reason}");
}

#[test]
fn prefixes_that_are_well_formed_alone_may_be_malformed_together() {
    let inner = ApiRouter::new("/users/{id}").depends(check);
    let twice = ApiRouter::new("/orgs/{id}").include(inner);
    let segments: Vec<String> = (0..26).map(|n| format!("/{{p{n}}}")).collect();
    let inner = ApiRouter::new(segments[20..].concat()).depends(check);
    let too_many = ApiRouter::new(segments[..20].concat()).include(inner);
    for router in [twice, too_many] {
        let mistakes = mistakes(router);
        assert!(
            matches!(&*mistakes, [Mistake::Prefix { .. }]),
            "{mistakes:?}"
        );
    }
}

#[test]
fn the_mistakes_below_a_malformed_prefix_are_found_too() {
    let router = ApiRouter::new("users/")
        .route("/", get(show))
        .include(ApiRouter::new("also").route("x", get(open)));
    let mistakes = mistakes(router);
    let [
        Mistake::Prefix { .. },
        Mistake::Prefix { .. },
        Mistake::Path { .. },
        Mistake::Unguarded { .. },
    ] = &*mistakes
    else {
        panic!("{mistakes:?}");
    };
}

#[test]
fn a_path_without_its_slash_does_not_run_into_the_prefix() {
    for router in [
        ApiRouter::new("/api").route("users", get(open)),
        ApiRouter::new("/api").mount_public("users", mounted()),
        ApiRouter::new("/api").include(ApiRouter::new("users").route("/", get(open))),
    ] {
        let mistakes = mistakes(router);
        let [Mistake::Path { .. } | Mistake::Prefix { .. }] = &*mistakes else {
            panic!("{mistakes:?}");
        };
    }
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(2_000) })]

    /// Whatever the prefixes and paths are, `build()` returns, and its result can be merged.
    #[test]
    fn no_path_makes_build_panic(
        [prefix, inner] in [text(), text()],
        paths in proptest::collection::vec(text(), 1..4),
        mount in text(),
        guarded: bool,
    ) {
        let mut child = ApiRouter::<()>::new(inner).mount_public(mount, mounted());
        for path in &paths {
            child = child.route(path, get(open));
        }
        if guarded {
            child = child.depends(check);
        }
        let router = ApiRouter::new(prefix).include(child);
        let _ = (router.routes().to_string(), router.routes().to_mermaid());
        match router.build() {
            Ok(built) => {
                let _nested: axum::Router = axum::Router::new().nest("/nest", built);
            }
            Err(error) => prop_assert!(error.to_string().contains("help: "), "{}", error),
        }
    }
}

/// Text from pieces that paths consist of, and from others.
fn text() -> impl Strategy<Value = String> {
    let piece = select(
        &[
            "/", "/", "/", "a", "b", "{x}", "{y}", "{*z}", "v", "{", "}", "*", ":", "?", " ", "é",
            "%61", "{{", "}}",
        ][..],
    );
    proptest::collection::vec(piece, 0..7).prop_map(|pieces| pieces.concat())
}

#[test]
fn more_parameters_than_axum_can_hold_are_a_mistake() {
    let segments: Vec<String> = (0..26).map(|n| format!("/{{p{n}}}")).collect();
    let path = |count: usize| segments[..count].concat();
    let router = |count| {
        ApiRouter::<()>::new("")
            .route(path(count), get(checked))
            .depends(check)
    };
    assert!(router(24).build().is_ok());
    let mistakes = mistakes(router(26));
    assert!(matches!(&*mistakes, [Mistake::Path { .. }]), "{mistakes:?}");
    // The wildcard that covers what is below does not count as a parameter.
    assert!(router(25).build().is_ok());
}

#[test]
fn a_main_that_returns_the_mistakes_prints_them_for_people() {
    let error = ApiRouter::<()>::new("").route("/", get(show)).build();
    let error = error.expect_err("a route that nothing guards");
    assert_eq!(format!("{error:?}"), error.to_string());
}

#[dependency]
async fn is_admin() -> bool {
    false
}

#[dependency]
async fn is_owner() -> Result<bool, HttpError> {
    Ok(false)
}

#[depends(is_owner, is_admin)]
async fn lists_bools() {}

#[depends(check)]
async fn takes_bools(#[depends(is_admin)] _admin: bool, #[depends(is_owner)] _owner: bool) {}

#[test]
fn a_bool_that_is_ignored_guards_nothing() {
    let inner = ApiRouter::new("/users")
        .route("/", get(lists_bools))
        .route("/taken", get(takes_bools));
    let router = ApiRouter::new("/admin").depends(is_admin).include(inner);
    assert_eq!(
        mistakes(router),
        [
            Mistake::IgnoredBool {
                dependency: "router::mistakes::is_admin",
                handler: None,
                router: "/admin".into(),
            },
            Mistake::IgnoredBool {
                dependency: "router::mistakes::is_owner",
                handler: Some("lists_bools"),
                router: "/admin/users".into(),
            },
        ]
    );
}

#[test]
fn a_bool_that_is_taken_is_no_mistake() {
    let router = ApiRouter::<()>::new("").route("/", get(takes_bools));
    assert!(router.build().is_ok());
}

#[depends(check)]
async fn two_paths(Path(_one): Path<u32>, Path(_other): Path<String>) {}

#[test]
fn a_mistake_that_two_extractors_make_is_reported_once() {
    let router = ApiRouter::new("").route("/me/{one}/{other}", get(two_paths));
    let mistakes = mistakes(router);
    assert!(
        matches!(mistakes[..], [Mistake::PathParameter { .. }]),
        "{mistakes:?}"
    );
}
