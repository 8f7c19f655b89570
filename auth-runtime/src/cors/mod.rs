//! CORS from the declarations of dependencies: the headers that they set are the ones exposed.
//!
//! [`origin`] says what an origin is, [`mistake`] what can be wrong, [`layer`] answers. CORS needs no
//! dependency and no feature: the whole protocol is a dozen headers. And our own layer can leave an `OPTIONS`
//! that is not a preflight to the guards of its prefix, while a general-purpose layer would answer it itself.

mod layer;
mod mistake;
mod origin;

use std::collections::BTreeSet;
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use layer::Policy;

pub use layer::{CorsLayer, CorsService};
pub use mistake::CorsMistake;

/// Which pages of other origins may call the application, and read its responses
/// ([Fetch](https://fetch.spec.whatwg.org/#http-cors-protocol)).
///
/// ```
/// use auth_runtime::{ApiRouter, Cors};
///
/// let router = ApiRouter::<()>::new("")
///     .cors(["https://admin.example.org", "http://localhost:5173"]);
/// let router = ApiRouter::<()>::new("")
///     .cors(Cors::origins(["https://admin.example.org"]).expose("x-total-count"));
/// # router.build().unwrap();
/// ```
///
/// - An origin is compared whole: scheme, host, port. An invalid one (`null`, a path at its end, a
///   wildcard in it) is a mistake that [`ApiRouter::build`](crate::ApiRouter::build) reports.
/// - Credentials are allowed, unless [`without_credentials`](Self::without_credentials) turns them
///   off. `*`, any origin at all, is a mistake together with credentials.
/// - A preflight is answered before any dependency runs, and allows the method and the headers that it
///   asks for. Every other `OPTIONS` is a request like any other.
/// - The headers that dependencies declare with `sets("…")` are exposed, and those named here.
/// - `Vary: Origin` is on every response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cors {
    origins: Vec<String>,
    credentials: bool,
    exposed: Vec<String>,
    max_age: Option<Duration>,
}

impl Cors {
    /// Allows pages of these origins, with credentials. An empty list allows none.
    #[must_use]
    pub fn origins<O: Into<String>>(origins: impl IntoIterator<Item = O>) -> Self {
        Self {
            origins: origins.into_iter().map(Into::into).collect(),
            credentials: true,
            exposed: Vec::new(),
            max_age: None,
        }
    }

    /// Pages then cannot read the response to a request with cookies or with the browser's own HTTP authentication. A
    /// bearer token that a script sends itself is not such a credential. The origin `*` is allowed only without
    /// credentials.
    #[must_use]
    pub fn without_credentials(mut self) -> Self {
        self.credentials = false;
        self
    }

    /// Exposes a header that no dependency declares: one that handlers set.
    #[must_use]
    pub fn expose(mut self, header: impl Into<String>) -> Self {
        self.exposed.push(header.into());
        self
    }

    /// How long a browser caches the answer to a preflight, in whole seconds; browsers have their own upper
    /// limit. Without this, a browser asks again after five seconds.
    #[must_use]
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// The layer, where `declared` are the headers that dependencies set; or every mistake.
    pub(crate) fn layer(&self, declared: &BTreeSet<&str>) -> Result<CorsLayer, Vec<CorsMistake>> {
        let mut mistakes = Vec::new();
        for origin in &self.origins {
            if let Err(reason) = origin::check(origin, self.credentials) {
                let origin = origin.clone();
                mistakes.push(CorsMistake::Origin { origin, reason });
            }
        }
        let exposed = declared
            .iter()
            .copied()
            .chain(self.exposed.iter().map(String::as_str));
        let mut names = BTreeSet::new();
        for name in exposed {
            match HeaderName::try_from(name) {
                Ok(header) => {
                    names.insert(header.as_str().to_owned());
                }
                Err(_) => mistakes.push(CorsMistake::ExposedHeader {
                    name: name.to_owned(),
                }),
            }
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let names: Vec<_> = names.into_iter().collect();
        Ok(CorsLayer::new(Policy {
            any_origin: self.origins.iter().any(|origin| origin == "*"),
            origins: self
                .origins
                .iter()
                .filter_map(|origin| HeaderValue::try_from(origin).ok())
                .collect(),
            credentials: self.credentials,
            exposed: HeaderValue::try_from(names.join(","))
                .ok()
                .filter(|names| !names.is_empty()),
            max_age: self.max_age.map(|age| HeaderValue::from(age.as_secs())),
        }))
    }
}

/// The origins, with credentials.
impl<O: Into<String>, const N: usize> From<[O; N]> for Cors {
    fn from(origins: [O; N]) -> Self {
        Self::origins(origins)
    }
}

/// The origins, with credentials.
impl<O: Into<String>> From<Vec<O>> for Cors {
    fn from(origins: Vec<O>) -> Self {
        Self::origins(origins)
    }
}
