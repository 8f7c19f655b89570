//! Credentials: how they are read from a request, and how their refusal is answered.

mod bearer;
mod challenge;

pub use bearer::{BearerError, bearer_token};
