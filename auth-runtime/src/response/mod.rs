//! What dependencies do to the response: edits and hooks, kept until there is one.
//!
//! [`edits`] records and applies, [`header`] says what may be recorded, [`hook`] runs what comes
//! after the handler, [`inline`] keeps the first edits without an allocation.

mod edits;
mod header;
mod hook;
mod inline;

pub use edits::ResponseEdits;
pub use header::{IntoHeaderName, InvalidHeader};

pub(crate) use inline::InlineList;
