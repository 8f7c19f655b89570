//! The catalogue of compile errors, `auth-runtime/docs/errors.md`: a page that is generated from the cases
//! under `ui`.
//!
//! A case opens with `//!` lines: what the mistake is, `Fix: …`, and remarks, if any. Its message is the
//! `.stderr` beside it; plain axum's message for the same mistake has the same name under `ui/axum`. A
//! message is one error. If there are more, a remark says how many, and why: `Errors: 2, one for each
//! header.`

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The folders of cases, each with its heading, and whether it has counterparts in plain axum.
const GROUPS: [(&str, &str, bool); 5] = [
    ("dependency", "`#[dependency]`", false),
    ("depends", "`#[depends]`", true),
    ("public", "`#[public]`", true),
    ("route", "Routers", true),
    ("overrides", "Overrides", false),
];

const INTRODUCTION: &str = "\
Mistakes that do not compile: the code, what rustc says, and the fix. Each entry is a test, and this page
is written by the tests; `$N` and `$WORKSPACE` stand for what differs from one machine to the next. Where
the same mistake can be made in plain axum, what rustc says of it there is at the end of the entry.
";

/// Asserts that the page matches the cases, or writes it if messages are blessed.
pub(crate) fn check() {
    let (expected, path) = (page(), in_workspace("auth-runtime/docs/errors.md"));
    if is_blessing() {
        fs::write(&path, expected).unwrap();
        return;
    }
    let page = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        page == expected,
        "{} is not what the cases give: run `TRYBUILD=overwrite cargo test -p tests --test ui`",
        path.display()
    );
}

/// Whether messages are written instead of compared.
pub(crate) fn is_blessing() -> bool {
    env::var_os("TRYBUILD").is_some_and(|value| value == "overwrite")
}

/// The names of the cases of plain axum that have no counterpart among ours.
pub(crate) fn without_counterpart() -> Vec<String> {
    let compared = GROUPS.iter().filter(|(_, _, is_compared)| *is_compared);
    let ours: Vec<_> = compared.flat_map(|(folder, ..)| cases(folder)).collect();
    let is_alone = |path: &PathBuf| !ours.iter().any(|case| case.file_stem() == path.file_stem());
    let alone = cases("axum").into_iter().filter(is_alone);
    alone.map(|path| path.display().to_string()).collect()
}

/// The cases whose number of errors is not the expected one: one, or `Errors: …` with the reason.
pub(crate) fn miscounted() -> Vec<String> {
    let cases = GROUPS.iter().flat_map(|(folder, ..)| cases(folder));
    let counted = cases.map(|path| (errors(&path), announced_errors(&path), path));
    counted
        .filter(|(errors, announced, _)| errors != announced)
        .map(|(errors, announced, path)| format!("{}: {errors}, not {announced}", path.display()))
        .collect()
}

fn errors(case: &Path) -> usize {
    let message = shown(&case.with_extension("stderr"));
    let is_error = |line: &&str| line.starts_with("error:") || line.starts_with("error[");
    message.lines().filter(is_error).count()
}

