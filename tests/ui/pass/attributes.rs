//! Other attributes on dependencies, handlers and their parameters.

use auth_runtime::prelude::*;
use tracing::instrument;

/// Documented.
#[dependency]
#[instrument(skip_all)]
#[must_use]
async fn first() -> u32 {
    1
}

#[instrument(skip_all)]
#[dependency(errors(401))]
#[inline]
async fn second(#[depends(first)] first: u32) -> Result<u32, HttpError> {
    Ok(first)
}

#[depends(first)]
#[instrument(skip_all, err(Debug))]
async fn third(#[depends(second)] second: u32) -> Result<String, HttpError> {
    Ok(second.to_string())
}

#[instrument]
#[depends(first)]
#[allow(unused_variables)]
async fn fourth(#[depends(second)] second: u32, uri: &Uri) -> &'static str {
    "4"
}

#[dependency]
fn conditional(
    #[cfg(true)] request: &Parts,
    #[cfg(false)] missing: Missing,
    #[cfg_attr(true, depends(first))] first: u32,
    #[cfg_attr(false, depends(missing))]
    #[cfg(all())]
    State(()): State<()>,
    #[allow(unused_variables)] unused: &Method,
) -> u32 {
    let _ = request;
    first
}

#[derive(Clone, PartialEq)]
struct Can;

#[dependency]
impl Can {
    async fn call(
        &self,
        #[cfg(false)] missing: Missing,
        #[cfg_attr(true, depends(first))] first: u32,
    ) -> u32 {
        first
    }
}

#[cfg_attr(true, depends(Can))]
#[cfg_attr(false, public)]
async fn fifth(
    #[cfg(false)] State(missing): State<Missing>,
    #[cfg_attr(true, depends(conditional))] value: u32,
    #[cfg(true)] body: String,
) -> String {
    format!("{value} {body}")
}

fn main() {
    let _ = ApiRouter::<()>::new("").route("/", get(third).post(fourth).put(fifth));
}
