//! What can be wrong with a document.

use std::fmt;

/// The documentation contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentMistake {
    /// Two operations were given the same id by hand.
    OperationId {
        /// The id.
        id: String,
        /// The two routes, each like `GET /users`.
        routes: [String; 2],
    },
    /// A security scheme is declared twice, in different ways.
    SecurityScheme {
        /// Its name.
        name: String,
    },
    /// A scheme sends clients for tokens to a path without a route.
    TokenUrl {
        /// The name of the security scheme.
        scheme: String,
        /// Its `tokenUrl`.
        url: String,
    },
    /// Two types have the same name.
    Schema {
        /// The name.
        name: String,
        /// The two types.
        types: [&'static str; 2],
    },
    /// The same for two schemas of which at least one is known only as part of another type.
    SchemaInside {
        /// The name.
        name: String,
        /// The types that have, or are, one of this name.
        types: [&'static str; 2],
    },
}

impl fmt::Display for DocumentMistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OperationId {
                id,
                routes: [first, second],
            } => write!(
                formatter,
                "{first} and {second} have the same operation id, `{id}`"
            ),
            Self::SecurityScheme { name } => write!(
                formatter,
                "the security scheme `{name}` is declared twice, with different definitions"
            ),
            Self::TokenUrl { scheme, url } => write!(
                formatter,
                "the security scheme `{scheme}` gets its tokens at \"{url}\", but there is no `POST` route there"
            ),
            Self::Schema {
                name,
                types: [first, second],
            } => write!(
                formatter,
                "`{first}` and `{second}` are both named `{name}` in the documentation"
            ),
            Self::SchemaInside {
                name,
                types: [first, second],
            } => write!(
                formatter,
                "`{name}` in the documentation means different types in `{first}` and in `{second}`"
            ),
        }
    }
}

impl DocumentMistake {
    /// What to do about it.
    pub(crate) const fn help(&self) -> &'static str {
        match self {
            Self::OperationId { .. } => {
                "give one of them a different id, or remove it to use the handler's name"
            }
            Self::SecurityScheme { .. } => {
                "declare it once, with `.security_scheme(…)` on the outermost router, or give one of them a different name"
            }
            Self::TokenUrl { .. } => "write the full path of the login route, or an absolute URL",
            Self::Schema { .. } | Self::SchemaInside { .. } => {
                "rename one of them with `#[schema(as = …)]`"
            }
        }
    }
}
