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
        Ok(Invocation::Serve(config)) => Ok(*config),
        Ok(other) => panic!("not to be served: {other:?}"),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn everything_has_a_default() {
    let config = config(&[]).unwrap();
    assert_eq!(config.listen, "127.0.0.1:8000");
    assert_eq!(config.database_url.reveal(), "sqlite://admin.db");
    assert_eq!(config.token_ttl, Duration::from_mins(30));
    assert_eq!(config.session_max, Duration::from_hours(12));
    assert_eq!(config.reuse_grace, None);
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
        assert!(config(&["--reuse-grace", text]).is_err(), "{text:?}");
    }
    let refusal = config(&["--token-ttl", "1h", "--session-max", "30m"]).unwrap_err();
    assert!(
        refusal.contains("--session-max must not be shorter"),
        "{refusal}"
    );
    assert!(config(&["--token-ttl", "1h", "--session-max", "1h"]).is_ok());
}

#[test]
fn stolen_tokens_are_looked_for_when_asked_to() {
    let half_a_minute = Some(Duration::from_secs(30));
    let config = config(&["--reuse-grace", "30s"]).unwrap();
    assert_eq!(config.reuse_grace, half_a_minute);
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

#[test]
fn origins_are_exact_and_come_comma_separated_repeated_or_from_the_environment() {
    let origins = |arguments: &[&str]| -> Vec<String> {
        let config = config(arguments).unwrap();
        config.allow_origin.iter().map(Origin::to_string).collect()
    };
    let both = ["https://a.example", "http://b.example:3000"];
    assert_eq!(
        origins(&["--allow-origin", "https://a.example,http://b.example:3000"]),
        both
    );
    assert_eq!(
        origins(&["--allow-origin", both[0], "--allow-origin", both[1]]),
        both
    );
    assert!(origins(&[]).is_empty());

    for refused in [
        "*",
        "null",
        "",
        "a.example",
        "https://a.example/",
        "https://*.example",
        "https://a.example,*",
        "https://a.example,",
    ] {
        assert!(config(&["--allow-origin", refused]).is_err(), "{refused:?}");
    }
}

#[test]
fn a_database_is_of_sqlite_or_postgresql_and_its_password_is_not_shown() {
    for url in [
        "sqlite://admin.db",
        "sqlite::memory:",
        "postgres://user:hunter2@db/admin",
        "postgresql://user:hunter2@db/admin",
    ] {
        let config = config(&["--database-url", url]).unwrap();
        assert_eq!(config.database_url.reveal(), url);
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}

#[test]
fn the_demo_does_not_take_a_database() {
    let parsed = |arguments: &[&str]| {
        let arguments = ["example-admin"].iter().chain(arguments);
        parse(arguments.map(OsString::from), |_| None)
    };
    assert!(matches!(parsed(&["demo"]), Ok(Invocation::Demo(_))));
    for arguments in [
        ["demo", "--database-url", "sqlite://admin.db"],
        ["--database-url", "sqlite://admin.db", "demo"],
    ] {
        assert!(parsed(&arguments).is_err(), "{arguments:?}");
    }
}
