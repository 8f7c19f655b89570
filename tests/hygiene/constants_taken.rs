//! Locals of expansions have the names of no constants: as a pattern, such a name would mean the constant.
#![expect(
    dead_code,
    non_upper_case_globals,
    reason = "the names are those of locals"
)]

use ::auth_runtime::{dependency, depends};

const context: () = ();
const edits: () = ();
const error: () = ();
const head: () = ();
const operation: () = ();
const rejection: () = ();
const resolved: () = ();
const state: () = ();
const value: () = ();
static served: () = ();

#[dependency]
fn at_once(
    request: &::axum::http::request::Parts,
    response: &mut ::auth_runtime::ResponseEdits,
    ::axum::extract::State(()): ::axum::extract::State<()>,
) -> usize {
    let _ = response;
    request.headers.len()
}

#[dependency]
async fn waiting(#[depends(at_once)] count: usize, uri: &::axum::http::Uri) -> usize {
    count + uri.path().len()
}

#[depends(at_once)]
pub(super) async fn show(
    #[depends(waiting)] count: usize,
    uri: &::axum::http::Uri,
    response: &mut ::auth_runtime::ResponseEdits,
    body: ::std::string::String,
) -> ::std::string::String {
    let _ = response;
    ::std::format!("{count} {uri} {body}")
}
