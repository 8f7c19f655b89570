//! In debug builds: reports a response header that a dependency sets but does not declare. CORS does
//! not expose it then, and documentation does not show it. Release builds do not check this.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use http::{HeaderName, header};

use crate::response::ResponseEdits;

/// What a route's dependencies declare to set, in a debug build.
#[derive(Debug, Clone, Default)]
pub(super) struct Declared(Option<BTreeSet<&'static str>>);

/// Headers that scripts may read anyway (Fetch, "CORS-safelisted response-header name"), and headers that are
/// not meant for scripts.
const NOT_FOR_SCRIPTS: [HeaderName; 11] = [
    header::CACHE_CONTROL,
    header::CONTENT_LANGUAGE,
    header::CONTENT_SECURITY_POLICY,
    header::CONTENT_TYPE,
    header::EXPIRES,
    header::LAST_MODIFIED,
    header::PRAGMA,
    header::SEC_WEBSOCKET_PROTOCOL,
    header::SET_COOKIE,
    header::VARY,
    header::WWW_AUTHENTICATE,
];

/// The names that have been reported, each only once.
static REPORTED: Mutex<Vec<HeaderName>> = Mutex::new(Vec::new());

impl Declared {
    /// Calls `declared`, but only in a debug build.
    pub(super) fn new(declared: impl FnOnce() -> BTreeSet<&'static str>) -> Self {
        Self(cfg!(debug_assertions).then(declared))
    }

    /// Reports the headers that `edits` set and that no dependency declares.
    #[inline]
    pub(super) fn compare(&self, edits: &ResponseEdits) {
        if cfg!(debug_assertions)
            && let Some(declared) = &self.0
        {
            let is_declared = |name: &&HeaderName| {
                declared.contains(name.as_str()) || NOT_FOR_SCRIPTS.contains(name)
            };
            edits
                .names()
                .filter(|name| !is_declared(name))
                .for_each(report);
        }
    }
}

fn report(name: &HeaderName) {
    let mut reported = REPORTED.lock().unwrap_or_else(PoisonError::into_inner);
    if reported.contains(name) {
        return;
    }
    reported.push(name.clone());
    tracing::warn!(
        header = %name,
        "a dependency sets a response header that no dependency declares, so pages from other origins cannot read it: add `sets(\"{name}\")` to its `#[dependency(…)]`"
    );
}
