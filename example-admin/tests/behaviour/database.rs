//! `Database`: where these tests' sites store everything: in memory.

/// A database of one test's own. It is gone when nothing is connected to it any more.
pub(crate) struct Database {
    pub(crate) url: String,
}

impl Database {
    #[expect(clippy::unused_async, reason = "that of PostgreSQL has to be created")]
    pub(crate) async fn fresh() -> Self {
        Self {
            url: "sqlite::memory:".to_owned(),
        }
    }
}
