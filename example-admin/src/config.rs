//! The command line and the environment, read once and refused with one clear line.

use std::ffi::OsString;
use std::time::Duration;

use auth_runtime::token::Key;
use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, Subcommand};
use tracing_subscriber::EnvFilter;
use zeroize::Zeroizing;

use crate::domain::Password;

/// The longest duration that is taken: it keeps all sums of times far from their limits.
const LONGEST: Duration = Duration::from_hours(10 * 365 * 24);

/// What the program was asked to do.
#[derive(Debug)]
pub enum Invocation {
    /// Serve the site.
    Serve(Config),
}

/// How the site is served.
#[derive(Debug)]
pub struct Config {
    /// The address and port to listen on.
    pub listen: String,
    /// The database.
    pub database_url: String,
    /// For how long a token is good.
    pub token_ttl: Duration,
    /// For how long a session can be kept alive.
    pub session_max: Duration,
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
}

#[derive(Debug, clap::Args)]
struct Flags {
    /// Address and port to listen on
    #[arg(long, global = true, env = "ADMIN_LISTEN", hide_env_values = true)]
    #[arg(value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8000", value_parser = listen_address)]
    listen: String,

    /// Where everything is kept: `sqlite://FILE` (created if missing) or `sqlite::memory:`
    #[arg(
        long,
        global = true,
        env = "ADMIN_DATABASE_URL",
        hide_env_values = true
    )]
    #[arg(value_name = "URL", default_value = "sqlite://admin.db")]
    database_url: String,

    /// For how long a token is good; each use gives a new one
    #[arg(long, global = true, env = "ADMIN_TOKEN_TTL", hide_env_values = true)]
    #[arg(value_name = "DURATION", default_value = "30m", value_parser = duration, allow_hyphen_values = true)]
    token_ttl: Duration,

    /// For how long a session can be kept alive by using it
    #[arg(long, global = true, env = "ADMIN_SESSION_MAX", hide_env_values = true)]
    #[arg(value_name = "DURATION", default_value = "12h", value_parser = duration, allow_hyphen_values = true)]
    session_max: Duration,

    /// What is logged, as in `info` or `info,example_admin=debug` [default: `RUST_LOG`, or `info`]
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
    let CommandLine { flags, command } = CommandLine::try_parse_from(arguments)?;
    let config = check(flags, environment)
        .map_err(|refusal| CommandLine::command().error(ErrorKind::ValueValidation, refusal))?;
    match command.unwrap_or(Command::Serve) {
        Command::Serve => Ok(Invocation::Serve(config)),
    }
}

/// What one flag alone cannot say.
fn check(flags: Flags, environment: impl Fn(&str) -> Option<OsString>) -> Result<Config, String> {
    check_database(&flags.database_url)?;
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
        database_url: flags.database_url,
        token_ttl: flags.token_ttl,
        session_max: flags.session_max,
    })
}

/// The URL may hold a password: it is never repeated in a message.
fn check_database(url: &str) -> Result<(), String> {
    if url.starts_with("sqlite:") {
        return Ok(());
    }
    Err("--database-url must begin with `sqlite:`".to_owned())
}

fn log_filter(
    flag: Option<String>,
    environment: impl Fn(&str) -> Option<OsString>,
) -> Result<EnvFilter, String> {
    let general = || environment("RUST_LOG").and_then(|value| value.into_string().ok());
    let directives = flag.or_else(general).unwrap_or_else(|| "info".to_owned());
    EnvFilter::try_new(directives).map_err(|error| format!("--log is no filter: {error}"))
}

/// The bytes of the secret are the key, as they are.
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
    Password::parse(text).map_err(|invalid| format!("ADMIN_PASSWORD is no password: {invalid}"))
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

