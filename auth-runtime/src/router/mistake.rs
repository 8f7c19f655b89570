//! What can be wrong with a router, each mistake with its place and its fix.

use std::fmt;

use super::template::Reason;

/// All mistakes of a router, found before the first request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildError(Vec<Mistake>);

impl BuildError {
    /// `Ok` when there is no mistake.
    pub(super) fn unless_empty(mistakes: Vec<Mistake>) -> Result<(), Self> {
        if mistakes.is_empty() {
            Ok(())
        } else {
            Err(Self(mistakes))
        }
    }

    /// The mistakes, in the order of the routes.
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

impl std::error::Error for BuildError {}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mistake {
    /// Nothing guards the route, and nothing says that it is public.
    Unguarded {
        /// The method, or `ANY`.
        method: String,
        /// The path.
        path: String,
        /// The handler.
        handler: &'static str,
    },
    /// Two handlers answer the same method of the same path.
    Doubled {
        /// The method, or `ANY`.
        method: String,
        /// The path.
        path: String,
        /// The two handlers, in the order in which they were added.
        handlers: [&'static str; 2],
    },
    /// Two paths match the same requests, under other names of parameters.
    Conflict {
        /// The path that was added later.
        path: String,
        /// The one it collides with.
        with: String,
    },
    /// A prefix is malformed.
    Prefix {
        /// The prefix.
        prefix: String,
        /// Why.
        reason: Reason,
    },
    /// A path is malformed.
    Path {
        /// The path, with the prefixes that it is below.
        path: String,
        /// Why.
        reason: Reason,
    },
    /// An override replaces what nothing depends on.
    UnusedOverride {
        /// The dependency's type.
        dependency: &'static str,
    },
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unguarded {
                method,
                path,
                handler,
            } => write!(
                formatter,
                "{method} {path} ({handler}) is guarded by nothing\n  help: call `.depends(…)` on its router, list a dependency in its `#[depends(…)]`, or say `#[public]`"
            ),
            Self::Doubled {
                method,
                path,
                handlers: [first, second],
            } => write!(
                formatter,
                "{method} {path} is answered by {first} and by {second}\n  help: remove one, or give it another path"
            ),
            Self::Conflict { path, with } => write!(
                formatter,
                "{path} matches the same requests as {with}\n  help: use the same names of parameters, or another path"
            ),
            Self::Prefix { prefix, reason } => write!(
                formatter,
                "the prefix \"{prefix}\" is malformed: {reason}\n  help: write \"\" or a path like \"/users\" or \"/orgs/{{org}}\""
            ),
            Self::Path { path, reason } => write!(
                formatter,
                "the path \"{path}\" is malformed: {reason}\n  help: write a path like \"/users/{{id}}\""
            ),
            Self::UnusedOverride { dependency } => write!(
                formatter,
                "nothing depends on `{dependency}`, which an override replaces\n  help: remove the override, or replace what the routes depend on"
            ),
        }
    }
}
