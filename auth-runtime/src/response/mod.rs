//! What dependencies do to the response: edits and hooks, kept until there is one.
//!
//! [`edits`] records and applies, [`header`] says what may be recorded, [`hook`] runs what comes
//! after the handler.

mod edits;
mod header;
mod hook;

pub use edits::ResponseEdits;
pub use header::{IntoHeaderName, InvalidHeader};
