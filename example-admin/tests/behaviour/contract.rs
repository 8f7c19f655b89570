//! `tests/CONTRACT.md`: which test checks which sentence of the site's contract.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rows of the table: a sentence, and the tests that are named for it.
fn rows() -> Vec<(String, Vec<String>)> {
    let text = fs::read_to_string(root().join("tests/CONTRACT.md")).unwrap();
    let cells = |line: &str| -> Option<(String, Vec<String>)> {
        let (sentence, tests) = line
            .strip_prefix("| ")?
            .strip_suffix(" |")?
            .rsplit_once(" | ")?;
        let tests = tests.split('`').skip(1).step_by(2).map(str::to_owned);
        Some((sentence.to_owned(), tests.collect()))
    };
    let rows: Vec<_> = text.lines().filter_map(cells).collect();
    // The first row is the header.
    rows[1..].to_vec()
}

/// The files in which `suite::module::…` may be; the suite `postgres` also runs what `behaviour` and
/// `program` contain.
fn files(suite: &str, module: &str) -> Vec<PathBuf> {
    let module = module.replace("::", "/");
    let folders: &[&str] = match suite {
        "lib" => &["src"],
        "behaviour" => &["tests/behaviour"],
        "program" => &["tests/program"],
        "postgres" => &["tests/postgres", "tests/behaviour", "tests/program"],
        _ => &[],
    };
    let module = module.strip_suffix("/tests").unwrap_or(&module);
    let spelled = |folder: &&str| {
        ["", "/mod", "/tests"].map(|end| root().join(format!("{folder}/{module}{end}.rs")))
    };
    folders.iter().flat_map(spelled).collect()
}

/// Whether there is a test with this name: a function with a test attribute above it.
fn exists(test: &str) -> bool {
    let mut parts = test.splitn(2, "::");
    let (Some(suite), Some(path)) = (parts.next(), parts.next()) else {
        return false;
    };
    let Some((module, name)) = path.rsplit_once("::") else {
        return false;
    };
    if suite == "browser" {
        return exists_for_the_browser(module, name);
    }
    files(suite, module)
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .any(|source| {
            let lines: Vec<_> = source.lines().map(str::trim).collect();
            lines.windows(2).any(|pair| {
                let is_attribute =
                    pair[0].starts_with("#[test]") || pair[0].starts_with("#[tokio::test");
                is_attribute && pair[1].contains(&format!("fn {name}("))
            })
        })
}

/// Whether a file of the browser suite has a test whose name begins like this.
fn exists_for_the_browser(file: &str, name: &str) -> bool {
    let path = root().join(format!("../tests/browser/{file}.test.js"));
    let source = fs::read_to_string(path).unwrap_or_default();
    let mut calls = source.split("browserTest(").skip(1).map(str::trim_start);
    calls.any(|call| call.get(1..).is_some_and(|call| call.starts_with(name)))
}

#[test]
fn every_sentence_has_a_test_and_every_test_exists() {
    let rows = rows();
    assert!(rows.len() > 50, "{} sentences", rows.len());
    let missing: Vec<_> = rows
        .iter()
        .filter(|(_, tests)| tests.is_empty() || !tests.iter().all(|test| exists(test)))
        .collect();
    assert!(missing.is_empty(), "no such tests: {missing:#?}");
}

#[test]
fn a_test_that_does_not_exist_is_noticed() {
    assert!(exists(
        "behaviour::contract::a_test_that_does_not_exist_is_noticed"
    ));
    assert!(exists("lib::config::tests::everything_has_a_default"));
    assert!(exists(
        "browser::login::the right password leads to the users"
    ));
    assert!(!exists("browser::login::nothing"));
    assert!(!exists("behaviour::contract::exists"));
    assert!(!exists("behaviour::contract::nothing"));
    assert!(!exists("nowhere::contract::nothing"));
}
