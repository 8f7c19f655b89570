//! Credentials: how they are read from a request, and how their refusal is answered.

mod bearer;
mod challenge;
mod scope;
mod websocket;

pub use bearer::{BearerError, MAX_AUTHORIZATION_BYTES};
pub use scope::{Permits, Require, Requirement, all, any, not, require, scope};
pub use websocket::{accept_bearer_protocol, bearer_token};
