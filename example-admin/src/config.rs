//! The command line and the environment, read once and refused with one clear line.

use std::ffi::OsString;
use std::fmt;
use std::time::Duration;

use auth_runtime::token::Key;
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use tracing_subscriber::EnvFilter;
use zeroize::Zeroizing;

use crate::domain::{Origin, Password};
use crate::limits::BODY_WITHIN;

/// The longest duration that is accepted: it keeps all sums of times far from their limits.
const LONGEST: Duration = Duration::from_hours(10 * 365 * 24);

/// What the program was asked to do.
#[derive(Debug)]
pub enum Invocation {
    /// Serve the site.
    Serve(Box<Config>),
    /// Serve a demo site with sample users and a history.
    Demo(Box<Config>),
    /// List the routes.
    Routes(Format),
    /// Print the OpenAPI document.
    OpenApi,
}

/// The URL of a database that has a store. It may contain a password, so it is not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// Parses a URL of SQLite or PostgreSQL.
    ///
    /// # Errors
    ///
    /// When it is the URL of another database; the sentence does not repeat it.
    pub fn parse(text: impl Into<String>) -> Result<Self, &'static str> {
        let text = text.into();
        let schemes = ["sqlite:", "postgres:", "postgresql:"];
        if schemes.iter().any(|scheme| text.starts_with(scheme)) {
            return Ok(Self(text));
        }
        Err("--database-url must begin with `sqlite:` or `postgres:`")
    }

    /// A new database, which disappears with the program.
    #[must_use]
    pub fn in_memory() -> Self {
        Self("sqlite::memory:".to_owned())
    }

    /// The URL itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DatabaseUrl(..)")
    }
}

/// How routes are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For documentation: a Mermaid flowchart.
    Mermaid,
}

/// How the site is served.
#[derive(Debug)]
pub struct Config {
    /// The address and port to listen on.
    pub listen: String,
    /// The database.
    pub database_url: DatabaseUrl,
    /// How long a token is valid.
    pub token_ttl: Duration,
    /// How long a session can be kept alive.
    pub session_max: Duration,
    /// How long a token is still accepted after its successor was used, if it is ever refused for that.
    pub reuse_grace: Option<Duration>,
    /// How long a client may take to send the body of a request. There is no flag for it.
    pub body_within: Duration,
    /// The sites whose pages may use this one, besides its own.
    pub allow_origin: Vec<Origin>,
    /// What is logged.
    pub log: EnvFilter,
    /// The key that signs tokens, if it was given.
    pub key: Option<Key>,
    /// The first admin's password, if it was given.
    pub password: Option<Password>,
}

/// An admin site: users, permissions, sessions.
#[derive(Debug, Parser)]
#[command(name = "example-admin", version, after_help = SECRETS)]
struct CommandLine {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

const SECRETS: &str = "\
Environment only:
  ADMIN_SECRET    the key that signs tokens, at least 32 bytes, used as they are
                  [default: generated once and kept in the database]
  ADMIN_PASSWORD  the password of the first user, `admin`
                  [default: generated at the first start and printed once]";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site (the default)
    Serve,
    /// Serve a demo site with sample users and a history, in memory
    Demo,
    /// List every route and what guards it
    Routes {
        /// How to list them
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Print the OpenAPI document
    #[command(name = "openapi")]
    OpenApi,
}

#[derive(Debug, clap::Args)]
struct Flags {
    /// Address and port to listen on
    #[arg(long, global = true, env = "ADMIN_LISTEN", hide_env_values = true)]
    #[arg(value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8000", value_parser = listen_address)]
    listen: String,

    /// Where to store everything: `sqlite://FILE` (created if missing), `sqlite::memory:`, or
    /// `postgres://…` for several nodes
    #[arg(
        long,
        global = true,
        env = "ADMIN_DATABASE_URL",
        hide_env_values = true
    )]
    #[arg(value_name = "URL", default_value = "sqlite://admin.db")]
    database_url: String,

    /// How long a token is valid; each use issues a new one
    #[arg(long, global = true, env = "ADMIN_TOKEN_TTL", hide_env_values = true)]
    #[arg(value_name = "DURATION", default_value = "30m", value_parser = duration, allow_hyphen_values = true)]
    token_ttl: Duration,

    /// How long a session can be kept alive by using it
    #[arg(long, global = true, env = "ADMIN_SESSION_MAX", hide_env_values = true)]
    #[arg(value_name = "DURATION", default_value = "12h", value_parser = duration, allow_hyphen_values = true)]
    session_max: Duration,

    /// End a session when one of its tokens is used that was superseded longer ago than this, as a
    /// stolen one would be; 30s suits browsers [default: never]
    #[arg(long, global = true, env = "ADMIN_REUSE_GRACE", hide_env_values = true)]
    #[arg(value_name = "DURATION", value_parser = duration, allow_hyphen_values = true)]
    reuse_grace: Option<Duration>,

    /// A site whose pages may use this one, as in `https://admin.example`; comma-separated or repeated
    #[arg(
        long,
        global = true,
        env = "ADMIN_ALLOW_ORIGIN",
        hide_env_values = true
    )]
    #[arg(value_name = "ORIGIN", value_delimiter = ',', value_parser = Origin::parse)]
    allow_origin: Vec<Origin>,

    /// What to log, as in `info` or `info,example_admin=debug` [default: `RUST_LOG`, or `info`]
    #[arg(
        long,
        global = true,
        env = "ADMIN_LOG",
        hide_env_values = true,
        value_name = "FILTER"
    )]
    log: Option<String>,
}

