//! A request body that notes when it is read.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::Frame;

use super::{Alive, Log, Tally};

/// A body of one chunk. It notes "body" when it is first polled, and counts as alive.
pub(crate) struct WatchedBody {
    log: Log,
    chunk: Option<Bytes>,
    _alive: Alive,
}

impl WatchedBody {
    pub(crate) fn body(chunk: &'static str, log: &Log, tally: &Tally) -> Body {
        Body::new(Self {
            log: log.clone(),
            chunk: Some(chunk.into()),
            _alive: tally.alive(),
        })
    }
}

impl HttpBody for WatchedBody {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let chunk = self.chunk.take();
        if chunk.is_some() {
            self.log.note("body");
        }
        Poll::Ready(chunk.map(|chunk| Ok(Frame::data(chunk))))
    }
}
