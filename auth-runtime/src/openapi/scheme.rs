//! `SecurityScheme`: what a name in `#[dependency(security = "…")]` means to a client.

use std::collections::{BTreeMap, BTreeSet};

use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Flow, Http, HttpAuthScheme, OAuth2, Password, Scopes,
    SecurityScheme as Component,
};

use crate::security::ApiKeyLocation;

/// A security scheme: how a client authenticates (OpenAPI 3.1 §4.8.27).
///
/// ```
/// use auth_runtime::ApiRouter;
/// use auth_runtime::openapi::SecurityScheme;
///
/// let session = SecurityScheme::oauth2_password("/login")
///     .scope("users:read", "See who may log in.")
///     .description("Log in with a name and a password.");
/// let router = ApiRouter::<()>::new("").security_scheme("session", session);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    kind: Kind,
    description: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    OAuth2Password {
        token_url: String,
        scopes: BTreeMap<String, String>,
    },
    Bearer,
    Basic,
    ApiKey(ApiKeyLocation),
    Other(Box<Component>),
}

impl SecurityScheme {
    /// A bearer token obtained with a name and a password from `token_url`, which is a `POST` route of the
    /// router or a complete URL: OAuth 2.0's password flow, which the Authorize button of Swagger UI
    /// supports. The route takes a [`PasswordForm`](crate::security::PasswordForm).
    #[must_use]
    pub fn oauth2_password(token_url: impl Into<String>) -> Self {
        Self::of(Kind::OAuth2Password {
            token_url: token_url.into(),
            scopes: BTreeMap::new(),
        })
    }

    /// A bearer token (RFC 6750), however the client obtained it.
    #[must_use]
    pub fn bearer() -> Self {
        Self::of(Kind::Bearer)
    }

    /// A user name and a password at each request (RFC 7617).
    #[must_use]
    pub fn basic() -> Self {
        Self::of(Kind::Basic)
    }

    /// An API key, in a header, in the query or in a cookie.
    #[must_use]
    pub fn api_key(location: ApiKeyLocation) -> Self {
        Self::of(Kind::ApiKey(location))
    }

    /// Any other scheme that OpenAPI knows, in utoipa's words.
    #[must_use]
    pub fn other(scheme: Component) -> Self {
        Self::of(Kind::Other(Box::new(scheme)))
    }

    /// Describes what a scope permits. Scopes that dependencies require are listed even if they are not
    /// described here. Only the password flow lists scopes.
    #[must_use]
    pub fn scope(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        if let Kind::OAuth2Password { scopes, .. } = &mut self.kind {
            scopes.insert(name.into(), text.into());
        }
        self
    }

    /// Describes the scheme for readers of the documentation.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    fn of(kind: Kind) -> Self {
        Self {
            kind,
            description: None,
        }
    }

    /// The scheme for a name that nothing declares.
    pub(super) fn by_default(name: &str) -> Self {
        if name == "basic" {
            return Self::basic();
        }
        Self::bearer()
    }

    /// The URL at which the password flow gets its tokens.
    pub(super) fn token_url(&self) -> Option<&str> {
        match &self.kind {
            Kind::OAuth2Password { token_url, .. } => Some(token_url),
            _ => None,
        }
    }

    /// Whether the scheme has scopes.
    pub(super) fn has_scopes(&self) -> bool {
        match &self.kind {
            Kind::OAuth2Password { .. } => true,
            Kind::Other(scheme) => {
                matches!(**scheme, Component::OAuth2(_) | Component::OpenIdConnect(_))
            }
            _ => false,
        }
    }

    /// The component; it also lists the scopes that operations require (`required`).
    pub(super) fn component(&self, required: &BTreeSet<String>) -> Component {
        let mut component = match &self.kind {
            Kind::OAuth2Password { token_url, scopes } => {
                let unnamed = required.iter().map(|scope| (scope.clone(), String::new()));
                let named = scopes.clone().into_iter();
                let scopes: Scopes = unnamed.chain(named).collect();
                Component::OAuth2(OAuth2::new([Flow::Password(Password::new(
                    token_url, scopes,
                ))]))
            }
            Kind::Bearer => Component::Http(Http::new(HttpAuthScheme::Bearer)),
            Kind::Basic => Component::Http(Http::new(HttpAuthScheme::Basic)),
            Kind::ApiKey(location) => Component::ApiKey(api_key(location)),
            Kind::Other(scheme) => (**scheme).clone(),
        };
        if self.description.is_some() {
            self.description.clone_into(description_of(&mut component));
        }
        component
    }
}

fn api_key(location: &ApiKeyLocation) -> ApiKey {
    match location {
        ApiKeyLocation::Header(name) => ApiKey::Header(ApiKeyValue::new(name.as_str())),
        ApiKeyLocation::Query(name) => ApiKey::Query(ApiKeyValue::new(&**name)),
        ApiKeyLocation::Cookie(name) => ApiKey::Cookie(ApiKeyValue::new(&**name)),
    }
}

fn description_of(component: &mut Component) -> &mut Option<String> {
    match component {
        Component::OAuth2(scheme) => &mut scheme.description,
        Component::ApiKey(ApiKey::Header(key) | ApiKey::Query(key) | ApiKey::Cookie(key)) => {
            &mut key.description
        }
        Component::Http(scheme) => &mut scheme.description,
        Component::OpenIdConnect(scheme) => &mut scheme.description,
        Component::MutualTls { description, .. } => description,
    }
}
