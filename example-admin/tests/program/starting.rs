//! What the program prints, and what it refuses to start with.

use std::fs::File;
use std::net::TcpListener;
use std::process::{Output, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use tempfile::tempdir;

use crate::program::{PASSWORD, Program, command, run, signal};

/// Asserts that the program printed one line, and no secret.
#[track_caller]
fn assert_refused(output: &Output, code: i32, why: &str) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(
        stderr.starts_with("error: ") && stderr.contains(why),
        "{stderr}"
    );
    assert!(output.stdout.is_empty());
}

#[test]
fn wrong_flags_are_refused_in_one_line() {
    for (arguments, why) in [
        (&["--token-ttl", "0s"][..], "--token-ttl"),
        (&["--token-ttl", "-5m"], "--token-ttl"),
        (&["--session-max", "soon"], "--session-max"),
        (
            &["--token-ttl", "2h", "--session-max", "1h"],
            "--session-max must not be shorter",
        ),
        (&["--listen", "nowhere"], "--listen"),
        (&["--database-url", "mysql://db"], "--database-url"),
        (&["--log", "example_admin=loud"], "--log"),
        (&["--allow-origin", "*"], "--allow-origin"),
        (
            &["--allow-origin", "https://a.example,null"],
            "--allow-origin",
        ),
        (
            &["--allow-origin", "https://a.example/app"],
            "without a path",
        ),
        (&["--allow-origin", "a.example"], "https://"),
        (&["--colour"], "--colour"),
        (&["fly"], "fly"),
    ] {
        assert_refused(&run(arguments, &[]), 2, why);
    }
}

#[test]
fn a_wrong_environment_is_refused_in_one_line() {
    for (name, value) in [
        ("ADMIN_SECRET", "too short"),
        ("ADMIN_SECRET", "changeme-changeme-changeme-changeme"),
        ("ADMIN_SECRET", ""),
        ("ADMIN_PASSWORD", "hunter2"),
    ] {
        let output = run(&[], &[(name, value)]);
        assert_refused(&output, 2, name);
        assert!(value.is_empty() || !String::from_utf8_lossy(&output.stderr).contains(value));
    }
    assert_refused(&run(&[], &[("ADMIN_TOKEN_TTL", "0s")]), 2, "--token-ttl");
    let origins = [("ADMIN_ALLOW_ORIGIN", "https://a.example,*")];
    assert_refused(&run(&[], &origins), 2, "every site");
}

#[test]
fn a_taken_port_and_an_unreachable_database_are_failures() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(
        &["--listen", &address, "--database-url", "sqlite::memory:"],
        &[],
    );
    assert_refused(&output, 1, "cannot listen");

    let folder = tempdir().unwrap();
    let url = format!(
        "sqlite://{}",
        folder.path().join("nowhere/admin.db").display()
    );
    for url in [
        url.as_str(),
        "postgres://user:hunter2@127.0.0.1:1/admin",
        "postgres://user:hunter2@localhost/admin?host=/nowhere",
        "postgres://user:hunter2@127.0.0.1:x/admin",
    ] {
        let output = run(&["--listen", "127.0.0.1:0", "--database-url", url], &[]);
        assert_refused(&output, 1, "database");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("hunter2"));
    }
}

#[test]
fn a_database_that_says_nothing_is_not_waited_for_long() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://user@{}/admin", silent.local_addr().unwrap());
    let output = run(&["--listen", "127.0.0.1:0", "--database-url", &url], &[]);
    assert_refused(&output, 1, "database");
}

#[test]
fn who_waits_for_the_database_can_be_stopped() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://user@{}/admin", silent.local_addr().unwrap());
    let arguments = ["--listen", "127.0.0.1:0", "--database-url", &url];
    let waiting = command(&arguments, &[])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _connection = silent.accept().unwrap();

    signal(&waiting, "TERM");
    let output = waiting.wait_with_output().unwrap();
    assert_refused(&output, 1, "stopped before");
}

