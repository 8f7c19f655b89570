//! `Logged`: what the runtime logs at one level.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::Field;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// A subscriber that collects the events of one level, each as a line with all its fields.
#[derive(Clone)]
pub(crate) struct Logged {
    level: Level,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Logged {
    /// Collects the events of this level.
    pub(crate) fn at(level: Level) -> Self {
        Self {
            level,
            lines: Arc::default(),
        }
    }

    /// The lines so far.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.lines.lock().expect("no panic"))
    }
}

impl Subscriber for Logged {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == self.level
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = String::new();
        event.record(&mut |field: &Field, value: &dyn Debug| {
            write!(line, "{field}: {value:?} ").expect("a string takes it");
        });
        self.lines.lock().expect("no panic").push(line);
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}
