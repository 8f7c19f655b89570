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
    /// The same of types of which one, or both, are known only as parts of others.
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
                "the security scheme `{name}` is declared twice, and not the same"
            ),
            Self::TokenUrl { scheme, url } => write!(
                formatter,
                "the security scheme `{scheme}` gets its tokens at \"{url}\", where no `POST` route is"
            ),
            Self::Schema {
                name,
                types: [first, second],
            } => write!(
                formatter,
                "`{first}` and `{second}` are both called `{name}` in the documentation"
            ),
            Self::SchemaInside {
                name,
                types: [first, second],
            } => write!(
                formatter,
                "what is called `{name}` in the documentation is not the same in `{first}` and in `{second}`"
            ),
        }
    }
}

impl DocumentMistake {
    /// What to do about it.
    pub(crate) const fn help(&self) -> &'static str {
        match self {
            Self::OperationId { .. } => {
                "give one of them another, or none: it is then made of the handler's name"
            }
            Self::SecurityScheme { .. } => {
                "declare it once, by `.security_scheme(…)` on the outermost router, or give one of them another name"
            }
            Self::TokenUrl { .. } => "write the whole path of the login route, or a whole URL",
            Self::Schema { .. } | Self::SchemaInside { .. } => {
                "rename one of them there: `#[schema(as = …)]`"
            }
        }
    }
}
