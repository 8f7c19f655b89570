//! Expansions must compile in the edition of the crate in which they stand.
#![cfg(test)]

use auth_runtime::prelude::*;
use axum::body::{Body, to_bytes};
use tower::ServiceExt;

#[dependency]
async fn length(headers: &HeaderMap, response: &mut ResponseEdits) -> Result<String, HttpError> {
    response.insert("x-by", "length")?;
    Ok(headers.len().to_string())
}

/// Borrows from the head and edits the response, for as long as it waits.
#[depends(length)]
async fn borrows(
    parts: &Parts,
    #[depends(length)] length: String,
    response: &mut ResponseEdits,
) -> Result<String, HttpError> {
    std::future::ready(()).await;
    response.append("x-by", "borrows")?;
    Ok(format!("{} {}", length, parts.uri))
}

/// Borrows from a head that is kept, because the last extractor takes the whole request.
#[depends]
async fn keeps(
    headers: &HeaderMap,
    #[depends(length)] length: String,
    response: &mut ResponseEdits,
    body: String,
) -> Result<String, HttpError> {
    std::future::ready(()).await;
    response.append("x-by", "keeps")?;
    Ok(format!("{} {} {}", length, headers.len(), body))
}

/// Handlers from a macro, with names of the caller's and of its own.
macro_rules! handlers {
    ($($name:ident $state:ident $answer:expr;)*) => {$(
        #[depends(length)]
        async fn $name(uri: &Uri, State($state): State<()>) -> String {
            let state = $answer;
            format!("{} {} {:?}", uri, state, $state)
        }
    )*};
}

handlers! {
    first state "one";
    second __state "two";
}

async fn answer(path: &str) -> (HeaderMap, String) {
    let app: axum::Router = ApiRouter::<()>::new("")
        .route("/borrows", get(borrows))
        .route("/keeps", get(keeps))
        .route("/first", get(first))
        .route("/second", get(second))
        .build()
        .unwrap();
    let request = axum::http::Request::get(path)
        .header("x-one", "1")
        .body(Body::from("body"))
        .unwrap();
    let (head, body) = app.oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, 1_024).await.unwrap();
    (head.headers, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn what_a_handler_borrows_lives_as_long_as_it() {
    let (headers, body) = answer("/borrows").await;
    assert_eq!(body, "1 /borrows");
    let by: Vec<_> = headers.get_all("x-by").iter().collect();
    assert_eq!(by, ["length", "borrows"]);
    assert_eq!(answer("/keeps").await.1, "1 1 body");
}

#[tokio::test]
async fn names_of_a_macro_are_not_taken_for_those_of_an_expansion() {
    assert_eq!(answer("/first").await.1, "/first one ()");
    assert_eq!(answer("/second").await.1, "/second two ()");
}
