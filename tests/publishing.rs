//! What is published: toolchain and manifests agree, pages and examples are where the docs say, and the
//! public API is the one on record.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what fails here is the test"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// A path in the repository.
fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(root(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The value of the first line `key = "value"`.
fn value(text: &str, key: &str) -> String {
    let start = format!("{key} = \"");
    let line = text.lines().find_map(|line| line.strip_prefix(&start));
    line.unwrap_or_else(|| panic!("no {key}"))
        .trim_end_matches('"')
        .to_owned()
}

/// The names of the files in a folder that end with `end`.
fn files(folder: &str, end: &str) -> Vec<String> {
    let entries = fs::read_dir(root(folder)).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.into_string().expect("a name"));
    names.filter(|name| name.ends_with(end)).collect()
}

#[test]
fn the_oldest_compiler_that_is_promised_is_the_one_that_tests_run_on() {
    let promised = value(&read("Cargo.toml"), "rust-version");
    let used = value(&read("rust-toolchain.toml"), "channel");
    assert_eq!(used, format!("{promised}.0"));
    assert!(read("README.md").contains(&format!("Rust {promised}")));
}

#[test]
fn pages_name_the_version_of_utoipa_whose_schemas_are_known() {
    let manifest = read("Cargo.toml");
    let (_, version) = manifest
        .split_once("\nutoipa = { version = \"")
        .expect("a dependency on utoipa");
    let (major, _) = version.split_once('.').expect("a version");
    for page in ["openapi.md", "guide/openapi_and_cors.md"] {
        let text = read(&format!("auth-runtime/docs/{page}"));
        assert!(text.contains(&format!("version {major}")), "{page}");
    }
}

#[test]
fn every_page_of_the_guide_is_a_module_and_in_its_table() {
    let modules = read("auth-runtime/src/guide.rs");
    let table = read("auth-runtime/docs/guide/index.md");
    for file in files("auth-runtime/docs/guide", ".md") {
        let page = file.trim_end_matches(".md");
        if page != "index" {
            assert!(
                modules.contains(&format!("\n    {page},\n")),
                "{page} is no module"
            );
            assert!(
                table.contains(&format!("[`{page}`]")),
                "{page} is not in the table"
            );
        }
    }
}

/// The pages that people write, as paths.
fn pages() -> Vec<String> {
    let folders = [".", "auth-runtime/docs", "auth-runtime/docs/guide"];
    let pages = folders.iter().flat_map(|folder| {
        let pages = files(folder, ".md").into_iter();
        pages.map(move |page| format!("{folder}/{page}"))
    });
    pages.filter(|page| !page.ends_with("/errors.md")).collect()
}

#[test]
fn pages_name_only_files_that_exist() {
    const FOLDERS: [&str; 8] = [
        ".ci/",
        "auth-macros/",
        "auth-runtime/",
        "benches/",
        "example-admin/",
        "examples/",
        "scripts/",
        "tests/",
    ];
    // The browser's tests write it.
    const WRITTEN: &str = "tests/browser/screenshots/";
    let is_of_a_path = |letter: char| letter.is_alphanumeric() || "_./-<>{}*".contains(letter);
    for page in pages() {
        let text = read(&page);
        let words = text.split(|letter| !is_of_a_path(letter));
        let paths = words.filter(|word| FOLDERS.iter().any(|folder| word.starts_with(folder)));
        for path in paths.filter(|path| !path.contains(['<', '{', '*']) && *path != WRITTEN) {
            let path = path.trim_end_matches('.');
            assert!(root(path).exists(), "{page} names {path}");
        }
    }
}

/// The cells of the row of a table in `text` whose first cell is `first`.
fn row<'t>(text: &'t str, first: &str) -> Option<Vec<&'t str>> {
    let start = format!("| {first} |");
    let line = text.lines().find(|line| line.starts_with(&start))?;
    Some(line.split('|').map(str::trim).collect())
}

#[test]
fn the_readmes_figures_are_those_of_the_page_about_costs() {
    let (readme, page) = (read("README.md"), read("auth-runtime/docs/performance.md"));
    for (label, route) in [
        ("five headers checked and set", "chain"),
        ("verify a token", "verify"),
        ("verify, require a role, slide", "check"),
    ] {
        let variants = ["extractor", "layers", "tower-http", "ours", "two-levels"];
        let ratios = variants.map(|variant| {
            let measured = row(&page, &format!("{route}/{variant}"));
            measured.map_or("", |cells| cells[3])
        });
        let line = format!("| {label} | {} |", ratios.join(" | "));
        assert!(readme.contains(&line), "{line}");
    }

    let cells = row(&page, "/check").expect("the whole server");
    let words: Vec<_> = readme.split_whitespace().collect();
    let sentence = format!(
        "FastAPI answers {} requests per second with a p99 of {}; ours answers {} with {}.",
        cells[3], cells[4], cells[6], cells[7]
    );
    assert!(words.join(" ").contains(&sentence), "{sentence}");
}

#[test]
fn every_example_is_short_has_a_binary_and_tests_itself() {
    let manifest = read("examples/Cargo.toml");
    for file in files("examples", ".rs") {
        assert!(
            manifest.contains(&format!("path = \"{file}\"")),
            "{file} is not in the manifest"
        );
        let text = read(&format!("examples/{file}"));
        assert!(text.lines().count() < 120, "{file} has 120 lines or more");
        assert!(
            file == "lib.rs" || text.contains("#[cfg(test)]"),
            "{file} has no test"
        );
    }
}

/// `scripts/api` generates rustdoc's JSON, and runs this.
#[test]
#[ignore = "needs rustdoc's JSON: run scripts/api"]
fn the_public_api_is_the_one_on_record() {
    let json = std::env::var("PUBLIC_API_JSON").expect("scripts/api sets it");
    let api = public_api::Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .expect("rustdoc's JSON");
    let items = api.items().map(ToString::to_string);
    // The guide's pages exist only for rustdoc.
    let items = items.filter(|item| !item.contains("auth_runtime::guide"));
    insta::assert_snapshot!(items.collect::<Vec<_>>().join("\n"));
}
