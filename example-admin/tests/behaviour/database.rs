//! `Database`: where a site of these tests keeps everything: in memory.

/// A database that nobody else uses. It is gone when nobody is connected any more.
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
