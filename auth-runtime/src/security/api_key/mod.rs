//! API keys: where a request carries one, and whose it is.

mod keys;
mod location;

pub use keys::{ApiKeys, ApiKeysError};
pub use location::{ApiKeyError, ApiKeyLocation};
