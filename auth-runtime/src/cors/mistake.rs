//! What can be wrong with CORS.

use std::fmt;

use super::origin::Reason;

/// Why pages of other origins cannot be allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CorsMistake {
    /// An origin that is invalid, or cannot be allowed.
    Origin {
        /// What was written.
        origin: String,
        /// Why.
        reason: Reason,
    },
    /// A header to expose whose name is invalid.
    ExposedHeader {
        /// What was written.
        name: String,
    },
    /// A router that is included in another one has CORS settings of its own.
    Inner {
        /// The prefix of the inner router.
        prefix: String,
    },
}

impl fmt::Display for CorsMistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Origin { origin, reason } => {
                write!(
                    formatter,
                    "the origin \"{origin}\" cannot be allowed: {reason}"
                )
            }
            Self::ExposedHeader { name } => {
                write!(
                    formatter,
                    "\"{name}\" cannot be exposed: it is not a valid header name"
                )
            }
            Self::Inner { prefix } => write!(
                formatter,
                "the router \"{prefix}\" has its own CORS settings, but is included in another router"
            ),
        }
    }
}

impl CorsMistake {
    /// What to do about it.
    pub(crate) const fn help(&self) -> &'static str {
        match self {
            Self::Origin { .. } => {
                "write it like \"https://admin.example.org\" or \"http://localhost:5173\""
            }
            Self::ExposedHeader { .. } => "name a header, such as \"x-total-count\"",
            Self::Inner { .. } => {
                "call `.cors(…)` on the outermost router, which answers preflight requests for all of them"
            }
        }
    }
}
