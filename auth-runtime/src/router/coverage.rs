//! The paths under guarded prefixes that no route answers: each gets the guards, then a 404.
//!
//! axum's own fallback will not do: two routers that have one cannot be merged. So every place where
//! a path can leave the routes is a route itself:
//!
//! ```text
//! routes        /users/{id}    /users/{id}/files
//! the prefix    /users         /users/       /users//   /users//{*anything}
//! below a route /users/{id}/   /users/{id}/{*anything}
//!               /users/{id}/files/           /users/{id}/files/{*anything}
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::template::shape;

/// The templates that cover everything under `prefixes` which `routes` leave open, each with the
/// deepest prefix that it is under.
pub(super) fn of(prefixes: &[&str], routes: &[&str]) -> Vec<(String, String)> {
    let taken: BTreeSet<String> = routes.iter().map(|route| shape(route)).collect();
    let mut covered = BTreeSet::new();
    let mut templates = Vec::new();
    for (place, next) in places(prefixes, routes) {
        let Some(prefix) = deepest(prefixes, &place) else {
            continue;
        };
        for template in open_ends(&place, &next) {
            if !taken.contains(&shape(&template)) && covered.insert(shape(&template)) {
                templates.push((template, prefix.to_owned()));
            }
        }
    }
    templates
}

/// Every place along the routes and prefixes, with the segments that follow it.
fn places(prefixes: &[&str], routes: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in prefixes.iter().chain(routes) {
        let mut place = String::new();
        for segment in path
            .split('/')
            .skip(1)
            .filter(|segment| !segment.is_empty())
        {
            places
                .entry(place.clone())
                .or_default()
                .insert(segment.to_owned());
            if segment.starts_with("{*") {
                break;
            }
            place = format!("{place}/{segment}");
            places.entry(place.clone()).or_default();
        }
        places.entry(String::new()).or_default();
    }
    places
}

/// The deepest of `prefixes` that `place` is under.
fn deepest<'a>(prefixes: &[&'a str], place: &str) -> Option<&'a str> {
    let is_above = |prefix: &&&str| {
        place
            .strip_prefix(**prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    prefixes
        .iter()
        .filter(is_above)
        .max_by_key(|prefix| prefix.len())
        .copied()
}

/// Where a request can leave the routes at `place`, after which the segments `next` follow.
fn open_ends(place: &str, next: &BTreeSet<String>) -> Vec<String> {
    let mut ends = vec![format!("{place}/")];
    if !place.is_empty() {
        ends.push(place.to_owned());
    }
    let has_wildcard = next.iter().any(|segment| segment.starts_with("{*"));
    let has_parameter = next.iter().any(|segment| segment.starts_with('{'));
    if has_wildcard {
        return ends;
    }
    if has_parameter {
        // A parameter takes every segment but an empty one.
        ends.extend([format!("{place}//"), format!("{place}//{{*anything}}")]);
    } else {
        ends.push(format!("{place}/{{*anything}}"));
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn templates(prefixes: &[&str], routes: &[&str]) -> Vec<String> {
        let mut templates: Vec<_> = of(prefixes, routes)
            .into_iter()
            .map(|(template, _)| template)
            .collect();
        templates.sort();
        templates
    }

    #[test]
    fn a_prefix_is_covered_whole() {
        assert_eq!(
            templates(&["/auth"], &["/auth/me"]),
            [
                "/auth",
                "/auth/",
                "/auth/me/",
                "/auth/me/{*anything}",
                "/auth/{*anything}",
            ]
        );
    }

    #[test]
    fn a_parameter_leaves_empty_segments_open() {
        assert_eq!(
            templates(&["/users"], &["/users", "/users/{id}"]),
            [
                "/users/",
                "/users//",
                "/users//{*anything}",
                "/users/{id}/",
                "/users/{id}/{*anything}",
            ]
        );
    }

    #[test]
    fn a_wildcard_leaves_nothing_open_below_it() {
        assert_eq!(
            templates(&["/files"], &["/files/{*path}"]),
            ["/files", "/files/"]
        );
    }

    #[test]
    fn what_is_not_under_a_prefix_is_left_alone() {
        assert_eq!(
            templates(&["/auth"], &["/login", "/authors/{id}"]),
            ["/auth", "/auth/", "/auth/{*anything}"]
        );
        assert_eq!(templates(&[], &["/login"]), Vec::<String>::new());
    }

    #[test]
    fn the_deepest_prefix_guards() {
        let of_inner = of(&["", "/admin"], &["/admin/x"]);
        assert!(of_inner.contains(&("/admin/{*anything}".to_owned(), "/admin".to_owned())));
        assert!(of_inner.contains(&("/{*anything}".to_owned(), String::new())));
    }
}
