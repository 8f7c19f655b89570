//! OpenAPI from the declarations that guard the routes; with the feature `openapi`.
//!
#![doc = include_str!("../../docs/openapi.md")]

// `extractor` and `response` describe what types mean, `schema` gives them names, and `value` describes
// single values. `details` stores all that beside the rest of an `OperationDoc`. `operation` turns it into
// one operation, `ids` names the operations, `linker` finds the components, `document` builds the whole, and
// `check` finds each `mistake` in it. `scheme` is how clients authenticate, `problem` what errors look like,
// and `service` serves the document and the page under a strict `policy`.

mod check;
mod details;
mod document;
mod extractor;
mod ids;
mod linker;
mod mistake;
mod operation;
mod policy;
mod problem;
mod response;
mod schema;
mod scheme;
mod service;
mod value;

use utoipa::ToSchema;

use crate::description::OperationDoc;
use crate::router::RouteInfo;
use crate::signature::Type;
use schema::Schemas;

pub use extractor::DescribeExtractor;
pub use mistake::DocumentMistake;
pub use response::DescribeResponse;
pub use scheme::SecurityScheme;
pub use service::{Document, SwaggerUi};
pub use utoipa;

pub(crate) use check::mistakes;
pub(crate) use details::{Details, Edit};
pub(crate) use document::of as document_of;

/// What expansions use.
pub(crate) mod expansion {
    pub use super::extractor::{Describes, DescribesForm, DescribesNothing};
    pub use super::response::{
        DescribesNoResponse, DescribesResponse, DescribesResponseForm, DescribesResponses,
        SplitsNothing, SplitsResult, describe_error,
    };
    pub use super::{Offers, OffersNothing};
}

/// A route: its line of the audit table, and what its handler and dependencies declare.
pub(crate) struct Route {
    pub(crate) info: RouteInfo,
    pub(crate) doc: OperationDoc,
    /// Whether it has a handler, and is not a mounted service.
    pub(crate) is_handler: bool,
}

impl Route {
    /// Whether it is shown as an operation of the document.
    fn is_shown(&self) -> bool {
        self.is_handler && !self.info.hidden
    }

    /// Whether a `POST` to `path` is sent to this route.
    fn takes_posts_at(&self, path: &str) -> bool {
        if !self.is_handler {
            let below = path.strip_prefix(&*self.info.path);
            return below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        }
        self.info.path == path && ["POST", "ANY"].contains(&&*self.info.method)
    }
}

/// What routers declare for the document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Declarations {
    pub(crate) schemes: Vec<(String, SecurityScheme)>,
    pub(crate) schemas: Schemas,
}

impl Declarations {
    /// Adds the declarations of another router.
    pub(crate) fn extend(&mut self, others: &Self) {
        self.schemes.extend(others.schemes.iter().cloned());
        self.schemas.extend(others.schemas.clone());
    }
}

/// Offers a type that a signature names as a component of the document.
pub trait Offers {
    /// Adds its schema.
    fn offer(&self, operation: &mut OperationDoc);
}

impl<T: ToSchema> Offers for &Type<T> {
    fn offer(&self, operation: &mut OperationDoc) {
        operation.details.schemas.offer::<T>();
    }
}

/// What a type without a schema offers.
pub trait OffersNothing {
    /// Nothing.
    fn offer(&self, _operation: &mut OperationDoc) {}
}

impl<T: ?Sized> OffersNothing for Type<T> {}
