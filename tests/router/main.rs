//! What `ApiRouter` promises, over HTTP.
//!
//! Clippy knows what is a test by `cfg(test)`.

#[cfg(test)]
mod guarding;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
mod random;
#[cfg(test)]
mod support;
