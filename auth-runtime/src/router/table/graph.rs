//! The audit table as a Mermaid flowchart.
//!
//! Routes whose dependencies run in the same order share arrows until their paths part: the arrows that lead
//! to a route show what runs before it, and nothing else.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::RouteInfo;

pub(super) fn of(routes: &[RouteInfo]) -> String {
    let mut graph = Graph::default();
    for (number, route) in routes.iter().enumerate() {
        graph.add(number, route);
    }
    let mut text = "flowchart LR\n    request((request))\n".to_owned();
    for line in graph.lines {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "    {line}");
    }
    text + "    classDef public stroke:#b42318,stroke-width:2px,stroke-dasharray:4\n"
}

#[derive(Default)]
struct Graph<'a> {
    /// The number of each chain of dependencies from the request.
    chains: HashMap<&'a [&'static str], usize>,
    lines: Vec<String>,
}

impl<'a> Graph<'a> {
    fn add(&mut self, number: usize, route: &'a RouteInfo) {
        let names = route.dependencies.as_slice();
        let last = (1..=names.len()).fold("request".to_owned(), |from, length| {
            self.link(&from, &names[..length])
        });
        let class = if route.is_open() { ":::public" } else { "" };
        let scopes = route.scopes.iter().map(|scope| format!("\n{scope}"));
        let label = label(&(route.line() + &scopes.collect::<String>()));
        self.lines
            .push(format!("{last} --> r{number}[\"{label}\"]{class}"));
    }

    /// The node at the end of `chain`, created if it does not exist yet.
    fn link(&mut self, from: &str, chain: &'a [&'static str]) -> String {
        let next = self.chains.len();
        let number = *self.chains.entry(chain).or_insert(next);
        if let Some(name) = chain.last()
            && number == next
        {
            let label = label(name);
            self.lines
                .push(format!("{from} --> d{number}([\"{label}\"])"));
        }
        format!("d{number}")
    }
}

/// Text between quotes, in the form that Mermaid requires.
fn label(text: &str) -> String {
    let mut label = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => label.push_str("#quot;"),
            '#' => label.push_str("#35;"),
            '<' => label.push_str("#lt;"),
            '>' => label.push_str("#gt;"),
            '\n' => label.push_str("<br>"),
            other => label.push(other),
        }
    }
    label
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn what_mermaid_reads_as_its_own_is_escaped() {
        assert_eq!(label("Of<\"a\">#\nb"), "Of#lt;#quot;a#quot;#gt;#35;<br>b");
    }
}