/// What cargo shows of a message: identical parts only once.
fn shown(stderr: &Path) -> String {
    let message = read(stderr);
    let mut parts: Vec<&str> = Vec::new();
    for part in message.trim_end().split("\n\n") {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join("\n\n") + "\n"
}

fn announced_errors(case: &Path) -> usize {
    let text = read(case);
    let (header, _) = split_header(&text);
    let announced = header.iter().find_map(|text| text.strip_prefix("Errors: "));
    announced.map_or(1, |text| {
        let number = text.split(',').next().unwrap_or_default();
        number
            .parse()
            .unwrap_or_else(|_| panic!("{}: `Errors: {text}`", case.display()))
    })
}

fn page() -> String {
    let groups = GROUPS.map(Group::read);
    let contents: String = groups.iter().map(Group::contents).collect();
    let sections: String = groups.iter().map(Group::section).collect();
    format!("{INTRODUCTION}\n# Contents\n{contents}{sections}")
}

/// The mistakes that are made with one macro.
struct Group {
    heading: &'static str,
    entries: Vec<Entry>,
}

impl Group {
    fn read((folder, heading, is_compared): (&str, &'static str, bool)) -> Self {
        let paths = cases(folder).into_iter();
        Self {
            heading,
            entries: paths
                .map(|path| Entry::read(folder, &path, is_compared))
                .collect(),
        }
    }

    fn contents(&self) -> String {
        let links: String = self.entries.iter().map(Entry::link).collect();
        format!("\n{}:\n\n{links}", self.heading)
    }

    fn section(&self) -> String {
        let entries: String = self.entries.iter().map(Entry::text).collect();
        format!("\n# {}\n{entries}", self.heading)
    }
}

/// One mistake.
struct Entry {
    title: String,
    anchor: String,
    fix: String,
    remarks: String,
    code: String,
    message: String,
    message_of_axum: Option<String>,
}

impl Entry {
    fn read(folder: &str, path: &Path, is_compared: bool) -> Self {
        let (text, name) = (
            read(path),
            path.file_stem().unwrap_or_default().to_string_lossy(),
        );
        let (header, code) = split_header(&text);
        let [title, fix, remarks @ ..] = header.as_slice() else {
            panic!("{} does not say what is wrong and `Fix: …`", path.display())
        };
        let Some(fix) = fix.strip_prefix("Fix: ") else {
            panic!("{} does not say `Fix: …`", path.display())
        };
        let of_axum = cases_folder("axum").join(format!("{name}.stderr"));
        Self {
            title: title.trim_end_matches('.').to_owned(),
            anchor: format!("{folder}-{name}"),
            fix: fix.to_owned(),
            remarks: remarks.join("\n\n"),
            code: code.to_owned(),
            message: shown(&path.with_extension("stderr")),
            message_of_axum: (is_compared && of_axum.exists()).then(|| shown(&of_axum)),
        }
    }

    fn link(&self) -> String {
        format!("- [{}](#{})\n", self.title, self.anchor)
    }

    // The code is for people: with `custom`, rustdoc does not compile it as an example.
    fn text(&self) -> String {
        let Self {
            title,
            anchor,
            fix,
            remarks,
            code,
            message,
            ..
        } = self;
        let of_axum = self.message_of_axum.as_deref().map(comparison);
        let paragraphs = [
            format!("\n<a id=\"{anchor}\"></a>\n\n## {title}"),
            format!("```rust,custom\n{code}```"),
            format!("```text\n{message}```"),
            format!("**Fix:** {fix}"),
            remarks.clone(),
            of_axum.unwrap_or_default(),
        ];
        let written = paragraphs.into_iter().filter(|text| !text.is_empty());
        written.collect::<Vec<_>>().join("\n\n") + "\n"
    }
}

fn comparison(message: &str) -> String {
    format!(
        "<details><summary>What plain axum says of it</summary>\n\n```text\n{message}```\n\n</details>"
    )
}

/// The paragraphs of the `//!` lines, and the code after them.
fn split_header(text: &str) -> (Vec<String>, &str) {
    let length = text
        .split_inclusive('\n')
        .take_while(|line| line.starts_with("//!"))
        .map(str::len)
        .sum();
    let (header, code) = text.split_at(length);
    let lines: Vec<&str> = header
        .lines()
        .map(|line| line.trim_start_matches("//!").trim())
        .collect();
    let paragraphs = lines.split(|line| line.is_empty());
    let paragraphs = paragraphs.map(|lines| lines.join("\n")).collect();
    (paragraphs, code.trim_start())
}

/// The cases of a folder, by name.
fn cases(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(cases_folder(folder)).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    paths.sort();
    paths
}

fn cases_folder(name: &str) -> PathBuf {
    in_workspace("tests/ui").join(name)
}

fn in_workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
