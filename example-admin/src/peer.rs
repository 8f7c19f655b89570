//! `Peer`: where a request comes from.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;

tokio::task_local! {
    static OF_THIS_REQUEST: Peer;
}

/// The address at the other end of the connection. Headers that claim another one are not believed.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

impl Peer {
    /// The address if there is no connection, as in a test.
    const UNKNOWN: Self = Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED));

    /// The address that the current request comes from, for code that cannot take it as an argument:
    /// `auth-runtime`'s trait for session stores has no parameter for it. Outside a request, it is the
    /// unspecified address.
    pub(crate) fn of_this_request() -> Self {
        OF_THIS_REQUEST.try_get().unwrap_or(Self::UNKNOWN)
    }
}

/// Makes [`Peer::of_this_request`] known while a request is handled.
pub(crate) async fn make_known(peer: Peer, request: Request, next: Next) -> Response {
    OF_THIS_REQUEST.scope(peer, next.run(request)).await
}

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = Infallible;

    /// Without a connection, as in a test, this is the unspecified address.
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(info.map_or(Self::UNKNOWN, |info| Self(info.0.ip())))
    }
}
