//! `Feed`: reads what was committed to the audit log, and distributes it.
//!
//! A notice that something was written is only a hint to look. What is distributed is read from the database,
//! in the order of the entries' numbers. So nothing is missed that another node wrote, or that was written
//! while the database could not be reached.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use tokio::sync::broadcast;
use tokio::time::{sleep, timeout};

use super::Event;
use crate::domain::AuditEntry;
use crate::store::{Store, StoreError, Writes};

/// How many entries are read at once.
const BATCH: u32 = 100;

/// How long to wait if the database cannot be reached.
const RETRY: Duration = Duration::from_secs(1);

/// When to look without a hint: a network may drop an idle connection without telling either side.
const AT_LATEST: Duration = Duration::from_secs(30);

pub(super) struct Feed {
    store: Store,
    writes: Writes,
    events: broadcast::Sender<Event>,
    /// The number of the last entry that was distributed.
    last: i64,
}

impl Feed {
    /// Distributes what is written from now on.
    pub(super) async fn starting_now(
        store: Store,
        events: broadcast::Sender<Event>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            writes: store.writes(),
            last: store.newest_audit_id().await?,
            store,
            events,
        })
    }

    /// Runs until the store is closed.
    pub(super) async fn run(mut self) {
        loop {
            match self.step().await {
                Ok(()) => {}
                Err(error) if error.is_closed() => return,
                Err(error) => {
                    tracing::warn!(%error, "cannot read new events; trying again");
                    sleep(RETRY).await;
                }
            }
        }
    }

    /// Distributes what there is, then waits for more.
    async fn step(&mut self) -> Result<(), StoreError> {
        while self.hand_out().await? == BATCH as usize {}
        timeout(AT_LATEST, self.writes.next())
            .await
            .unwrap_or(Ok(()))
    }

    /// Distributes one batch, and returns its length.
    async fn hand_out(&mut self) -> Result<usize, StoreError> {
        let entries = self.store.audit_after(self.last, BATCH).await?;
        let count = entries.len();
        for entry in entries {
            self.last = entry.id;
            // An error means that nobody listens.
            let _ = self.events.send(Event::of(entry));
        }
        Ok(count)
    }
}

impl Event {
    pub(super) fn of(entry: AuditEntry) -> Self {
        // The entry consists of names, numbers and a date, so serialization cannot fail.
        let text = serde_json::to_string(&entry).unwrap_or_default();
        Self {
            text: Utf8Bytes::from(text),
            entry: Arc::new(entry),
        }
    }
}
