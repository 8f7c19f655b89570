//! The statements: every database has the same ones.
//!
//! This file is a module of both `sqlite` and `postgres`, so it is compiled twice: `super` is the database,
//! with its own types of rows and transactions. What the two do not share (how the database is opened, how a
//! writing transaction begins, who is notified) is in their own files. Both support `$1`, `RETURNING`, `ON
//! CONFLICT DO NOTHING` and `string_agg`; whole numbers are bound as `i64`, which both have.
//!
//! Each file has the statements of one area, in the order in which the area is used.

mod audit;
mod rows;
mod sessions;
mod settings;
mod users;

use super::{Database, Driver, Row, Writing};
