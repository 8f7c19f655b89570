//! The path parameters that an extractor needs, and whether a path has them.

use axum::extract::Path;
use serde::de::DeserializeOwned;

use super::{Presence, Shape, Type};
use crate::description::OperationDoc;

/// What a function needs from the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WantedPath {
    /// The handler or the dependency.
    pub(crate) by: &'static str,
    pub(crate) shape: Shape,
}

/// Why a path cannot provide what is needed: each request would get a 500.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lack {
    /// Its number of parameters differs from the number of values that are taken by position.
    Count { wanted: usize, found: usize },
    /// It has no parameter of this name.
    Name(&'static str),
}

/// The names of the parameters in an axum path: `org` and `file` in `/orgs/{org}/{*file}`.
pub(crate) fn names_in(path: &str) -> impl Iterator<Item = &str> {
    let after_brace = path.split('{').skip(1);
    let names = after_brace.filter_map(|rest| rest.split('}').next());
    names.map(|name| name.trim_start_matches('*'))
}

impl WantedPath {
    /// What a path with these `parameters` lacks. What is not known for certain is not reported.
    pub(crate) fn lacks(&self, parameters: &[&str]) -> Vec<Lack> {
        let count = |wanted| {
            let found = parameters.len();
            (wanted != found).then_some(Lack::Count { wanted, found })
        };
        match &self.shape {
            Shape::Any => Vec::new(),
            Shape::One(_) => count(1).into_iter().collect(),
            Shape::Places(kinds) => count(kinds.len()).into_iter().collect(),
            Shape::Names(fields) => fields
                .iter()
                .filter(|field| field.presence == Presence::Required)
                .filter(|field| !parameters.contains(&field.name))
                .map(|field| Lack::Name(field.name))
                .collect(),
        }
    }
}

/// Tells an operation what is needed from the path.
pub trait WantsPath {
    /// Records what `by` needs.
    fn want(&self, by: &'static str, operation: &mut OperationDoc);
}

impl<T: DeserializeOwned> WantsPath for &Type<Path<T>> {
    fn want(&self, by: &'static str, operation: &mut OperationDoc) {
        operation.want_path(WantedPath {
            by,
            shape: Shape::of::<T>(),
        });
    }
}

/// What every other type needs.
pub trait WantsNothing {
    /// Nothing: the type is not a `Path`.
    fn want(&self, _by: &'static str, _operation: &mut OperationDoc) {}
}

impl<T: ?Sized> WantsNothing for Type<T> {}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its shape is looked at")]
    struct Place {
        org: String,
        user: u32,
        revision: Option<u32>,
    }

    fn lacks<T: DeserializeOwned>(parameters: &[&str]) -> Vec<Lack> {
        let shape = Shape::of::<T>();
        WantedPath { by: "show", shape }.lacks(parameters)
    }

    #[test]
    fn the_names_of_parameters_are_those_in_braces() {
        let names: Vec<_> = names_in("/orgs/{org}/files/{*path}").collect();
        assert_eq!(names, ["org", "path"]);
        assert_eq!(names_in("/users").count(), 0);
    }

    #[test]
    fn values_by_their_places_want_as_many_parameters() {
        assert_eq!(lacks::<u32>(&["id"]), []);
        let (wanted, found) = (1, 0);
        assert_eq!(lacks::<u32>(&[]), [Lack::Count { wanted, found }]);
        let (wanted, found) = (2, 3);
        assert_eq!(
            lacks::<(u32, u32)>(&["a", "b", "c"]),
            [Lack::Count { wanted, found }]
        );
    }

    #[test]
    fn values_by_their_names_want_parameters_of_these_names() {
        assert_eq!(lacks::<Place>(&["user", "org", "other"]), []);
        assert_eq!(lacks::<Place>(&["org"]), [Lack::Name("user")]);
        assert_eq!(lacks::<Place>(&["org", "usr"]), [Lack::Name("user")]);
    }
}
