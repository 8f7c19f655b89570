//! What dependencies do to the response: edits and hooks, kept until there is one.
//!
//! [`edits`] records what a request's dependencies do, [`header_edits`] applies it, [`header`] and [`cookie`]
//! decide what may be recorded, [`content`] which responses have content, [`hook`] runs what comes after the
//! handler.

mod content;
#[cfg(feature = "cookie")]
mod cookie;
mod edits;
mod header;
mod header_edits;
mod hook;

pub use edits::ResponseEdits;
pub use header::{IntoHeaderName, InvalidHeader};
pub use hook::HookOutcome;

pub(crate) use content::has_content;
