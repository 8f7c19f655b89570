//! `Database`: where these tests' programs store everything: in a file.

use tempfile::{TempDir, tempdir};

/// A database of one test's own. It is removed with this value.
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
