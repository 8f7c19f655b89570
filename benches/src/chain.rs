//! Five dependencies, each of which reads a request header (400 if it is missing) and sets a response header,
//! implemented in each way that is compared.

use auth_runtime::prelude::*;
use axum::Router;
use axum::extract::{FromRequestParts, Request};
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponseParts;
use axum::response::ResponseParts;
use http::HeaderName;
use std::convert::Infallible;

/// The request headers, each with the response header that it causes.
const NAMES: [(&str, HeaderName); 5] = [
    ("x-one", HeaderName::from_static("y-one")),
    ("x-two", HeaderName::from_static("y-two")),
    ("x-three", HeaderName::from_static("y-three")),
    ("x-four", HeaderName::from_static("y-four")),
    ("x-five", HeaderName::from_static("y-five")),
];

/// The request headers that the route needs.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().map(|(name, _)| name)
}

pub(crate) mod floor {
    //! Written inline in one handler.

    use super::{IntoResponse, NAMES, Request, Response, Router, StatusCode};

    async fn handler(request: Request) -> Result<Response, StatusCode> {
        let headers = request.headers();
        let mut response = "done".into_response();
        for (read, set) in NAMES {
            let value = headers.get(read).ok_or(StatusCode::BAD_REQUEST)?;
            response.headers_mut().insert(set, value.clone());
        }
        Ok(response)
    }

    pub(crate) fn router() -> Router {
        Router::new().route("/", axum::routing::get(handler))
    }
}

pub(crate) mod extractor {
    //! One extractor per dependency; the handler puts each one's value into the response.

    use super::{
        FromRequestParts, Infallible, IntoResponse, IntoResponseParts, NAMES, Parts, Response,
        ResponseParts, Router, StatusCode,
    };

    pub(crate) struct Step<const N: usize>(http::HeaderValue);

    impl<S: Sync, const N: usize> FromRequestParts<S> for Step<N> {
        type Rejection = StatusCode;

        async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
            let value = parts
                .headers
                .get(NAMES[N].0)
                .ok_or(StatusCode::BAD_REQUEST)?;
            Ok(Self(value.clone()))
        }
    }

    impl<const N: usize> IntoResponseParts for Step<N> {
        type Error = Infallible;

        fn into_response_parts(
            self,
            mut parts: ResponseParts,
        ) -> Result<ResponseParts, Infallible> {
            parts.headers_mut().insert(NAMES[N].1.clone(), self.0);
            Ok(parts)
        }
    }

    async fn handler(
        one: Step<0>,
        two: Step<1>,
        three: Step<2>,
        four: Step<3>,
        five: Step<4>,
    ) -> Response {
        (one, two, three, four, five, "done").into_response()
    }

    pub(crate) fn router() -> Router {
        Router::new().route("/", axum::routing::get(handler))
    }
}

pub(crate) mod layers {
    //! One `from_fn` layer per dependency.

    use super::{NAMES, Next, Request, Response, Router, StatusCode, from_fn};

    async fn step<const N: usize>(request: Request, next: Next) -> Result<Response, StatusCode> {
        let (read, set) = &NAMES[N];
        let value = request
            .headers()
            .get(*read)
            .ok_or(StatusCode::BAD_REQUEST)?
            .clone();
        let mut response = next.run(request).await;
        response.headers_mut().insert(set.clone(), value);
        Ok(response)
    }

    pub(crate) fn router() -> Router {
        Router::new()
            .route("/", axum::routing::get(async || "done"))
            .layer(from_fn(step::<4>))
            .layer(from_fn(step::<3>))
            .layer(from_fn(step::<2>))
            .layer(from_fn(step::<1>))
            .layer(from_fn(step::<0>))
    }
}

pub(crate) mod ours {
    //! One `#[dependency]` each.

    use super::{
        ApiRouter, HeaderMap, HeaderName, HttpError, ResponseEdits, Router, StatusCode, dependency,
        depends, get,
    };

    macro_rules! steps {
        ($($name:ident $read:literal $set:literal)*) => {$(
            #[dependency]
            fn $name(headers: &HeaderMap, response: &mut ResponseEdits) -> Result<(), HttpError> {
                let value = headers.get($read).ok_or(StatusCode::BAD_REQUEST)?;
                response.insert(const { HeaderName::from_static($set) }, value.clone())?;
                Ok(())
            }
        )*};
    }

    steps! {
        one "x-one" "y-one"
        two "x-two" "y-two"
        three "x-three" "y-three"
        four "x-four" "y-four"
        five "x-five" "y-five"
    }

    #[depends(one, two, three, four, five)]
    async fn handler() -> &'static str {
        "done"
    }

    #[depends(five)]
    async fn inner() -> &'static str {
        "done"
    }

    pub(crate) fn router() -> Router {
        Router::new().route("/", axum::routing::get(handler))
    }

    pub(crate) fn two_levels() -> Router {
        let inner = ApiRouter::new("")
            .route("/", get(inner))
            .depends(three)
            .depends(four);
        ApiRouter::new("")
            .include(inner)
            .depends(one)
            .depends(two)
            .build()
            .expect("no mistake")
    }
}
