//! The paths under guarded prefixes that no route answers: each gets the guards, then a 404.
//!
//! axum's own fallback cannot be used: two routers that both have one cannot be merged. So these paths get
//! routes of our own. axum's router tries literals first, then parameters, then wildcards, and backtracks
//! when a branch has no match, so a wildcard at the prefix catches everything below it. If there is a
//! parameter where the wildcard would stand, the same is done one segment deeper.
//!
//! ```text
//! routes              /auth/me                  /users/{id}   /users/{id}/files
//! the prefix          /auth   /auth/            /users        /users/
//! whatever is below   /auth/{*rest}             /users/{id}/  /users/{id}/{*rest}
//! doubled slashes                               /users//      /users//{*rest}
//! ```
//!
//! The last line prevents `/users//files` from meaning the files of a user without a name: axum lets a
//! parameter match nothing when more follows.

use std::collections::{BTreeMap, BTreeSet};

use super::template::{Prefix, REST, shape};

/// The templates that cover everything under `prefixes` that `routes` leave open.
pub(super) fn of(prefixes: &[&str], routes: &[&str]) -> Vec<String> {
    let mut root = Place::default();
    for prefix in prefixes {
        root.insert(prefix).is_prefix = true;
    }
    for route in routes {
        root.insert(route);
    }
    let mut coverage = Coverage {
        taken: routes.iter().map(|route| shape(route)).collect(),
        templates: Vec::new(),
    };
    for prefix in prefixes {
        let place = root.insert(prefix);
        coverage.cover(place, prefix);
        coverage.shield(place, prefix, &wildcards_below(prefix, routes));
    }
    coverage.templates
}

/// The wildcard routes that may match something below `prefix`.
fn wildcards_below(prefix: &str, routes: &[&str]) -> Vec<Prefix> {
    let prefix = Prefix::parse(prefix);
    routes
        .iter()
        .filter(|route| route.contains("{*") && prefix.overlaps(route))
        .map(|route| Prefix::parse(route))
        .collect()
}

/// A node in the tree of templates.
#[derive(Default)]
struct Place {
    /// The segment that leads here; a parameter has its name from one of the templates.
    segment: String,
    /// The nodes that follow, by their segments without the parameters' names.
    next: BTreeMap<String, Place>,
    /// Whether one of the prefixes ends here.
    is_prefix: bool,
}

impl Place {
    /// The node of this template.
    fn insert(&mut self, template: &str) -> &mut Self {
        let segments = template.split('/').filter(|segment| !segment.is_empty());
        segments.fold(self, |place, segment| {
            place.next.entry(shape(segment)).or_insert_with(|| Self {
                segment: segment.to_owned(),
                ..Self::default()
            })
        })
    }

    fn wildcard(&self) -> Option<&Self> {
        self.next.get("{*}")
    }

    fn parameter(&self) -> Option<&Self> {
        self.next.get("{}")
    }
}

struct Coverage {
    /// The templates that exist, without the parameters' names.
    taken: BTreeSet<String>,
    templates: Vec<String>,
}

impl Coverage {
    /// Covers what no route at `place` matches; the same below it, where only a parameter stands.
    fn cover(&mut self, place: &Place, path: &str) {
        if !path.is_empty() {
            self.add(path.to_owned());
        }
        self.add(format!("{path}/"));
        match (place.wildcard(), place.parameter()) {
            (Some(_), _) => {}
            (None, None) => self.add(format!("{path}/{REST}")),
            (None, Some(below)) if below.is_prefix => {}
            (None, Some(below)) => self.cover(below, &format!("{path}/{}", below.segment)),
        }
    }

    /// Prevents parameters from matching empty segments, except where a wildcard route matches them.
    fn shield(&mut self, place: &Place, path: &str, wildcards: &[Prefix]) {
        if place.parameter().is_some() {
            let (empty, below) = (format!("{path}//"), format!("{path}//{REST}"));
            if !wildcards.iter().any(|wildcard| wildcard.overlaps(&empty)) {
                self.add(empty);
                self.add(below);
            }
        }
        for below in place.next.values().filter(|below| !below.is_prefix) {
            let path = format!("{path}/{}", below.segment);
            self.shield(below, &path, wildcards);
        }
    }

    fn add(&mut self, template: String) {
        if self.taken.insert(shape(&template)) {
            self.templates.push(template);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn templates(prefixes: &[&str], routes: &[&str]) -> Vec<String> {
        let templates = of(prefixes, routes).into_iter();
        let mut templates: Vec<_> = templates
            .map(|template| template.replace(REST, "{*}"))
            .collect();
        templates.sort();
        templates
    }

    #[test]
    fn a_prefix_is_covered_whole() {
        assert_eq!(
            templates(&["/auth"], &["/auth/me"]),
            ["/auth", "/auth/", "/auth/{*}"]
        );
    }

    #[test]
    fn a_parameter_is_covered_one_segment_deeper_and_not_by_an_empty_one() {
        assert_eq!(
            templates(&["/users"], &["/users", "/users/{id}"]),
            [
                "/users/",
                "/users//",
                "/users//{*}",
                "/users/{id}/",
                "/users/{id}/{*}",
            ]
        );
    }

    #[test]
    fn a_wildcard_leaves_nothing_open_below_it() {
        assert_eq!(
            templates(&["/files"], &["/files/{*path}", "/files/of/{user}"]),
            ["/files", "/files/"]
        );
    }

    #[test]
    fn a_wildcard_beside_a_parameter_keeps_its_empty_segments() {
        assert_eq!(
            templates(&[""], &["/{any}/{*rest}", "/a/{x}/{y}", "/b"]),
            ["/", "//", "//{*}", "/{any}", "/{any}/"]
        );
    }

    #[test]
    fn what_is_not_under_a_prefix_is_left_alone() {
        assert_eq!(
            templates(&["/auth"], &["/login", "/authors/{id}"]),
            ["/auth", "/auth/", "/auth/{*}"]
        );
        assert_eq!(templates(&[], &["/login"]), Vec::<String>::new());
    }

    #[test]
    fn each_prefix_has_its_own_and_uses_its_own_names() {
        assert_eq!(
            templates(&["/orgs/{org}/admin", "/orgs/{id}", ""], &["/orgs/{name}"]),
            [
                "/",
                "/orgs//",
                "/orgs//{*}",
                "/orgs/{id}/",
                "/orgs/{id}/{*}",
                "/orgs/{org}/admin",
                "/orgs/{org}/admin/",
                "/orgs/{org}/admin/{*}",
                "/{*}",
            ]
        );
    }
}
