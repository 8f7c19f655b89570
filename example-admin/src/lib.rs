//! An admin site on `auth-runtime`: people log in, and stay logged in for as long as they use it.
//!
//! [`app`] is the site as an axum router, to be driven by a server or by a test; [`serve`] is the
//! whole program. A request goes through `limits`, meets its [`guards`], and ends in one of the
//! [`routes`]; `domain` has the nouns, [`store`] the database.

pub mod config;
pub mod domain;
pub mod guards;
mod limits;
pub mod logging;
pub mod login;
pub mod passwords;
pub mod peer;
pub mod routes;
pub mod server;
pub mod state;
pub mod store;
pub mod throttle;

use std::fmt;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;

use auth_runtime::token::SystemClock;
use axum::Router;

use config::Config;
use domain::Password;
use server::{Server, Signals};
use state::{AppState, Start, StartError};

/// The site.
pub fn app(state: AppState) -> Router {
    limits::apply(routes::all().with_state(state))
}

/// Serves the site until it is told to stop.
///
/// # Errors
///
/// [`ServeError`], with the one line to show.
pub async fn serve(mut config: Config) -> Result<(), ServeError> {
    let log = std::mem::take(&mut config.log);
    logging::start(log).map_err(|error| ServeError::System(error.to_string()))?;
    let signals = Signals::of_the_process()?;
    // First the port: who finds it taken has not been shown a password that nobody can use.
    let server = Server::bind(&config.listen)
        .await
        .map_err(ServeError::Listen)?;

    let Start {
        state,
        generated_password,
    } = AppState::open(config, Arc::new(SystemClock)).await?;
    greet(server.address()?, generated_password.as_ref())?;
    let store = state.store.clone();
    server.run(app(state), signals).await;
    store.close().await;
    Ok(())
}

/// Says on standard output where to look, and what is said only once.
fn greet(address: SocketAddr, generated_password: Option<&Password>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "example-admin listens on http://{address}")?;
    if let Some(password) = generated_password {
        writeln!(
            out,
            "first start: log in as admin with the password {}",
            password.reveal()
        )?;
        writeln!(out, "             (it is kept nowhere and not shown again)")?;
    }
    out.flush()?;
    drop(out);
    tracing::info!(%address, "listening");
    Ok(())
}

/// Why the site is not served.
#[derive(Debug)]
pub enum ServeError {
    /// The address cannot be listened on.
    Listen(io::Error),
    /// The system refuses something else.
    System(String),
    /// The state cannot be made ready.
    Start(StartError),
}

impl From<io::Error> for ServeError {
    fn from(error: io::Error) -> Self {
        Self::System(error.to_string())
    }
}

impl From<StartError> for ServeError {
    fn from(error: StartError) -> Self {
        Self::Start(error)
    }
}

impl fmt::Display for ServeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen(error) => write!(formatter, "cannot listen on the given address: {error}"),
            Self::System(error) => write!(formatter, "cannot start: {error}"),
            Self::Start(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for ServeError {}
