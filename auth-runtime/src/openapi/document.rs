//! The whole document, built from all routes.

use std::collections::BTreeSet;

use utoipa::openapi::{Info, OpenApi, Paths, Tag};

use super::linker::Linker;
use super::operation::{self, Schemes, Shown, http_method};
use super::scheme::SecurityScheme;
use super::{Declarations, Route};
use crate::signature::names_in;

/// The methods under which a route for any method is shown.
const OF_ANY: [&str; 5] = ["GET", "PUT", "POST", "DELETE", "PATCH"];

/// The document of all routes that are not hidden.
pub(crate) fn of(all: &[Route], declared: &Declarations, info: Info) -> OpenApi {
    let routes: Vec<_> = all.iter().filter(|route| route.is_shown()).collect();
    let schemes = schemes(&routes, declared);
    let mut shown = operations(&routes, all, &schemes);
    super::ids::set(&mut shown);

    let mut linker = Linker::new(&routes, declared);
    let mut document = OpenApi::new(info, Paths::new());
    document.tags = tags(&routes);
    for mut shown in shown {
        linker.link(&mut shown.operation);
        let path = template(&shown.route.info.path);
        document
            .paths
            .add_path_operation(path, vec![shown.http_method()], shown.operation);
    }
    let mut components = linker.finish();
    for (name, scheme) in &schemes {
        let required = required_scopes(name, &routes);
        components.add_security_scheme(name, scheme.component(&required));
    }
    document.components = Some(components);
    document
}

/// Each route with each of its methods that OpenAPI 3.1 knows.
fn operations<'a>(routes: &[&'a Route], all: &[Route], schemes: &Schemes) -> Vec<Shown<'a>> {
    let mut operations = Vec::new();
    for route in routes {
        let methods = methods(route, all).into_iter();
        for method in methods.filter(|method| http_method(method).is_some()) {
            operations.push(Shown {
                route,
                method,
                operation: operation::of(route, schemes),
            });
        }
    }
    operations
}

/// The methods that a route is documented with. A handler for any method gets only those methods that no route of
/// `all` has a handler of its own for; hidden routes count.
pub(super) fn methods<'a>(route: &'a Route, all: &[Route]) -> Vec<&'a str> {
    if route.info.method != "ANY" {
        return vec![&route.info.method];
    }
    let is_left = |method: &&str| {
        let mut beside = all
            .iter()
            .filter(|other| other.info.path == route.info.path);
        beside.all(|other| other.info.method != **method)
    };
    OF_ANY.into_iter().filter(is_left).collect()
}

/// The path in OpenAPI's syntax: a wildcard is a parameter like any other.
fn template(path: &str) -> String {
    names_in(path).fold(path.to_owned(), |path, name| {
        path.replace(&format!("{{*{name}}}"), &format!("{{{name}}}"))
    })
}

/// The schemes of all names that are used: declared by a router or by a dependency, or the default.
pub(super) fn schemes(routes: &[&Route], declared: &Declarations) -> Schemes {
    let mut schemes: Schemes = declared.schemes.iter().cloned().collect();
    for route in routes {
        for (name, scheme) in &route.doc.details.schemes {
            schemes
                .entry(name.to_string())
                .or_insert_with(|| scheme.clone());
        }
    }
    for name in routes.iter().flat_map(|route| used_schemes(route)) {
        schemes
            .entry(name.to_owned())
            .or_insert_with(|| SecurityScheme::by_default(name));
    }
    schemes
}

fn used_schemes(route: &Route) -> impl Iterator<Item = &str> {
    let required = route.doc.required_security().iter();
    required
        .chain(route.doc.optional_security())
        .map(AsRef::as_ref)
}

fn required_scopes(scheme: &str, routes: &[&Route]) -> BTreeSet<String> {
    routes
        .iter()
        .filter(|route| used_schemes(route).any(|used| used == scheme))
        .flat_map(|route| route.doc.scopes())
        .map(ToString::to_string)
        .collect()
}

/// All tags, in the order in which they occur in the routes.
fn tags(routes: &[&Route]) -> Option<Vec<Tag>> {
    let mut names: Vec<&str> = Vec::new();
    for tag in routes.iter().flat_map(|route| &route.info.tags) {
        if !names.contains(tag) {
            names.push(tag);
        }
    }
    (!names.is_empty()).then(|| names.into_iter().map(Tag::new).collect())
}
