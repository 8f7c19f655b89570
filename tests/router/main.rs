//! What `ApiRouter` promises, over HTTP.

mod guarding;
mod support;
