//! What can be wrong with a router, each mistake with its place and its fix.

use std::fmt;

use super::template::Reason;
use crate::cors::CorsMistake;
#[cfg(feature = "openapi")]
use crate::openapi::DocumentMistake;

/// All mistakes of a router, found before the first request.
///
/// `Debug` prints what `Display` does: it is what a `main` that returns the error shows.
#[derive(Clone, PartialEq, Eq)]
pub struct BuildError(Vec<Mistake>);

impl BuildError {
    /// `Ok` when there is no mistake. What two extractors have in common is one mistake.
    pub(super) fn unless_empty(mut mistakes: Vec<Mistake>) -> Result<(), Self> {
        mistakes.dedup();
        if mistakes.is_empty() {
            Ok(())
        } else {
            Err(Self(mistakes))
        }
    }

    /// All of these.
    pub(crate) fn of(mistakes: Vec<Mistake>) -> Self {
        Self(mistakes)
    }

    /// The mistakes; those of one rule are in the order of the routes.
    #[must_use]
    pub fn mistakes(&self) -> &[Mistake] {
        &self.0
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        let plural = if count == 1 { "mistake" } else { "mistakes" };
        write!(formatter, "the router has {count} {plural}:")?;
        for mistake in &self.0 {
            write!(formatter, "\n- {mistake}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for BuildError {}

/// One mistake. A router is named by its prefix, including those of its outer routers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mistake {
    /// Nothing guards the route, and it is not declared public.
    Unguarded {
        /// The method, or `ANY`.
        method: String,
        /// The path.
        path: String,
        /// The handler.
        handler: &'static str,
        /// The router.
        router: String,
    },
    /// Nothing guards a mounted service.
    UnguardedMount {
        /// Its path.
        path: String,
        /// The router.
        router: String,
    },
    /// Two handlers answer the same method of the same path.
    Doubled {
        /// The method, or `ANY`.
        method: String,
        /// The path.
        path: String,
        /// The two handlers, in the order in which they were added.
        handlers: [&'static str; 2],
        /// Their routers.
        routers: [String; 2],
    },
    /// Two paths, or two guarded prefixes, match the same requests under different parameter names.
    Conflict {
        /// The two, in the order in which they were added.
        paths: [String; 2],
        /// Their routers.
        routers: [String; 2],
    },
    /// A prefix is malformed.
    Prefix {
        /// The prefix.
        prefix: String,
        /// Why.
        reason: Reason,
        /// The router that contains the one with this prefix.
        router: String,
    },
    /// A path is malformed.
    Path {
        /// The path, including the prefixes of its routers.
        path: String,
        /// Why.
        reason: Reason,
        /// The router.
        router: String,
    },
    /// A dependency whose value is a `bool` is listed: the value is ignored there, and nobody is refused.
    IgnoredBool {
        /// The dependency's type.
        dependency: &'static str,
        /// The handler whose list has it, or `None` if the router has it.
        handler: Option<&'static str>,
        /// The router.
        router: String,
    },
    /// An override replaces a dependency that nothing uses.
    UnusedOverride {
        /// The dependency's type.
        dependency: &'static str,
        /// The router that has the override.
        router: String,
    },
    /// An extractor needs a parameter that the path does not have: each request would be a 500.
    PathParameter {
        /// The method, or `ANY`.
        method: String,
        /// The path.
        path: String,
        /// The handler or the dependency that has the extractor.
        by: &'static str,
        /// The parameters that it needs.
        wanted: String,
        /// The parameters that the path has.
        found: String,
    },
    /// Pages of other origins cannot be allowed like this.
    Cors(CorsMistake),
    /// The documentation contradicts itself; with the feature `openapi`.
    #[cfg(feature = "openapi")]
    Document(DocumentMistake),
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unguarded {
                method,
                path,
                handler,
                router,
            } => write!(
                formatter,
                "{method} {path} ({handler}, in the router \"{router}\") is not guarded"
            ),
            Self::UnguardedMount { path, router } => write!(
                formatter,
                "the service mounted at {path} (in the router \"{router}\") is not guarded"
            ),
            Self::Doubled {
                method,
                path,
                handlers: [first, second],
                routers: [of_first, of_second],
            } => write!(
                formatter,
                "{method} {path} has two handlers: {first} (in the router \"{of_first}\") and {second} (in \"{of_second}\")"
            ),
            Self::Conflict {
                paths: [first, second],
                routers: [of_first, of_second],
            } => write!(
                formatter,
                "{second} (in the router \"{of_second}\") matches the same requests as {first} (in \"{of_first}\")"
            ),
            Self::Prefix {
                prefix,
                reason,
                router,
            } => write!(
                formatter,
                "the prefix \"{prefix}\" (in the router \"{router}\") is malformed: {reason}"
            ),
            Self::Path {
                path,
                reason,
                router,
            } => write!(
                formatter,
                "the path \"{path}\" (in the router \"{router}\") is malformed: {reason}"
            ),
            Self::IgnoredBool {
                dependency,
                handler: None,
                router,
            } => write!(
                formatter,
                "`{dependency}`, a dependency of the router \"{router}\", refuses nobody: its `bool` is ignored there"
            ),
            Self::IgnoredBool {
                dependency,
                handler: Some(handler),
                router,
            } => write!(
                formatter,
                "`{dependency}`, in the list of {handler} (in the router \"{router}\"), refuses nobody: its `bool` is ignored there"
            ),
            Self::UnusedOverride { dependency, router } => write!(
                formatter,
                "an override on the router \"{router}\" replaces `{dependency}`, but nothing there depends on it"
            ),
            Self::PathParameter {
                method,
                path,
                by,
                wanted,
                found,
            } => write!(
                formatter,
                "`{by}` takes {wanted} from the path, but {method} {path} has {found}"
            ),
            Self::Cors(mistake) => mistake.fmt(formatter),
            #[cfg(feature = "openapi")]
            Self::Document(mistake) => mistake.fmt(formatter),
        }?;
        write!(formatter, "\n  help: {}", self.help())
    }
}

impl Mistake {
    /// What to do about it.
    const fn help(&self) -> &'static str {
        match self {
            Self::UnguardedMount { .. } => {
                "call `.depends(…)` on its router, or mount it with `.mount_public(…)`"
            }
            Self::Unguarded { .. } => {
                "call `.depends(…)` on its router, list a dependency in its `#[depends(…)]`, or mark it `#[public]`"
            }
            Self::Doubled { .. } => "remove one of them, or give it a different path",
            Self::Conflict { .. } => {
                "give their parameters the same names, or give one of them a different path"
            }
            Self::Prefix { .. } => "write \"\", or a path like \"/users\" or \"/orgs/{org}\"",
            Self::Path { .. } => "write a path like \"/users/{id}\"",
            Self::IgnoredBool { .. } => {
                "return `Result<(), HttpError>` from it, with an `Err` for requests that it refuses, or take the value as a parameter of the handler"
            }
            Self::UnusedOverride { .. } => {
                "remove it, or replace something that the routes depend on; for a mounted router, add `Overrides::into_layer` to it as a layer"
            }
            Self::PathParameter { .. } => {
                "make the parameters of the path match those of its `Path<…>`"
            }
            Self::Cors(mistake) => mistake.help(),
            #[cfg(feature = "openapi")]
            Self::Document(mistake) => mistake.help(),
        }
    }
}
