//! The started program: what it prints, how it is used, how it ends.
//!
//! Clippy recognizes tests by `cfg(test)`.

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod database;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod load;
#[cfg(test)]
mod main_job;
#[cfg(test)]
mod program;
#[cfg(test)]
mod starting;
#[cfg(test)]
mod stopping;
