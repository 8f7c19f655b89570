//! `Database`: where a program of these tests keeps everything: in a file.

use tempfile::{TempDir, tempdir};

/// A database that nobody else uses. It is gone with this value.
pub(crate) struct Database {
    pub(crate) url: String,
    _folder: TempDir,
}

impl Database {
    #[expect(clippy::unused_async, reason = "that of PostgreSQL has to be created")]
    pub(crate) async fn fresh() -> Self {
        let folder = tempdir().unwrap();
        Self {
            url: format!("sqlite://{}", folder.path().join("admin.db").display()),
            _folder: folder,
        }
    }
}