/// Reads the command line and the environment of this process.
///
/// # Errors
///
/// A [`clap::Error`] with the one line to show, or with the help that was asked for.
pub fn read() -> Result<Invocation, clap::Error> {
    parse(std::env::args_os(), |name| std::env::var_os(name))
}

fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    environment: impl Fn(&str) -> Option<OsString>,
) -> Result<Invocation, clap::Error> {
    let matches = CommandLine::command().try_get_matches_from(arguments)?;
    let names_a_database = matches.value_source("database_url") == Some(ValueSource::CommandLine);
    let CommandLine { flags, command } = CommandLine::from_arg_matches(&matches)?;
    let config = || check(flags, environment).map(Box::new);
    match command.unwrap_or(Command::Serve) {
        Command::Serve => config().map(Invocation::Serve),
        Command::Demo if names_a_database => {
            Err("the demo uses its own database: remove --database-url".to_owned())
        }
        Command::Demo => config().map(Invocation::Demo),
        Command::Routes { format } => Ok(Invocation::Routes(format)),
        Command::OpenApi => Ok(Invocation::OpenApi),
    }
    .map_err(|refusal| CommandLine::command().error(ErrorKind::ValueValidation, refusal))
}

/// Checks what concerns several flags, and reads the environment.
fn check(flags: Flags, environment: impl Fn(&str) -> Option<OsString>) -> Result<Config, String> {
    if flags.session_max < flags.token_ttl {
        return Err("--session-max must not be shorter than --token-ttl".to_owned());
    }
    Ok(Config {
        log: log_filter(flags.log, &environment)?,
        key: environment("ADMIN_SECRET").map(key).transpose()?,
        password: environment("ADMIN_PASSWORD")
            .map(first_password)
            .transpose()?,
        listen: flags.listen,
        database_url: DatabaseUrl::parse(flags.database_url)?,
        token_ttl: flags.token_ttl,
        session_max: flags.session_max,
        reuse_grace: flags.reuse_grace,
        body_within: BODY_WITHIN,
        allow_origin: flags.allow_origin,
    })
}

fn log_filter(
    flag: Option<String>,
    environment: impl Fn(&str) -> Option<OsString>,
) -> Result<EnvFilter, String> {
    let general = || environment("RUST_LOG").and_then(|value| value.into_string().ok());
    let directives = flag.or_else(general).unwrap_or_else(|| "info".to_owned());
    EnvFilter::try_new(directives).map_err(|error| format!("--log is not a valid filter: {error}"))
}

/// The key: the bytes of the secret, unchanged.
fn key(value: OsString) -> Result<Key, String> {
    let secret = Zeroizing::new(value.into_encoded_bytes());
    Key::hs256(secret.as_slice())
        .map_err(|error| format!("ADMIN_SECRET is refused: {error} ({SECRET_HELP})"))
}

const SECRET_HELP: &str = "try `openssl rand -hex 32`, or leave it out to have one generated";

fn first_password(value: OsString) -> Result<Password, String> {
    let text = value
        .into_string()
        .map_err(|_| "ADMIN_PASSWORD is not UTF-8")?;
    Password::parse(text)
        .map_err(|invalid| format!("ADMIN_PASSWORD is not a valid password: {invalid}"))
}

fn listen_address(text: &str) -> Result<String, String> {
    let is_address = text
        .rsplit_once(':')
        .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
    if !is_address {
        return Err("not an address and a port, as in 127.0.0.1:8000".to_owned());
    }
    Ok(text.to_owned())
}

/// Tokens count in seconds, so a duration must be a whole number of them, and at least one.
fn duration(text: &str) -> Result<Duration, String> {
    let duration = humantime::parse_duration(text)
        .map_err(|_| "not a duration, as in 45s, 30m or 12h".to_owned())?;
    if duration.is_zero() || duration.subsec_nanos() != 0 || duration > LONGEST {
        return Err("a duration must be in whole seconds, from 1s to 10 years".to_owned());
    }
    Ok(duration)
}

#[cfg(test)]
mod tests;
