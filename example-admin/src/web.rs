//! The page's files, embedded in the binary.

use std::sync::OnceLock;

use axum::http::HeaderValue;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// A file of the page.
pub(crate) struct Asset {
    pub(crate) path: &'static str,
    pub(crate) kind: Kind,
    pub(crate) content: &'static str,
    tag: OnceLock<Option<HeaderValue>>,
}

/// The kind of a file: what a browser does with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Page,
    Style,
    Script,
    Icon,
}

/// All of them. Each is a route of its own, so any other path does not exist, and unauthenticated clients
/// cannot tell.
pub(crate) static ASSETS: [Asset; 25] = [
    Asset::new("/", Kind::Page, include_str!("web/index.html")),
    style("/assets/basics.css", include_str!("web/basics.css")),
    style("/assets/layout.css", include_str!("web/layout.css")),
    Asset::new("/assets/icon.svg", Kind::Icon, include_str!("web/icon.svg")),
    script("/assets/api.js", include_str!("web/api.js")),
    script("/assets/audit-entry.js", include_str!("web/audit-entry.js")),
    script("/assets/audit.js", include_str!("web/audit.js")),
    script("/assets/backoff.js", include_str!("web/backoff.js")),
    script("/assets/claims.js", include_str!("web/claims.js")),
    script("/assets/connection.js", include_str!("web/connection.js")),
    script("/assets/dialog.js", include_str!("web/dialog.js")),
    script("/assets/dom.js", include_str!("web/dom.js")),
    script("/assets/entrance.js", include_str!("web/entrance.js")),
    script("/assets/events.js", include_str!("web/events.js")),
    script("/assets/form.js", include_str!("web/form.js")),
    script("/assets/indicator.js", include_str!("web/indicator.js")),
    script("/assets/main.js", include_str!("web/main.js")),
    script("/assets/notice.js", include_str!("web/notice.js")),
    script("/assets/permission.js", include_str!("web/permission.js")),
    script("/assets/person.js", include_str!("web/person.js")),
    script("/assets/session.js", include_str!("web/session.js")),
    script("/assets/tabs.js", include_str!("web/tabs.js")),
    script(
        "/assets/user-dialogs.js",
        include_str!("web/user-dialogs.js"),
    ),
    script("/assets/users.js", include_str!("web/users.js")),
    script("/assets/views.js", include_str!("web/views.js")),
];

const fn style(path: &'static str, content: &'static str) -> Asset {
    Asset::new(path, Kind::Style, content)
}

const fn script(path: &'static str, content: &'static str) -> Asset {
    Asset::new(path, Kind::Script, content)
}

impl Asset {
    const fn new(path: &'static str, kind: Kind, content: &'static str) -> Self {
        Self {
            path,
            kind,
            content,
            tag: OnceLock::new(),
        }
    }

    /// The file's entity tag (RFC 9110 §8.8.3): different content has a different tag.
    pub(crate) fn tag(&self) -> Option<&HeaderValue> {
        let computed = self.tag.get_or_init(|| {
            let digest = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(self.content));
            HeaderValue::try_from(format!("\"{digest}\"")).ok()
        });
        computed.as_ref()
    }
}

impl Kind {
    /// The media type, for `Content-Type`.
    pub(crate) fn media_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Page => "text/html; charset=utf-8",
            Self::Style => "text/css; charset=utf-8",
            Self::Script => "text/javascript; charset=utf-8",
            Self::Icon => "image/svg+xml",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::domain::Action;

    #[test]
    fn every_file_of_the_folder_is_embedded_under_its_name() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .map(|name| match name.as_str() {
                "index.html" => "/".to_owned(),
                _ => format!("/assets/{name}"),
            })
            .collect();
        let embedded = ASSETS.iter().map(|asset| asset.path.to_owned()).collect();
        assert_eq!(files, embedded);
    }

    #[test]
    fn the_page_has_words_for_every_action() {
        let script = ASSETS
            .iter()
            .find(|asset| asset.path == "/assets/audit-entry.js")
            .unwrap();
        for action in Action::ALL {
            let word = format!("[\"{}\", ", action.as_str());
            assert!(script.content.contains(&word), "{word}");
        }
    }

    #[test]
    fn files_have_different_tags() {
        let tags: BTreeSet<_> = ASSETS.iter().map(|asset| asset.tag().unwrap()).collect();
        assert_eq!(tags.len(), ASSETS.len());
    }
}
