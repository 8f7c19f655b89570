//! What `ApiRouter` promises, over HTTP.
//!
//! Clippy recognizes tests by `cfg(test)`.

#[cfg(test)]
mod at_once;
#[cfg(test)]
mod combinators;
#[cfg(test)]
mod fastapi;
#[cfg(test)]
mod guarding;
#[cfg(test)]
mod inclusion;
#[cfg(test)]
mod layers;
#[cfg(test)]
#[path = "../logged.rs"]
mod logged;
#[cfg(test)]
mod merging;
#[cfg(test)]
mod methods;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
mod mounts;
#[cfg(test)]
mod noted;
#[cfg(test)]
mod overrides;
#[cfg(test)]
mod panics;
#[cfg(test)]
mod prefix_parameters;
#[cfg(test)]
mod random;
#[cfg(test)]
mod regions;
#[cfg(test)]
mod scopes;
#[cfg(test)]
mod support;
#[cfg(test)]
mod table;
#[cfg(test)]
mod timeouts;
#[cfg(test)]
mod transactions;
#[cfg(test)]
mod values;
#[cfg(test)]
mod websocket;
