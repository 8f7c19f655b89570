//! What the program can do: serve the site, show a demo, list the routes.

use std::fmt;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use auth_runtime::BuildError;
use auth_runtime::token::SystemClock;
use tokio::time::timeout;

use crate::config::{Config, DatabaseUrl, Format};
use crate::demo::{self, Person};
use crate::domain::Password;
use crate::server::{Server, Signals};
use crate::state::{AppState, Start, StartError};
use crate::{api, app, document, logging};

/// Serves the site until it is told to stop.
///
/// # Errors
///
/// [`ServeError`], with the one line to show.
pub async fn serve(config: Config) -> Result<(), ServeError> {
    let opened = Opened::with(config).await?;
    let generated_password = opened.start.generated_password.as_ref();
    greet(opened.address, generated_password).map_err(|error| match generated_password {
        Some(_) => ServeError::Unseen(error),
        None => error.into(),
    })?;
    opened.run().await
}

/// Serves a demo site in memory, with sample users and a history.
///
/// # Errors
///
/// [`ServeError`], with the one line to show.
pub async fn demo(mut config: Config) -> Result<(), ServeError> {
    let password = Password::generate().map_err(StartError::Random)?;
    config.database_url = DatabaseUrl::in_memory();
    config.password = Some(password.clone());
    let opened = Opened::with(config).await?;
    let people = demo::fill(&opened.start.state, &password)
        .await
        .map_err(|error| ServeError::System(error.to_string()))?;
    greet_visitor(opened.address, &people, &password)?;
    opened.run().await
}

/// How long the database may take to say goodbye: a connection to one that hangs would never be closed.
const CLOSE_WITHIN: Duration = Duration::from_secs(3);

/// A site that is ready to be served.
struct Opened {
    server: Server,
    address: SocketAddr,
    signals: Signals,
    start: Start,
}

impl Opened {
    async fn with(mut config: Config) -> Result<Self, ServeError> {
        let log = std::mem::take(&mut config.log);
        logging::start(log).map_err(|error| ServeError::System(error.to_string()))?;
        let mut signals = Signals::of_the_process()?;
        // The port first: if it is taken, no password is shown that nobody can use.
        let server = Server::bind(&config.listen)
            .await
            .map_err(ServeError::Listen)?;
        let start = tokio::select! {
            start = AppState::open(config, Arc::new(SystemClock)) => start?,
            () = signals.next() => return Err(ServeError::Stopped),
        };
        Ok(Self {
            address: server.address()?,
            server,
            signals,
            start,
        })
    }

    async fn run(self) -> Result<(), ServeError> {
        tracing::info!(address = %self.address, "listening");
        let state = self.start.state;
        let store = state.store.clone();
        self.server.run(app(state)?, self.signals).await;
        if timeout(CLOSE_WITHIN, store.close()).await.is_err() {
            tracing::warn!("stopped before all database connections were closed");
        }
        Ok(())
    }
}

/// Lists every route on standard output, with what guards it.
///
/// # Errors
///
/// [`ServeError`] when standard output cannot be written to.
pub fn list_routes(format: Format) -> Result<(), ServeError> {
    let routes = api().routes();
    let text = match format {
        Format::Table => routes.to_string(),
        Format::Json => routes.to_json() + "\n",
        Format::Mermaid => routes.to_mermaid(),
    };
    print(&text)
}

/// Prints the OpenAPI document on standard output.
///
/// # Errors
///
/// [`ServeError`] when standard output cannot be written to.
pub fn print_document() -> Result<(), ServeError> {
    let document = document().to_pretty_json();
    let document = document.map_err(|error| ServeError::System(error.to_string()))?;
    print(&(document + "\n"))
}

fn print(text: &str) -> Result<(), ServeError> {
    match io::stdout().write_all(text.as_bytes()) {
        // The reader has closed the pipe, and wants no more output.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

/// Prints the address, and what is shown only once.
fn greet(address: SocketAddr, generated_password: Option<&Password>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "example-admin listens on http://{address}")?;
    if let Some(password) = generated_password {
        writeln!(
            out,
            "first start: log in as admin with the password {}",
            password.reveal()
        )?;
        writeln!(out, "             (it will not be shown again)")?;
    }
    out.flush()
}

/// Prints the address, and the sample users to log in as.
fn greet_visitor(address: SocketAddr, people: &[Person], password: &Password) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "example-admin listens on http://{address}")?;
    writeln!(
        out,
        "this is a demo in memory: everything is lost when it stops"
    )?;
    writeln!(out, "log in with the password {} as", password.reveal())?;
    for Person { name, permissions } in people {
        writeln!(out, "  {name:14}  {permissions}")?;
    }
    out.flush()
}

/// Why the site is not served.
#[derive(Debug)]
pub enum ServeError {
    /// The address cannot be listened on.
    Listen(io::Error),
    /// It was told to stop before it was ready.
    Stopped,
    /// The first password cannot be shown, and the site has stored only its hash.
    Unseen(io::Error),
    /// The system refuses something else.
    System(String),
    /// The state cannot be made ready.
    Start(StartError),
    /// The routes contradict each other.
    Routes(BuildError),
}

impl From<BuildError> for ServeError {
    fn from(error: BuildError) -> Self {
        Self::Routes(error)
    }
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
            Self::Stopped => formatter.write_str("stopped before the site was ready"),
            Self::Unseen(error) => write!(
                formatter,
                "cannot print the first password ({error}), and it is lost: start again with an empty database"
            ),
            Self::System(error) => write!(formatter, "cannot start: {error}"),
            Self::Start(error) => error.fmt(formatter),
            Self::Routes(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for ServeError {}
