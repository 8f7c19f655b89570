//! The site, and the program, on PostgreSQL: everything that they do on SQLite, and what only several
//! nodes can do.
//!
//! `ADMIN_TEST_POSTGRES_URL` names the server, and a user who may create databases: `eval "$(scripts/postgres
//! start)"`. Clippy recognizes tests by `cfg(test)`.

#[cfg(test)]
#[path = "../behaviour/answers.rs"]
mod answers;
#[cfg(test)]
#[path = "../program/attacks.rs"]
mod attacks;
#[cfg(test)]
#[path = "../behaviour/audit.rs"]
mod audit;
#[cfg(test)]
#[path = "../behaviour/cors.rs"]
mod cors;
#[cfg(test)]
mod database;
#[cfg(test)]
#[path = "../behaviour/docs.rs"]
mod docs;
#[cfg(test)]
#[path = "../behaviour/events.rs"]
mod events;
#[cfg(test)]
#[path = "../behaviour/hanging_up.rs"]
mod hanging_up;
#[cfg(test)]
#[path = "../behaviour/leaving.rs"]
mod leaving;
#[cfg(test)]
#[path = "../behaviour/limits.rs"]
mod limits;
#[cfg(test)]
#[path = "../program/load.rs"]
mod load;
#[cfg(test)]
#[path = "../behaviour/login.rs"]
mod login;
#[cfg(test)]
#[path = "../program/main_job.rs"]
mod main_job;
#[cfg(test)]
mod nodes;
#[cfg(test)]
#[path = "../behaviour/page.rs"]
mod page;
#[cfg(test)]
#[path = "../program/program.rs"]
#[expect(dead_code, reason = "these tests start the program for one thing only")]
mod program;
#[cfg(test)]
mod restart;
#[cfg(test)]
#[path = "../behaviour/reuse.rs"]
mod reuse;
#[cfg(test)]
#[path = "../behaviour/session.rs"]
mod session;
#[cfg(test)]
#[path = "../behaviour/site.rs"]
mod site;
#[cfg(test)]
#[path = "../program/stopping.rs"]
mod stopping;
#[cfg(test)]
#[path = "../behaviour/surface.rs"]
mod surface;
#[cfg(test)]
#[path = "../behaviour/users.rs"]
mod users;
#[cfg(test)]
#[path = "../behaviour/wire.rs"]
mod wire;