#[test]
fn a_first_password_that_cannot_be_printed_is_said_to_be_lost() {
    let arguments = [
        "--listen",
        "127.0.0.1:0",
        "--database-url",
        "sqlite::memory:",
    ];
    let full = File::create("/dev/full").unwrap();
    let output = command(&arguments, &[]).stdout(full).output().unwrap();
    assert_refused(&output, 1, "empty database");
}

#[test]
fn help_is_no_failure() {
    let output = run(&["--help"], &[("ADMIN_SECRET", "too short")]);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("ADMIN_PASSWORD"));
}

#[test]
fn the_routes_are_listed_in_three_forms() {
    let list = |format: &str| {
        // This needs no key, no database and no address.
        let environment = [("ADMIN_SECRET", "too short")];
        let output = run(&["routes", "--format", format], &environment);
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };

    let table = list("table");
    assert_eq!(
        table,
        String::from_utf8(run(&["routes"], &[]).stdout).unwrap()
    );
    let line = |start: &str| {
        let found = table.lines().find(|line| line.starts_with(start));
        found.unwrap_or_else(|| panic!("no {start} in\n{table}"))
    };
    assert!(line("POST    /login ").ends_with("(public) BodyOfAtMost"));
    assert!(line("GET     /audit ").ends_with("check_auth → current_user → Can"));

    let json: Value = serde_json::from_str(&list("json")).unwrap();
    let is_check = |route: &&Value| route["path"] == "/auth/checkAuth";
    let check = json.as_array().unwrap().iter().find(is_check).unwrap();
    assert_eq!(check["tags"], json!(["auth"]));
    assert_eq!(
        check["dependencies"],
        json!(["SlidingSession", "check_auth"])
    );

    assert!(list("mermaid").starts_with("flowchart LR\n"));
    assert_refused(&run(&["routes", "--format", "xml"], &[]), 2, "--format");
}

#[test]
fn the_openapi_document_is_printed() {
    let output = run(&["openapi"], &[("ADMIN_SECRET", "too short")]);
    assert!(output.status.success());
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/auth/checkAuth"]["get"]["security"].is_array());
}

#[tokio::test]
async fn the_first_start_prints_a_password_that_works_and_later_ones_print_none() {
    let folder = tempdir().unwrap();
    let mut program = Program::start(folder.path(), &[]);
    assert!(program.greeting.contains(&program.address));
    let line = program.line();
    let (_, password) = line.trim_end().rsplit_once(' ').unwrap();
    let token = program.token(password).await;
    assert!(!program.log().contains(password));
    program.terminate();
    assert!(program.wait().success());

    // The key is kept, so sessions survive. The password stays, too, whatever is given now.
    let mut program = Program::start(folder.path(), &[("ADMIN_PASSWORD", PASSWORD)]);
    assert_eq!(program.ask("GET", "/me", &token).await.status(), 200);
    assert_eq!(program.log_in(PASSWORD).await.status(), 401);
    assert_eq!(program.log_in(password).await.status(), 200);
    program.terminate();
    assert!(program.wait().success());
    assert_eq!(program.rest_of_stdout(), "");
}

#[tokio::test]
async fn the_key_is_the_bytes_of_the_secret_as_they_are() {
    let folder = tempdir().unwrap();
    // A value that looks like hexadecimal digits or base64 is not decoded, and nothing is trimmed.
    let secret = " 6b6579206f6620746865206578616d706c65 61646d696e== ";
    let environment = [("ADMIN_PASSWORD", PASSWORD), ("ADMIN_SECRET", secret)];
    let program = Program::start(folder.path(), &environment);
    let token = program.token(PASSWORD).await;

    let (signed, signature) = token.rsplit_once('.').unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    mac.verify_slice(&signature).unwrap();
}

#[cfg(unix)]
#[test]
fn the_database_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempdir().unwrap();
    let _program = Program::start(folder.path(), &[]);
    for file in ["admin.db", "admin.db-wal"] {
        let mode = folder
            .path()
            .join(file)
            .metadata()
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}
