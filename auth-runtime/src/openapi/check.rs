//! What can be wrong with a document; checked when the router is built.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use super::linker::named;
use super::mistake::DocumentMistake;
use super::{Declarations, Route, document, ids, operation, problem};

/// The table of contents: every rule about documents.
pub(crate) fn mistakes(routes: &[Route], declared: &Declarations) -> Vec<DocumentMistake> {
    let shown: Vec<_> = routes.iter().filter(|route| route.is_shown()).collect();
    let mut mistakes = Vec::new();
    check_ids(routes, &shown, declared, &mut mistakes);
    check_schemes(&shown, declared, &mut mistakes);
    check_token_urls(routes, &shown, declared, &mut mistakes);
    check_schemas(&shown, declared, &mut mistakes);
    mistakes
}

/// An id that the user sets must be unique; the others are made unique.
fn check_ids(
    routes: &[Route],
    shown: &[&Route],
    declared: &Declarations,
    mistakes: &mut Vec<DocumentMistake>,
) {
    let schemes = document::schemes(shown, declared);
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut colliding = BTreeSet::new();
    for route in shown {
        let Some(given) = operation::of(route, &schemes).operation_id else {
            continue;
        };
        let place = format!("{} {}", route.info.method, route.info.path);
        for method in document::methods(route, routes) {
            let id = ids::of_method(&given, &route.info.method, method);
            let Some(first) = seen.insert(id.clone(), place.clone()) else {
                continue;
            };
            let routes = [first, place.clone()];
            if colliding.insert(routes.clone()) {
                mistakes.push(DocumentMistake::OperationId { id, routes });
            }
        }
    }
}

/// A name must mean one scheme.
fn check_schemes(shown: &[&Route], declared: &Declarations, mistakes: &mut Vec<DocumentMistake>) {
    let mut seen = BTreeMap::new();
    let mut collide = |name: &str| {
        let name = name.to_owned();
        let mistake = DocumentMistake::SecurityScheme { name };
        if !mistakes.contains(&mistake) {
            mistakes.push(mistake);
        }
    };
    for (name, scheme) in &declared.schemes {
        if *seen.entry(name.as_str()).or_insert(scheme) != scheme {
            collide(name);
        }
    }
    let is_declared = |name: &str| {
        declared
            .schemes
            .iter()
            .any(|(declared, _)| declared == name)
    };
    for (name, scheme) in shown.iter().flat_map(|route| &route.doc.details.schemes) {
        if !is_declared(name) && *seen.entry(name.as_ref()).or_insert(scheme) != scheme {
            collide(name);
        }
    }
}

/// The token URL must be a `POST` route of the router, hidden or not, or outside the application.
fn check_token_urls(
    routes: &[Route],
    shown: &[&Route],
    declared: &Declarations,
    mistakes: &mut Vec<DocumentMistake>,
) {
    for (name, scheme) in document::schemes(shown, declared) {
        let Some(url) = scheme.token_url() else {
            continue;
        };
        let is_elsewhere = url.starts_with("https://") || url.starts_with("http://");
        if !is_elsewhere && !routes.iter().any(|route| route.takes_posts_at(url)) {
            mistakes.push(DocumentMistake::TokenUrl {
                scheme: name,
                url: url.to_owned(),
            });
        }
    }
}

/// A name must mean one type; one name belongs to problem documents.
fn check_schemas(shown: &[&Route], declared: &Declarations, mistakes: &mut Vec<DocumentMistake>) {
    let problem = problem::named();
    let mut seen = BTreeMap::new();
    for named in iter::once(&problem).chain(named(shown, declared)) {
        let first = *seen.entry(&named.name).or_insert(named);
        let is_known_otherwise = named.is_inside && first.is_written_otherwise_inside();
        if first.schema == named.schema || is_known_otherwise {
            continue;
        }
        let (name, types) = (named.name.clone(), [first.rust_type, named.rust_type]);
        let mistake = if first.is_inside || named.is_inside {
            DocumentMistake::SchemaInside { name, types }
        } else {
            DocumentMistake::Schema { name, types }
        };
        if !mistakes.contains(&mistake) {
            mistakes.push(mistake);
        }
    }
}
