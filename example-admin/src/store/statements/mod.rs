//! The statements: every database has the same ones.
//!
//! This file is a module of `sqlite` and of `postgres`, and so compiled twice: `super` is the database,
//! with its own types of rows and transactions. What they do not share (how it is opened, how writing
//! begins, who hears of it) is in their own files. Both know `$1`, `RETURNING`, `ON CONFLICT DO NOTHING`
//! and `string_agg`; whole numbers are bound as `i64`, which both have.
//!
//! Each file has the statements of one area, in the order in which the area is used.

mod audit;
mod rows;
mod sessions;
mod settings;
mod users;

use super::{Database, Driver, Row, Writing};
