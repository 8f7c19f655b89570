//! What the site does, request by request, with a clock that the tests set.
//!
//! Clippy recognizes tests by `cfg(test)`.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod cors;
#[cfg(test)]
mod database;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod events;
#[cfg(test)]
mod hanging_up;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod login;
#[cfg(test)]
mod page;
#[cfg(test)]
mod reuse;
#[cfg(test)]
mod session;
#[cfg(test)]
mod site;
#[cfg(test)]
mod surface;
#[cfg(test)]
mod users;
#[cfg(test)]
mod wire;
