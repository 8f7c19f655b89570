//! What a parameter may borrow: `&T` from the request, `&mut T` from the response's edits.

use http::request::Parts;
use http::{Extensions, HeaderMap, Method, Uri};

use crate::response::ResponseEdits;

/// A part of the request head that a parameter `&T` can borrow: [`Parts`], [`HeaderMap`],
/// [`Method`], [`Uri`], [`Extensions`]. A handler that also reads the body gets a clone of it.
#[diagnostic::on_unimplemented(
    message = "`&{Self}` cannot be borrowed from the request head",
    label = "not part of the request head",
    note = "borrow `&Parts`, `&HeaderMap`, `&Method`, `&Uri` or `&Extensions`; to change the response, take `&mut ResponseEdits`; take an extractor by value, without `&`"
)]
pub trait RequestPart {
    /// Proof that it is a part; used by [`Named`](super::Named).
    #[doc(hidden)]
    const IS_PART: bool = true;

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

/// A part of the response that a parameter `&mut T` can borrow: [`ResponseEdits`].
#[diagnostic::on_unimplemented(
    message = "`&mut {Self}` cannot be borrowed: only the response can be changed",
    label = "not the response edits",
    note = "to change the response, take `&mut ResponseEdits`; borrow the request without `mut`"
)]
pub trait ResponsePart {
    /// The part.
    fn of(edits: &mut ResponseEdits) -> &mut Self;
}

impl ResponsePart for ResponseEdits {
    fn of(edits: &mut ResponseEdits) -> &mut Self {
        edits
    }
}
