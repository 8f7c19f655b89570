//! What a dependency and a handler may return.

use auth_runtime::prelude::*;
use axum::Json;

type Checked<T = ()> = std::result::Result<T, StatusCode>;
type Nothing = ();

#[dependency]
async fn by_alias(request: &Parts) -> Checked {
    request
        .uri
        .query()
        .map(drop)
        .ok_or(StatusCode::UNAUTHORIZED)
}

#[dependency]
async fn nothing() {}

#[dependency]
async fn nothing_by_alias() -> Nothing {}

#[dependency]
fn text(#[depends(by_alias)] (): ()) -> &'static str {
    "text"
}

#[dependency]
fn texts() -> Checked<(&'static str, [std::borrow::Cow<'static, str>; 1])> {
    Ok(("a", ["b".into()]))
}

#[dependency]
fn shared() -> std::sync::Arc<dyn Fn(&str) -> bool + Send + Sync> {
    std::sync::Arc::new(str::is_empty)
}

#[dependency]
fn never() -> Result<std::convert::Infallible, HttpError> {
    Err(StatusCode::IM_A_TEAPOT.into())
}

#[derive(Clone, PartialEq)]
struct Itself(u32);

#[dependency]
impl Itself {
    fn call(&self) -> Checked<Self> {
        Ok(self.clone())
    }
}

#[derive(Clone, PartialEq)]
struct Plainly(u32);

#[dependency]
impl Plainly {
    async fn call(&self) -> Self {
        self.clone()
    }
}

#[derive(Clone, PartialEq)]
struct Wrapped<T>(T);

#[dependency]
impl<T: Clone + PartialEq + Send + Sync + 'static> Wrapped<T> {
    fn call(&self) -> Result<Self, HttpError> {
        Ok(self.clone())
    }
}

#[derive(Clone, PartialEq)]
struct Twice<T>(T);

#[dependency]
impl<T: Clone + PartialEq + Send + Sync + 'static> Twice<T> {
    async fn call(
        &self,
        #[depends(Wrapped::<Option<Self>>(None))] wrapped: Wrapped<Option<Self>>,
    ) -> Result<bool, HttpError> {
        Ok(wrapped.0.is_none())
    }
}

#[depends(by_alias, nothing, nothing_by_alias, shared, never)]
async fn opaque(
    #[depends(Itself(1))] itself: Itself,
    #[depends(Plainly(1))] plainly: Plainly,
) -> impl IntoResponse {
    (StatusCode::CREATED, Json(itself.0 + plainly.0))
}

#[depends(texts)]
async fn opaque_in_a_result(
    #[depends(text)] text: &'static str,
) -> Result<impl IntoResponse, HttpError> {
    Ok(text)
}

/// What is returned may borrow what is kept beside the body.
#[depends(Wrapped::<u32>(1), Twice::<u32>(1))]
async fn opaque_beside_a_body(uri: &Uri, body: String) -> impl IntoResponse {
    format!("{uri} {body}")
}

#[depends]
async fn opaque_result_beside_a_body(
    request: &Parts,
    response: &mut ResponseEdits,
    body: String,
) -> Result<impl IntoResponse, HttpError> {
    response.set_default("x-length", body.len().to_string())?;
    Ok(request.uri.path().len().to_string())
}

#[derive(serde::Serialize)]
struct View<'a>(&'a str);

#[public]
async fn borrowed(request: &Parts) -> Json<View<'_>> {
    Json(View(request.uri.path()))
}

#[public]
async fn nothing_at_all() {}

fn main() {
    let _ = ApiRouter::<()>::new("").route(
        "/beside",
        post(opaque_beside_a_body).put(opaque_result_beside_a_body),
    );
    let _ = ApiRouter::<()>::new("").route(
        "/",
        get(opaque)
            .post(opaque_in_a_result)
            .put(borrowed)
            .delete(nothing_at_all),
    );
}
