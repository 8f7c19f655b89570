//! Verify an HS256 token, check a role, respond with a new token; and the first of the three alone.
//!
//! [`jwt`] is what every implementation except ours does with a token, by `jsonwebtoken`. [`floor`] does it
//! inline in one handler, [`extractor`] in an extractor, [`layers`] in `from_fn` layers, [`tower_http`] in
//! its layer.

pub(crate) mod extractor;
pub(crate) mod floor;
mod jwt;
pub(crate) mod layers;
pub(crate) mod ours;
pub(crate) mod tower_http;

pub(crate) use jwt::token;

const SECRET: &[u8] = b"0123456789abcdef-fedcba9876543210";
const WINDOW: u64 = 30 * 60;
