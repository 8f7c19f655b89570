//! What documentation and CORS show of an application: the document, the page, the headers.
//!
//! Clippy recognizes tests by `cfg(test)`.

#[cfg(test)]
mod app;
#[cfg(test)]
mod cors;
#[cfg(test)]
mod dependencies;
#[cfg(test)]
mod document;
#[cfg(test)]
mod extractors;
#[cfg(test)]
mod feature;
#[cfg(test)]
#[path = "../logged.rs"]
mod logged;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
mod operations;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod responses;
#[cfg(test)]
mod support;
