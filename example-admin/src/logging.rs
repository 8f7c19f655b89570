//! The log: text on a terminal, JSON otherwise, always on standard error.

use std::io::{self, IsTerminal as _};
use std::panic;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};

/// Sends everything that `filter` lets through to standard error, panics too.
///
/// # Errors
///
/// When this process has a log already.
pub fn start(filter: EnvFilter) -> Result<(), TryInitError> {
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let registry = tracing_subscriber::registry().with(filter);
    if io::stderr().is_terminal() {
        registry.with(lines).try_init()?;
    } else {
        registry
            .with(lines.json().flatten_event(true).with_span_list(false))
            .try_init()?;
    }
    panic::set_hook(Box::new(
        |panic| tracing::error!(%panic, "a request panicked"),
    ));
    Ok(())
}
