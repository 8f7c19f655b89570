//! The log: text on a terminal, JSON otherwise, always on standard error.

use std::io::{self, IsTerminal as _};
use std::panic;

use tracing::Subscriber;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};
use tracing_subscriber::{EnvFilter, Layer};

/// Sends everything that `filter` lets through to standard error, panics too.
///
/// # Errors
///
/// When this process has a log already.
pub fn start(filter: EnvFilter) -> Result<(), TryInitError> {
    tracing_subscriber::registry()
        .with(filter)
        .with(lines(io::stderr, io::stderr().is_terminal()))
        .try_init()?;
    panic::set_hook(Box::new(
        |panic| tracing::error!(%panic, "a request panicked"),
    ));
    Ok(())
}

/// A line for each event, with what is known about its request.
fn lines<S, W>(writer: W, is_terminal: bool) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt::layer().with_writer(writer);
    if is_terminal {
        return lines.boxed();
    }
    lines
        .json()
        .flatten_event(true)
        .with_span_list(false)
        .boxed()
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Memory(Arc<Mutex<Vec<u8>>>);

    impl Write for Memory {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// The line that is written for an event in a request.
    fn line(is_terminal: bool) -> String {
        let memory = Memory::default();
        let writer = {
            let memory = memory.clone();
            move || memory.clone()
        };
        let log = tracing_subscriber::registry().with(lines(writer, is_terminal));
        tracing::subscriber::with_default(log, || {
            tracing::info_span!("request", path = "/me").in_scope(|| tracing::info!("answered"));
        });
        let written = memory.0.lock().unwrap().clone();
        String::from_utf8(written).unwrap()
    }

    #[test]
    fn a_terminal_gets_text_and_everything_else_json() {
        let text = line(true);
        assert!(
            text.contains("answered") && !text.starts_with('{'),
            "{text}"
        );

        let json: serde_json::Value = serde_json::from_str(&line(false)).unwrap();
        assert_eq!(json["message"], "answered");
        assert_eq!(json["span"]["path"], "/me");
    }
}
