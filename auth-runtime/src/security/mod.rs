//! Credentials: how they are read from a request, and how their refusal is answered.
//!
//! [`bearer`], [`basic`], [`api_key`] and [`websocket`] read them, strictly; [`challenge`] answers.
//! [`credential`] and [`session`] are ready-made dependencies on top of them, and [`live`] is what the latter
//! provides. [`scope`] is what a credential permits, and [`password_form`] how users log in.

mod api_key;
mod basic;
mod bearer;
mod challenge;
mod credential;
mod live;
mod password_form;
mod scope;
mod session;
mod websocket;

pub use api_key::{ApiKeyError, ApiKeyLocation, ApiKeys, ApiKeysError};
pub use basic::{BasicCredentials, BasicError, basic_credentials};
pub use bearer::{BearerError, MAX_AUTHORIZATION_BYTES};
pub use credential::{ApiKey, Basic, BearerToken, Presented};
pub use live::LiveSession;
pub use password_form::PasswordForm;
pub use scope::{Permits, Require, Requirement, all, any, not, require, scope};
pub use session::{FindStore, InState, NoStore, REFRESH_TOKEN, SlidingSession, WhichStore};
pub use websocket::{accept_bearer_protocol, bearer_token};
