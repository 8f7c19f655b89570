//! What a `&T` parameter may borrow from the request.

use http::request::Parts;
use http::{Extensions, HeaderMap, Method, Uri};

/// A part of the request head that a parameter `&T` can borrow: [`Parts`], [`HeaderMap`],
/// [`Method`], [`Uri`], [`Extensions`].
#[diagnostic::on_unimplemented(
    message = "`&{Self}` is no part of a request that a parameter can borrow",
    label = "not a part of the request's head",
    note = "a parameter borrows `&Parts`, `&HeaderMap`, `&Method`, `&Uri` or `&Extensions`; an extractor is taken by value, without `&`"
)]
pub trait RequestPart: Clone {
    /// The part.
    fn of(head: &Parts) -> &Self;
}

impl RequestPart for Parts {
    fn of(head: &Parts) -> &Self {
        head
    }
}

impl RequestPart for HeaderMap {
    fn of(head: &Parts) -> &Self {
        &head.headers
    }
}

impl RequestPart for Method {
    fn of(head: &Parts) -> &Self {
        &head.method
    }
}

impl RequestPart for Uri {
    fn of(head: &Parts) -> &Self {
        &head.uri
    }
}

impl RequestPart for Extensions {
    fn of(head: &Parts) -> &Self {
        &head.extensions
    }
}
