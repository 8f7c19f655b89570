//! The audit table as text, in columns.

use std::fmt;

use super::RouteInfo;

const HEAD: [&str; 6] = [
    "METHOD",
    "PATH",
    "HANDLER",
    "TAGS",
    "SCOPES",
    "DEPENDENCIES",
];

/// Writes the columns that are not empty, each as wide as its widest cell.
pub(super) fn write(routes: &[RouteInfo], formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let rows: Vec<_> = routes.iter().map(row).collect();
    let widths: Vec<usize> = (0..HEAD.len()).map(|column| width(&rows, column)).collect();
    let head = HEAD.map(str::to_owned);
    for row in std::iter::once(&head).chain(&rows) {
        let columns = row.iter().zip(&widths).filter(|(_, width)| **width > 0);
        let line: Vec<_> = columns
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        writeln!(formatter, "{}", line.join("  ").trim_end())?;
    }
    Ok(())
}

/// The width of a column, including its header; 0 if the column has no cells.
fn width(rows: &[[String; 6]], column: usize) -> usize {
    let cells = rows.iter().map(|row| row[column].chars().count());
    match cells.max() {
        None | Some(0) if column > 2 => 0,
        widest => widest.unwrap_or(0).max(HEAD[column].len()),
    }
}

fn row(route: &RouteInfo) -> [String; 6] {
    let marks = [
        (route.deprecated, " (deprecated)"),
        (route.hidden, " (hidden)"),
    ];
    let marks = marks.iter().filter(|(is_marked, _)| *is_marked);
    let marks: String = marks.map(|(_, mark)| *mark).collect();
    let public = match (route.public, route.guarded) {
        (true, _) => "(public) ",
        (false, false) => "(refuses nobody) ",
        (false, true) => "",
    };
    let dependencies = format!("{public}{}", route.dependencies.join(" → "));
    [
        route.method.clone(),
        route.path.clone(),
        format!("{}{marks}", route.handler),
        route.tags.join(", "),
        route.scopes.join(" "),
        dependencies.trim_end().to_owned(),
    ]
}
