//! What dependencies do to the response: edits and hooks, kept until there is one.
//!
//! [`edits`] records and applies, [`header`] and [`cookie`] say what may be recorded, [`content`]
//! which responses have content, [`hook`] runs what comes after the handler, [`finished`] waits for it.

mod content;
#[cfg(feature = "cookie")]
mod cookie;
mod edits;
mod finished;
mod header;
mod hook;

pub use edits::ResponseEdits;
pub use header::{IntoHeaderName, InvalidHeader};

pub(crate) use content::has_content;
pub(crate) use finished::Finished;
