//! The table of FastAPI's rows: each row has a test, and each test exists.

use std::fs;
use std::path::{Path, PathBuf};

const TABLE: &str = include_str!("../FASTAPI.md");

/// The rows to be matched or surpassed.
const ROWS: &str = "\
    A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15 A16 \
    B1 B2 B3 B4 B5 B6 B7 B8 B9 B10 B11 B12 B13 B14 B15 B16 \
    D1 D1b D2 D3 D5 D6 D6b D6c D7 D8 D9 D10 D11 D12 D13 D14 D15 D16 D17 D19 D21 D23 D24 D25 \
    E1 E2 E3 E4 E5 E6 E7 E8 E9 E10 \
    G1 G2 G3 G4 G5 G7 G8 G9 G10 G11 G12 G13 G14 \
    H1 H2 H3 H4 H5 H6 H7 H8 H9 H10 H11 H12 H13 H14 H15 H16 H17 H18 H19 H20 H21 H22 H23 H24 H25 \
    I1 I2 I3 I4 I5 I6 I7 I8 I9 I10 I13 \
    L1 L2 L3 L4 L5 L6 L7 L8 L9 L10 L11 L12 L13 L14 L15 L16 L17 L18 L19 L20 L21 L22 \
    M1 M2 M4 M4b M5 M6 M7 M8 M9 M10 M12 M13 M14 M15 M16";

/// The cells of each row, without the headers.
fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    let lines = TABLE.lines().filter(|line| line.starts_with("| "));
    let cells = lines.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect());
    cells.filter(|cells: &Vec<&str>| cells[0] != "row")
}

#[test]
fn every_row_is_in_the_table_with_a_test() {
    let listed: Vec<&str> = rows().flat_map(|cells| cells[0].split(' ')).collect();
    for row in ROWS.split_whitespace() {
        let times = listed.iter().filter(|listed| **listed == row).count();
        assert_eq!(times, 1, "{row}");
    }
    for cells in rows() {
        assert_eq!(cells.len(), 4, "{cells:?}");
        assert!(!named(cells[3]).is_empty(), "{cells:?}");
    }
}

#[test]
fn every_test_of_the_table_exists() {
    let missing: Vec<&str> = rows()
        .flat_map(|cells| named(cells[3]))
        .filter(|name| !exists(name))
        .collect();
    assert_eq!(missing, [""; 0]);
}

/// The texts between backticks.
fn named(cell: &'static str) -> Vec<&'static str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Whether this file exists, or this test in its file.
fn exists(name: &str) -> bool {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some((file, function)) = name.split_once("::") else {
        return tests.join(name).is_file();
    };
    let path: PathBuf = tests.join(file).with_extension("rs");
    let source = fs::read_to_string(path).unwrap_or_default();
    let Some((before, _)) = source.split_once(&format!("fn {function}(")) else {
        return false;
    };
    // A test, not a helper: there is an attribute above it.
    let item = before.rsplit("\n}").next().unwrap_or(before);
    item.contains("#[test]") || item.contains("#[tokio::test") || item.contains("proptest! {")
}
