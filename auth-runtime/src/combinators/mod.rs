//! Dependencies made of others: an [`optional`] one, a [`fresh`] one.

mod fresh;
mod optional;

pub use fresh::{Fresh, fresh};
pub use optional::Optional;
