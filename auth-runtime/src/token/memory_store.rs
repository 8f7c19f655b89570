//! A session store for a single process.

use std::{
    collections::HashMap,
    convert::Infallible,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{
    Generations, NumericDate, Session, SessionId, SessionRecord, SessionStatus, SessionStore,
    SignedToken,
};

/// With fewer records than this, expired ones are not removed.
const MIN_PURGED: usize = 1_024;

/// Keeps sessions in the memory of this process: they end with it, and no other node sees them.
///
/// ```
/// # use auth_runtime::token::{Key, MemorySessionStore, SessionId, SessionStore, Tokens};
/// # async fn login(tokens: &Tokens, store: &MemorySessionStore)
/// # -> Result<(), Box<dyn std::error::Error>> {
/// let token = tokens.issue("ann", SessionId::random()?)?;
/// store.start("ann", &token);                                           // at login
///
/// let session = tokens.verify(token.as_str())?;                         // at each request
/// store.check(&session, tokens.now()).await?.require_alive()?;
///
/// store.end(session.id());                                              // at logout
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
pub struct MemorySessionStore {
    records: Mutex<Records>,
    grace: Option<Duration>,
}

#[derive(Default)]
struct Records {
    by_id: HashMap<SessionId, Record>,
    /// Expired records are removed when there are this many: twice as many as remained the last time, so that
    /// a login costs the same however many sessions there are.
    purge_at: usize,
}

struct Record {
    subject: Box<str>,
    ends_at: NumericDate,
    generations: Generations,
}

impl MemorySessionStore {
    /// An empty store, which does not detect stolen tokens.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends a session when one of its tokens is presented that was superseded longer than `grace` ago.
    /// Half a minute suits browsers. See [`Generations::observe`].
    #[must_use]
    pub fn with_reuse_detection(self, grace: Duration) -> Self {
        Self {
            grace: Some(grace),
            ..self
        }
    }

    /// Records the session whose first token is `token`.
    pub fn start(&self, subject: &str, token: &SignedToken) {
        let record = Record {
            subject: subject.into(),
            ends_at: token.session_ends_at(),
            generations: Generations::new(token.issued_at()),
        };
        let mut records = self.records();
        records.purge(token.issued_at());
        records.by_id.insert(*token.session_id(), record);
    }

    /// Ends a session: logout. Does nothing if it has already ended.
    pub fn end(&self, id: &SessionId) {
        self.records().by_id.remove(id);
    }

    /// Ends all sessions of a subject, for example after a changed password or a deleted user.
    pub fn end_all(&self, subject: &str) {
        self.records()
            .by_id
            .retain(|_, record| *record.subject != *subject);
    }

    /// How many sessions are recorded. Some of them may have expired.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records().by_id.len()
    }

    /// Whether no session is recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Never held across an `await`.
    fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SessionStore for MemorySessionStore {
    type Owner = ();
    type Error = Infallible;

    async fn check<C: Send + Sync>(
        &self,
        session: &Session<C>,
        now: NumericDate,
    ) -> Result<SessionStatus, Infallible> {
        Ok(self
            .records()
            .check(session.id(), session.issued_at(), now, self.grace))
    }
}

impl Records {
    fn check(
        &mut self,
        id: &SessionId,
        issued_at: NumericDate,
        now: NumericDate,
        grace: Option<Duration>,
    ) -> SessionStatus {
        let Some(record) = self.by_id.get_mut(id) else {
            return SessionStatus::Ended;
        };
        let alive = SessionStatus::Alive(SessionRecord {
            owner: (),
            ends_at: record.ends_at,
        });
        let Some(grace) = grace else {
            return alive;
        };
        let Ok(generations) = record.generations.observe(issued_at, now, grace) else {
            self.by_id.remove(id);
            return SessionStatus::Reused;
        };
        record.generations = generations;
        alive
    }

    fn purge(&mut self, now: NumericDate) {
        if self.by_id.len() < self.purge_at.max(MIN_PURGED) {
            return;
        }
        self.by_id.retain(|_, record| record.ends_at > now);
        self.purge_at = self.by_id.len() * 2;
    }
}

impl fmt::Debug for MemorySessionStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("MemorySessionStore")
            .field("sessions", &self.len())
            .field("grace", &self.grace)
            .finish_non_exhaustive()
    }
}