/// Tokens count in seconds, so a duration is one or more of them.
fn duration(text: &str) -> Result<Duration, String> {
    let duration = humantime::parse_duration(text)
        .map_err(|_| "not a duration, as in 45s, 30m or 12h".to_owned())?;
    if duration.is_zero() || duration.subsec_nanos() != 0 || duration > LONGEST {
        return Err("a duration is whole seconds, from 1s to 10 years".to_owned());
    }
    Ok(duration)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w";

    fn config(arguments: &[&str]) -> Result<Config, String> {
        config_in(arguments, &[])
    }

    fn config_in(arguments: &[&str], environment: &[(&str, &str)]) -> Result<Config, String> {
        let arguments = ["example-admin"]
            .iter()
            .chain(arguments)
            .map(OsString::from);
        let value_of = |name: &str| {
            let found = environment.iter().find(|(other, _)| *other == name);
            found.map(|(_, value)| OsString::from(value))
        };
        match parse(arguments, value_of) {
            Ok(Invocation::Serve(config)) => Ok(config),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn everything_has_a_default() {
        let config = config(&[]).unwrap();
        assert_eq!(config.listen, "127.0.0.1:8000");
        assert_eq!(config.database_url, "sqlite://admin.db");
        assert_eq!(config.token_ttl, Duration::from_mins(30));
        assert_eq!(config.session_max, Duration::from_hours(12));
        assert!(config.key.is_none() && config.password.is_none());
    }

    #[test]
    fn flags_stand_before_and_after_the_subcommand() {
        for arguments in [
            ["--token-ttl", "5m", "serve"],
            ["serve", "--token-ttl", "5m"],
        ] {
            assert_eq!(
                config(&arguments).unwrap().token_ttl,
                Duration::from_mins(5)
            );
        }
    }

    #[test]
    fn durations_that_make_no_sense_are_refused() {
        for text in [
            "0s",
            "0",
            "-5m",
            "500ms",
            "x",
            "",
            "11years",
            "99999999999999999999s",
        ] {
            assert!(config(&["--token-ttl", text]).is_err(), "{text:?}");
            assert!(config(&["--session-max", text]).is_err(), "{text:?}");
        }
        let refusal = config(&["--token-ttl", "1h", "--session-max", "30m"]).unwrap_err();
        assert!(
            refusal.contains("--session-max must not be shorter"),
            "{refusal}"
        );
        assert!(config(&["--token-ttl", "1h", "--session-max", "1h"]).is_ok());
    }

    #[test]
    fn an_address_has_a_port() {
        for text in ["127.0.0.1", "127.0.0.1:", ":8000", "127.0.0.1:70000", ""] {
            assert!(config(&["--listen", text]).is_err(), "{text:?}");
        }
        for text in ["127.0.0.1:0", "[::1]:8000", "localhost:8000"] {
            assert!(config(&["--listen", text]).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn a_bad_database_url_is_not_repeated() {
        let refusal = config(&["--database-url", "mysql://root:hunter2@db"]).unwrap_err();
        assert!(!refusal.contains("hunter2"), "{refusal}");
    }

    #[test]
    fn secrets_come_from_the_environment_only_and_are_never_shown() {
        let environment = [
            ("ADMIN_SECRET", SECRET),
            ("ADMIN_PASSWORD", "correct horse"),
        ];
        let config = config_in(&[], &environment).unwrap();
        assert!(config.key.is_some());
        assert_eq!(config.password.as_ref().unwrap().reveal(), "correct horse");

        let shown = format!("{config:?}");
        assert!(
            !shown.contains(SECRET) && !shown.contains("correct"),
            "{shown}"
        );

        let refusal = config_in(&[], &[("ADMIN_PASSWORD", "hunter2")]).unwrap_err();
        assert!(
            refusal.contains("8 to 1,024") && !refusal.contains("hunter2"),
            "{refusal}"
        );
    }

    #[test]
    fn short_and_sample_secrets_are_refused_without_being_repeated() {
        let sample = "change-me-to-a-random-secret-of-at-least-32-bytes";
        for secret in ["", "31 bytes are not enough for it!", sample] {
            let refusal = config_in(&[], &[("ADMIN_SECRET", secret)]).unwrap_err();
            assert!(refusal.contains("ADMIN_SECRET"), "{refusal}");
            assert!(secret.is_empty() || !refusal.contains(secret), "{refusal}");
        }
    }

    #[test]
    fn the_log_filter_comes_from_the_flag_or_else_from_rust_log() {
        let environment = [("RUST_LOG", "warn")];
        assert_eq!(config(&[]).unwrap().log.to_string(), "info");
        assert_eq!(
            config_in(&[], &environment).unwrap().log.to_string(),
            "warn"
        );
        assert_eq!(
            config_in(&["--log", "debug"], &environment)
                .unwrap()
                .log
                .to_string(),
            "debug"
        );
        assert!(config(&["--log", "example_admin=loud"]).is_err());
    }
}
