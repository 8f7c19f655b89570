//! `#[instrument]` on either side of our macros: the span has the function's name and the module's path.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use auth_runtime::prelude::*;
use tower::ServiceExt;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, instrument};

#[dependency]
#[instrument]
async fn inside() -> u32 {
    1
}

#[instrument]
#[dependency]
async fn outside(#[depends(inside)] inside: u32) -> u32 {
    inside
}

#[depends(outside)]
#[instrument(skip_all)]
async fn first(body: String) -> String {
    body
}

#[instrument(skip_all)]
#[public(outside)]
async fn second(body: String) -> String {
    body
}

static SPANS: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Names(AtomicU64);

impl Subscriber for Names {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == module_path!()
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let fields: Vec<_> = span
            .metadata()
            .fields()
            .iter()
            .map(|field| field.name())
            .collect();
        let text = format!("{}{fields:?}", span.metadata().name());
        SPANS.lock().unwrap().push(text);
        Id::from_u64(self.0.fetch_add(1, Ordering::Relaxed))
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn main() {
    let router = ApiRouter::<()>::new("").route("/", get(first).post(second));
    let app = router.build().unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    tracing::subscriber::with_default(Names(AtomicU64::new(1)), || {
        for method in [Method::GET, Method::POST] {
            let request = axum::http::Request::builder()
                .method(method)
                .body(axum::body::Body::empty());
            runtime
                .block_on(app.clone().oneshot(request.unwrap()))
                .unwrap();
        }
    });
    assert_eq!(
        *SPANS.lock().unwrap(),
        [
            "inside[]",
            "outside[\"inside\"]",
            "first[]",
            "inside[]",
            "outside[\"inside\"]",
            "second[]"
        ]
    );
}
