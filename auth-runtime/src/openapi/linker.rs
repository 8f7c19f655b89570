//! Replaces inline schemas with references, and collects the components that references point to.

use std::collections::BTreeMap;

use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{Components, Content, Header, Ref, RefOr};

use super::schema::{Named, Schemas, for_each_inside, is_key, is_telling, name_of};
use super::value::anything;
use super::{Declarations, Route, problem};

/// Knows all schemas that have a name, and records which of them are referred to. Headers are referred to by
/// their own names.
pub(super) struct Linker {
    known: BTreeMap<String, RefOr<Schema>>,
    wanted: Vec<String>,
    headers: BTreeMap<String, RefOr<Header>>,
}

/// All schemas with a name; those whose Rust type is known come first.
pub(super) fn named<'a>(
    routes: &'a [&'a Route],
    declared: &'a Declarations,
) -> impl Iterator<Item = &'a Named> {
    let of_routes = routes.iter().map(|route| &route.doc.details.schemas);
    let all = || std::iter::once(&declared.schemas).chain(of_routes.clone());
    let named = |schemas: &'a Schemas| schemas.used.iter().chain(&schemas.offered);
    let (typed, others): (Vec<_>, Vec<_>) =
        all().flat_map(named).partition(|named| !named.is_inside);
    typed.into_iter().chain(others)
}

impl Linker {
    pub(super) fn new(routes: &[&Route], declared: &Declarations) -> Self {
        let mut known = BTreeMap::from([(problem::NAME.to_owned(), problem::schema().into())]);
        for named in named(routes, declared) {
            known
                .entry(named.name.clone())
                .or_insert_with(|| named.schema.clone());
        }
        let declared = declared.schemas.used.iter();
        Self {
            known,
            wanted: declared.map(|named| named.name.clone()).collect(),
            headers: BTreeMap::new(),
        }
    }

    /// Puts references into an operation.
    pub(super) fn link(&mut self, operation: &mut Operation) {
        for parameter in operation.parameters.iter_mut().flatten() {
            if let RefOr::T(parameter) = parameter {
                parameter
                    .schema
                    .iter_mut()
                    .for_each(|schema| self.link_schema(schema));
            }
        }
        if let Some(RefOr::T(body)) = &mut operation.request_body {
            body.content
                .values_mut()
                .for_each(|content| self.link_content(content));
        }
        for response in operation.responses.responses.values_mut() {
            if let RefOr::T(response) = response {
                response
                    .content
                    .values_mut()
                    .for_each(|content| self.link_content(content));
                for (name, header) in &mut response.headers {
                    self.link_header(name, header);
                }
            }
        }
    }

    /// A header that was described differently before stays as it is.
    fn link_header(&mut self, name: &str, header: &mut RefOr<Header>) {
        if !is_key(name) {
            return;
        }
        let first = self.headers.entry(name.to_owned());
        if first.or_insert_with(|| header.clone()) == header {
            *header = RefOr::Ref(Ref::new(format!("#/components/headers/{name}")));
        }
    }

    fn link_content(&mut self, content: &mut RefOr<Content>) {
        if let RefOr::T(content) = content {
            content
                .schema
                .iter_mut()
                .for_each(|schema| self.link_schema(schema));
        }
    }

    fn link_schema(&mut self, schema: &mut RefOr<Schema>) {
        if is_telling(schema)
            && let Some((name, _)) = self.known.iter().find(|(_, known)| *known == schema)
        {
            *schema = Ref::from_schema_name(name).into();
        }
        match schema {
            RefOr::Ref(reference) => self.wanted.extend(name_of(reference).map(str::to_owned)),
            RefOr::T(schema) => for_each_inside(schema, &mut |inside| self.link_schema(inside)),
        }
    }

    /// The components that are referred to. A missing schema gets a placeholder that says so, so that the
    /// document stays complete.
    pub(super) fn finish(mut self) -> Components {
        let mut schemas = BTreeMap::new();
        while let Some(name) = self.wanted.pop() {
            if schemas.contains_key(&name) {
                continue;
            }
            let mut schema = self.known.get(&name).cloned().unwrap_or_else(|| {
                tracing::warn!(schema = name, "the document refers to an unknown schema: add it to the router with `.schema::<…>()`");
                anything("No schema with this name is known.").into()
            });
            if let RefOr::T(schema) = &mut schema {
                for_each_inside(schema, &mut |inside| self.link_schema(inside));
            }
            schemas.insert(name, schema);
        }
        let mut components = Components::new();
        components.schemas = schemas;
        components.headers = self.headers;
        components
    }
}
