//! What the tests share: a [`log`] of what ran, requests and [`answer`]s, a [`script`] for edits, a [`tally`]
//! of live values, request [`bodies`] that note when they are read, what is [`logged`], a raw connection ([`wire`]).

mod answer;
mod bodies;
mod log;
#[path = "../../logged.rs"]
mod logged;
mod script;
mod tally;
mod wire;

use tokio::runtime::Builder;

pub(crate) use answer::{Answer, get, get_json, post, send};
pub(crate) use bodies::WatchedBody;
pub(crate) use log::Log;
pub(crate) use logged::Logged;
pub(crate) use script::{Script, scripted};
pub(crate) use tally::{Alive, Tally, pause};
pub(crate) use wire::{Wire, eventually, serve, soon};

/// Runs a future to its end: property tests are not `async`.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = Builder::new_current_thread().enable_time().build();
    runtime.unwrap().block_on(future)
}
