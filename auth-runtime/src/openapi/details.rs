//! What an `OperationDoc` knows about parameters, bodies and responses.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use utoipa::ToSchema;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::request_body::RequestBody;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{RefOr, Required, Response};

use super::schema::Schemas;
use super::scheme::SecurityScheme;
use super::value::without_null;
use crate::description::OperationDoc;

/// The part of an [`OperationDoc`] that consists of utoipa's types.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Details {
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<RequestBody>,
    pub(super) responses: BTreeMap<String, Response>,
    pub(super) schemas: Schemas,
    pub(super) schemes: Vec<(Cow<'static, str>, SecurityScheme)>,
    pub(crate) edits: Edits,
}

/// Equality is reflexive: nothing in what is described differs from itself.
impl Eq for Details {}

/// What extractors, return types and your own dependencies declare; with the feature `openapi`.
impl OperationDoc {
    /// Declares a parameter of the request. Of two with the same name and place, the first
    /// stays; the parameter is required if one of them is.
    pub fn parameter(&mut self, mut parameter: Parameter) {
        parameter.schema = parameter.schema.map(without_null);
        let is_same = |other: &&mut Parameter| {
            other.name == parameter.name && other.parameter_in == parameter.parameter_in
        };
        let Some(first) = self.details.parameters.iter_mut().find(is_same) else {
            self.details.parameters.push(parameter);
            return;
        };
        if parameter.required == Required::True {
            first.required = Required::True;
        }
        first.description = first.description.take().or(parameter.description);
    }

    /// Declares the body of the request.
    pub fn body(&mut self, body: RequestBody) {
        self.details.body = Some(body);
    }

    /// Declares a possible response. The status is `"200"`, say, or `"2XX"` if it is not known
    /// exactly, or `"default"` for all others. A second response with the same status adds its media
    /// types.
    pub fn responds(&mut self, status: impl Into<String>, response: Response) {
        let first = self.details.responses.entry(status.into());
        let first = first.or_insert_with(|| Response::new(&*response.description));
        first.headers.extend(response.headers);
        first.content.extend(response.content);
        first.links.extend(response.links);
    }

    /// The schema of `T`: a reference, unless `T` is one of Rust's own types. The document then has
    /// `T` as a component.
    pub fn schema<T: ToSchema>(&mut self) -> RefOr<Schema> {
        self.details.schemas.of::<T>()
    }

    /// Declares the security scheme of this name, unless the router declares it.
    pub fn security_scheme(&mut self, name: impl Into<Cow<'static, str>>, scheme: SecurityScheme) {
        self.details.schemes.push((name.into(), scheme));
    }

    /// Adds what `describe` declares, as an optional part of the request. Returns the statuses with which it
    /// may be refused.
    pub(super) fn optionally(&mut self, describe: impl FnOnce(&mut Self)) -> BTreeSet<u16> {
        let mut optional = Self::default();
        describe(&mut optional);
        let errors = optional.errors().clone();
        for mut parameter in optional.details.parameters {
            if parameter.parameter_in != ParameterIn::Path {
                parameter.required = Required::False;
            }
            self.parameter(parameter);
        }
        if let Some(mut body) = optional.details.body {
            body.required = None;
            self.body(body);
        }
        self.details.schemas.extend(optional.details.schemas);
        errors
    }

    /// Adds the responses that `describe` declares, with other statuses.
    pub(super) fn responding(
        &mut self,
        status: impl Fn(String) -> String,
        describe: impl FnOnce(&mut Self),
    ) {
        let mut described = Self::default();
        describe(&mut described);
        for error in described.errors() {
            self.error(*error);
        }
        for (key, response) in described.details.responses {
            self.responds(status(key), response);
        }
        self.details.schemas.extend(described.details.schemas);
    }
}

/// A function that edits an operation.
pub(crate) type Edit = Arc<dyn Fn(&mut Operation) + Send + Sync>;

/// Edits by the user. They are not part of what is compared.
#[derive(Clone, Default)]
pub(crate) struct Edits(Vec<Edit>);

impl Edits {
    pub(crate) fn push(&mut self, edit: Edit) {
        self.0.push(edit);
    }

    pub(super) fn apply(&self, operation: &mut Operation) {
        self.0.iter().for_each(|edit| edit(operation));
    }
}

impl PartialEq for Edits {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Edits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} edits", self.0.len())
    }
}
