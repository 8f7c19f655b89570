//! API keys, each with a documented quota, and what is left of it on every response. The key is the one in
//! `API_KEY`: 20 random characters or more.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use auth_runtime::openapi::Document;
use auth_runtime::prelude::*;
use auth_runtime::security::{ApiKey, ApiKeys, Presented};
use auth_runtime::{BuildError, OperationDoc};
use axum::{BoxError, Router};
use examples::{serve, variable};

#[derive(Clone)]
struct Client(String);

/// The owner of the request's key.
#[dependency]
async fn client(
    #[depends(ApiKey::header(HeaderName::from_static("x-api-key")))] key: Presented,
    State(clients): State<Clients>,
) -> Result<Client, HttpError> {
    let owner = clients.keys.owner_of(key.expose());
    Ok(Client(owner.ok_or_else(ApiKey::refuse)?.to_owned()))
}

/// The keys, and for each owner the end of the current minute and the calls to this process in it.
#[derive(Clone)]
struct Clients {
    keys: ApiKeys,
    calls: Arc<Mutex<HashMap<String, (Instant, u32)>>>,
}

impl Clients {
    /// What is left after this call, or how long to wait for the next one.
    fn take(&self, client: &str, limit: u32, now: Instant) -> Result<u32, Duration> {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        let (end, count) = calls.entry(client.to_owned()).or_insert((now, 0));
        if now >= *end {
            (*end, *count) = (now + Duration::from_mins(1), 0);
        }
        *count = count.saturating_add(1);
        limit.checked_sub(*count).ok_or(end.duration_since(now))
    }
}

/// What is left of the client's quota.
#[derive(Clone, PartialEq)]
struct PerMinute(u32);

#[dependency(sets("x-quota-left"), errors(429))]
impl PerMinute {
    async fn call(
        &self,
        #[depends(client)] Client(name): Client,
        State(clients): State<Clients>,
        response: &mut ResponseEdits,
    ) -> Result<(), HttpError> {
        let taken = clients.take(&name, self.0, Instant::now());
        response.set_default("x-quota-left", taken.unwrap_or(0))?;
        let Err(wait) = taken else { return Ok(()) };
        response.insert(header::RETRY_AFTER, wait.as_secs() + 1)?;
        Err(StatusCode::TOO_MANY_REQUESTS.into())
    }

    fn describe(&self, operation: &mut OperationDoc) {
        operation.note(format!("At most {} calls a minute.", self.0));
    }
}

#[depends]
async fn weather() {}

fn app(keys: ApiKeys) -> Result<Router, BuildError> {
    let guarded = ApiRouter::new("/weather").depends(PerMinute(2));
    let api = ApiRouter::new("").include(guarded.route("/", get(weather)));
    let document = Document::new(&api.openapi("Weather", env!("CARGO_PKG_VERSION")));
    let app = api.mount_public("/openapi.json", document).build()?;
    let calls = Arc::default();
    Ok(app.with_state(Clients { keys, calls }))
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let keys = ApiKeys::new([("ann", variable("API_KEY")?.as_str())])?;
    Ok(serve(app(keys)?).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    #[tokio::test]
    async fn the_third_call_of_a_minute_is_refused_and_the_document_says_so() {
        let key = "rPGL6d3cqGmhw4zMcvYf2w";
        let app = app(ApiKeys::new([("ann", key)]).unwrap()).unwrap();
        let ask = |path| examples::answer(app.clone(), Request::get(path).header("x-api-key", key));
        let first = ask("/weather").await.unwrap();
        assert_eq!(first.headers()["x-quota-left"], "1");
        ask("/weather").await.unwrap();
        let refusal = ask("/weather").await.unwrap();
        assert_eq!(refusal.status(), 429);
        assert_eq!(refusal.headers()["retry-after"], "60");
        let document = ask("/openapi.json").await.unwrap();
        assert!(document.body().contains("At most 2 calls a minute."));
    }

    #[test]
    fn a_quota_is_each_clients_own_and_comes_back_after_a_minute() {
        let (keys, calls, start) = (ApiKeys::new([]).unwrap(), Arc::default(), Instant::now());
        let (clients, half) = (Clients { keys, calls }, Duration::from_secs(30));
        assert_eq!(clients.take("ann", 1, start), Ok(0));
        assert_eq!(clients.take("ann", 1, start + half), Err(half));
        assert_eq!(clients.take("bob", 1, start), Ok(0));
        assert_eq!(clients.take("ann", 1, start + half * 2), Ok(0));
    }
}
