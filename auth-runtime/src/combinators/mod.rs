//! Dependencies that wrap another one: [`optional`], [`fresh`].

mod fresh;
mod optional;

pub use fresh::{Fresh, fresh};
pub use optional::Optional;
