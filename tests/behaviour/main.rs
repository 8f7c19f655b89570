//! What the runtime promises about handlers in a plain axum router, one topic per file.
//!
//! Each test file names the rules of the design that it checks. Clippy recognizes tests by `cfg(test)`.

#[cfg(test)]
mod body;
#[cfg(test)]
mod caching;
#[cfg(test)]
mod cancellation;
#[cfg(test)]
mod cookies;
#[cfg(test)]
mod edits;
#[cfg(test)]
mod edits_model;
#[cfg(test)]
mod effects;
#[cfg(test)]
mod failed_hooks;
#[cfg(test)]
mod held;
mod hooks;
#[cfg(test)]
mod many;
#[cfg(test)]
mod once;
#[cfg(test)]
mod order;
#[cfg(test)]
mod problems;
#[cfg(test)]
mod public;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod rejections;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tree;
