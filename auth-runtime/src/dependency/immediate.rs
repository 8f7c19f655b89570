//! Which extractors of the head never wait: a dependency that takes no others can be called directly.

use std::marker::PhantomData;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use axum::Extension;
use axum::extract::{Path, RawPathParams, RawQuery, State};
use http::{HeaderMap, Method, Uri, Version};

use super::ExtractsFromHead;
use crate::context::RequestContext;
use crate::problem::Rejection;

/// An extractor's type. `Extractor::<T>::IMMEDIATE` is the type's own constant, if it is defined here, and
/// otherwise that of [`MayWait`], where rustc looks last.
#[derive(Debug)]
pub struct Extractor<T>(PhantomData<T>);

/// The constant of all other extractors.
pub trait MayWait {
    /// Whether the extractor never waits.
    const IMMEDIATE: bool = false;
}

impl<T> MayWait for Extractor<T> {}

macro_rules! immediate {
    ($([$($parameter:ident)?] $extractor:ty),*) => {$(
        impl$(<$parameter>)? Extractor<$extractor> {
            /// Its future is ready when it is first polled.
            pub const IMMEDIATE: bool = true;
        }
    )*};
}

immediate! {
    [T] State<T>, [T] Extension<T>, [T] Path<T>, [] RawPathParams, [] RawQuery,
    [] HeaderMap, [] Method, [] Uri, [] Version
}

/// What an extractor extracts if it does not have to wait; otherwise `None`.
pub fn extract_at_once<T, S: ExtractsFromHead<T>>(
    context: &mut RequestContext,
    state: &S,
) -> Option<Result<T, Rejection>> {
    let extracting = pin!(S::extract(context, state));
    match extracting.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(extracted) => Some(extracted),
        Poll::Pending => None,
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::{FromRequestParts, Request};

    use super::*;
    use crate::dependency::Plan;

    /// Whether `T` really never waits: a new version of axum could make it wait.
    fn is_ready<T: FromRequestParts<()>>() -> bool {
        let mut context = RequestContext::new(Request::new(Body::empty()), Plan::NONE, None);
        extract_at_once::<T, ()>(&mut context, &()).is_some()
    }

    #[test]
    fn what_is_called_immediate_never_waits() {
        assert!(is_ready::<State<()>>() && Extractor::<State<()>>::IMMEDIATE);
        assert!(is_ready::<Extension<()>>() && Extractor::<Extension<()>>::IMMEDIATE);
        assert!(is_ready::<Path<()>>() && Extractor::<Path<()>>::IMMEDIATE);
        assert!(is_ready::<RawPathParams>() && Extractor::<RawPathParams>::IMMEDIATE);
        assert!(is_ready::<RawQuery>() && Extractor::<RawQuery>::IMMEDIATE);
        assert!(is_ready::<HeaderMap>() && Extractor::<HeaderMap>::IMMEDIATE);
        assert!(is_ready::<Method>() && Extractor::<Method>::IMMEDIATE);
        assert!(is_ready::<Uri>() && Extractor::<Uri>::IMMEDIATE);
        assert!(is_ready::<Version>() && Extractor::<Version>::IMMEDIATE);
        const { assert!(!Extractor::<Option<State<()>>>::IMMEDIATE) };
    }
}
