//! `demo`: a site to look around in.

use serde_json::Value;
use tempfile::tempdir;

use crate::program::Program;

#[tokio::test]
async fn it_has_people_and_a_past_and_says_how_to_get_in() {
    let folder = tempdir().unwrap();
    // The real site's database is not touched.
    let database = format!("sqlite://{}", folder.path().join("real.db").display());
    let environment = [
        ("ADMIN_DATABASE_URL", database.as_str()),
        ("ADMIN_PASSWORD", "the real password"),
    ];
    let arguments = ["demo", "--listen", "127.0.0.1:0"];
    let mut program = Program::run_with(&arguments, folder.path(), &environment);

    assert!(program.line().contains("demo"));
    let line = program.line();
    let words: Vec<_> = line.split(' ').collect();
    let password = words[words.len() - 2];
    let first = program.line();
    assert!(first.trim_start().starts_with("admin "), "{first}");

    let token = program.token(password).await;
    let users = read(&program, "/users", &token).await;
    assert!(users.as_array().unwrap().len() >= 6, "{users}");
    let audit = read(&program, "/audit", &token).await;
    let audit = audit.as_array().unwrap();
    assert!(audit.len() >= 30);
    // The newest entry is this login; from there on, times only go back.
    let times: Vec<_> = audit
        .iter()
        .map(|entry| entry["at"].as_str().unwrap())
        .collect();
    assert!(
        times.is_sorted_by(|newer, older| newer >= older),
        "{times:?}"
    );
    let deed = |action: &str| audit.iter().any(|entry| entry["action"] == action);
    for action in [
        "login",
        "logout",
        "user.create",
        "user.permissions",
        "user.password",
        "user.delete",
    ] {
        assert!(deed(action), "{action}");
    }

    program.terminate();
    assert!(program.wait().success());
    assert!(!folder.path().join("real.db").exists());
    assert!(!program.log().contains(password));
}

async fn read(program: &Program, path: &str, token: &str) -> Value {
    let answer = program.ask("GET", path, token).await;
    assert_eq!(answer.status(), 200);
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}
