//! Ready-made dependencies whose value is a credential as presented, not verified yet.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::HeaderName;
use zeroize::Zeroizing;

use super::api_key::{ApiKeyError, ApiKeyLocation};
use super::basic::{BasicCredentials, BasicError, basic_credentials};
use super::challenge::Challenge;
use super::websocket::{accept_bearer_protocol, bearer_token};
use crate::context::RequestContext;
use crate::dependency::{Dependency, Plan, Provides};
use crate::description::OperationDoc;
use crate::problem::Rejection;

/// A secret as it was presented. [`Debug`](fmt::Debug) does not show it, and it is overwritten with zeros
/// when the last clone is dropped.
#[derive(Clone)]
pub struct Presented(Arc<Zeroizing<String>>);

impl Presented {
    fn new(secret: impl Into<String>) -> Self {
        Self(Arc::new(Zeroizing::new(secret.into())))
    }

    /// The secret.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Presented {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Presented(…)")
    }
}

/// A dependency whose value is the request's bearer token (RFC 6750 §2.1), for an application that
/// verifies tokens itself; a WebSocket handshake may bring it as a sub-protocol, see [`bearer_token`].
///
/// A missing or malformed token is a 401 with its challenge.
///
/// ```
/// use auth_runtime::prelude::*;
/// use auth_runtime::security::{BearerToken, Presented};
///
/// #[derive(Clone)]
/// struct User(String);
///
/// #[dependency]
/// async fn current_user(#[depends(BearerToken)] token: Presented) -> Result<User, HttpError> {
///     match token.expose() {
///         "from-another-service" => Ok(User("ann".to_owned())),
///         _ => Err(StatusCode::UNAUTHORIZED.into()),
///     }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BearerToken;

impl Provides for BearerToken {
    type Output = Presented;

    const PLAN: Plan = Plan::of("BearerToken").refusing(true);

    fn describe(&self, operation: &mut OperationDoc) {
        operation.dependency("BearerToken");
        operation.security("bearer");
        operation.error(401);
    }
}

impl<S: Sync> Dependency<S> for BearerToken {
    async fn resolve(
        &self,
        context: &mut RequestContext,
        _state: &S,
    ) -> Result<Presented, Rejection> {
        let (request, response) = context.split();
        let token = Presented::new(bearer_token(&request.headers)?);
        accept_bearer_protocol(&request.headers, response);
        Ok(token)
    }
}

/// A dependency whose value is the user and the password of HTTP Basic (RFC 7617).
///
/// Missing or malformed credentials are a 401 whose challenge names the realm. A browser that has asked for them once
/// sends them by itself from then on: guard against CSRF.
///
/// ```
/// use auth_runtime::prelude::*;
/// use auth_runtime::security::{Basic, BasicCredentials};
///
/// #[derive(Clone)]
/// struct Operator(String);
///
/// #[dependency]
/// async fn operator(
///     #[depends(Basic::realm("metrics"))] credentials: BasicCredentials,
/// ) -> Result<Operator, HttpError> {
///     // Compare the password with what a password hash says.
///     # let is_right = credentials.password().len() > 8;
///     if !is_right {
///         return Err(Basic::realm("metrics").refuse());
///     }
///     Ok(Operator(credentials.user().to_owned()))
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basic {
    realm: Cow<'static, str>,
}

impl Basic {
    /// Basic authentication for this realm, which browsers show when they ask for a password.
    #[must_use]
    pub fn realm(realm: impl Into<Cow<'static, str>>) -> Self {
        Self {
            realm: realm.into(),
        }
    }

    /// The response to a wrong user or password.
    #[must_use]
    pub fn refuse(&self) -> crate::HttpError {
        Challenge::Basic(&self.realm).refuse()
    }
}

impl Provides for Basic {
    type Output = BasicCredentials;

    const PLAN: Plan = Plan::of("Basic").refusing(true);

    fn describe(&self, operation: &mut OperationDoc) {
        operation.dependency("Basic");
        operation.security("basic");
        operation.error(401);
    }
}

impl<S: Sync> Dependency<S> for Basic {
    async fn resolve(
        &self,
        context: &mut RequestContext,
        _state: &S,
    ) -> Result<BasicCredentials, Rejection> {
        let credentials = basic_credentials(&context.request().headers);
        let challenge = Challenge::Basic(&self.realm);
        Ok(credentials.map_err(|error| challenge.answer(error == BasicError::Missing, &error))?)
    }
}

/// A dependency whose value is the request's API key, from the given place. Its security scheme is
/// named after that place, as in `header.x-api-key`.
///
/// ```
/// use auth_runtime::prelude::*;
/// use auth_runtime::security::{ApiKey, ApiKeys, Presented};
///
/// #[derive(Clone)]
/// struct Client(String);
///
/// #[dependency]
/// async fn client(
///     #[depends(ApiKey::header(HeaderName::from_static("x-api-key")))] key: Presented,
///     State(keys): State<ApiKeys>,
/// ) -> Result<Client, HttpError> {
///     let owner = keys.owner_of(key.expose()).ok_or_else(ApiKey::refuse)?;
///     Ok(Client(owner.to_owned()))
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    location: ApiKeyLocation,
}

impl ApiKey {
    /// The key is in the header of this name.
    #[must_use]
    pub fn header(name: HeaderName) -> Self {
        Self {
            location: ApiKeyLocation::Header(name),
        }
    }

    /// The key is in the query parameter of this name. Queries end up in logs: prefer a header.
    #[must_use]
    pub fn query(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            location: ApiKeyLocation::Query(name.into()),
        }
    }

    /// The key is in the cookie of this name. Browsers send cookies by themselves: guard against CSRF.
    #[must_use]
    pub fn cookie(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            location: ApiKeyLocation::Cookie(name.into()),
        }
    }

    /// The response to an unknown key: a 401 with the challenge `ApiKey`.
    #[must_use]
    pub fn refuse() -> crate::HttpError {
        Challenge::ApiKey.refuse()
    }
}

impl Provides for ApiKey {
    type Output = Presented;

    const PLAN: Plan = Plan::of("ApiKey").refusing(true);

    fn describe(&self, operation: &mut OperationDoc) {
        operation.dependency("ApiKey");
        let scheme = self.location.scheme_name();
        #[cfg(feature = "openapi")]
        operation.security_scheme(
            scheme.clone(),
            crate::openapi::SecurityScheme::api_key(self.location.clone()),
        );
        operation.security(scheme);
        operation.error(401);
    }
}

impl<S: Sync> Dependency<S> for ApiKey {
    async fn resolve(
        &self,
        context: &mut RequestContext,
        _state: &S,
    ) -> Result<Presented, Rejection> {
        let key = self.location.read(context.request());
        let key =
            key.map_err(|error| Challenge::ApiKey.answer(error == ApiKeyError::Missing, &error))?;
        Ok(Presented::new(key))
    }
}
