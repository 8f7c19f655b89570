//! Complete templates, and how requests match them: compared as wholes, not walked.

use super::spec::{End, Segment};

/// A segment of a complete template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Literal(String),
    Parameter(String),
    Rest(String),
}

/// The template as `MatchedPath` shows it.
pub(crate) fn text(template: &[Piece]) -> String {
    let pieces = template
        .iter()
        .enumerate()
        .map(|(depth, piece)| match piece {
            Piece::Literal(text) => format!("/{text}"),
            Piece::Parameter(text) => format!("/{text}{{p{depth}}}"),
            Piece::Rest(text) => format!("/{text}{{*rest}}"),
        });
    pieces.collect()
}

pub(crate) fn join(above: &[Piece], path: &[Segment]) -> Vec<Piece> {
    let pieces = path.iter().map(|segment| match segment {
        Segment::Literal(text) => Piece::Literal((*text).to_owned()),
        Segment::Parameter(text) => Piece::Parameter((*text).to_owned()),
    });
    above.iter().cloned().chain(pieces).collect()
}

pub(crate) fn routed(prefix: &[Piece], path: &[Segment], end: End) -> Vec<Piece> {
    let mut template = join(prefix, path);
    match end {
        // The path `/` of a router is its prefix.
        End::Plain | End::Slash if path.is_empty() && !prefix.is_empty() => {}
        End::Plain if !path.is_empty() => {}
        End::Plain | End::Slash => template.push(Piece::Literal(String::new())),
        End::Wildcard(before) => template.push(Piece::Rest(before.to_owned())),
    }
    template
}

/// The templates of everything at and below a path.
pub(crate) fn mounted(path: &[Piece]) -> Vec<Vec<Piece>> {
    let with = |piece| [path, &[piece]].concat();
    let slash = with(Piece::Literal(String::new()));
    let whole = if path.is_empty() {
        slash.clone()
    } else {
        path.to_vec()
    };
    let mut templates = vec![whole, slash, with(Piece::Rest(String::new()))];
    templates.dedup();
    templates
}

/// Whether axum's router refuses to hold both: one has a wildcard where the other has a parameter or another
/// wildcard.
pub(crate) fn collide(left: &[Piece], right: &[Piece]) -> bool {
    for pair in left.iter().zip(right) {
        match pair {
            (Piece::Rest(left), Piece::Rest(right) | Piece::Parameter(right))
            | (Piece::Parameter(left), Piece::Rest(right)) => return left == right,
            (left, right) if left == right => {}
            _ => return false,
        }
    }
    false
}

/// How literally a segment is matched. axum tries the greater key first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(pub(crate) usize, pub(crate) u8);

pub(crate) fn key(template: &[Piece], path: &[&str]) -> Vec<Key> {
    let pairs = template.iter().zip(path);
    let key = pairs.map(|(piece, _)| match piece {
        Piece::Rest(text) => Key(text.len(), 0),
        Piece::Parameter(text) => Key(text.len(), 1),
        Piece::Literal(text) => Key(text.len(), 2),
    });
    key.collect()
}

/// Whether a template matches, by axum's rules: a parameter may be empty if more follows.
pub(crate) fn matches(template: &[Piece], path: &[&str]) -> bool {
    for (index, piece) in template.iter().enumerate() {
        let Some(segment) = path.get(index) else {
            return false;
        };
        let is_last = index + 1 == path.len();
        let is_match = match piece {
            Piece::Literal(text) => segment == text,
            Piece::Parameter(text) => {
                segment.starts_with(text.as_str()) && (!is_last || segment.len() > text.len())
            }
            Piece::Rest(text) => {
                let rest = path[index..].join("/");
                return rest.starts_with(text.as_str()) && rest.len() > text.len();
            }
        };
        if !is_match {
            return false;
        }
    }
    template.len() == path.len()
}

/// Whether a path is at or below a prefix.
pub(crate) fn below(prefix: &[Piece], path: &[&str]) -> bool {
    prefix.len() <= path.len()
        && prefix.iter().zip(path).all(|(piece, segment)| match piece {
            Piece::Literal(text) => segment == text,
            Piece::Parameter(text) | Piece::Rest(text) => {
                segment.starts_with(text.as_str()) && segment.len() > text.len()
            }
        })
}

/// Whether a path is at or below a prefix, if parameters may be empty.
pub(crate) fn loosely_below(prefix: &[Piece], path: &[&str]) -> bool {
    prefix.len() <= path.len()
        && prefix.iter().zip(path).all(|(piece, segment)| match piece {
            Piece::Literal(text) => segment == text,
            Piece::Parameter(text) | Piece::Rest(text) => segment.starts_with(text.as_str()),
        })
}

/// Whether a parameter matches an empty segment.
pub(crate) fn has_empty_parameter(template: &[Piece], path: &[&str]) -> bool {
    let mut pairs = template.iter().zip(path);
    pairs.any(|(piece, segment)| matches!(piece, Piece::Parameter(text) if text == segment))
}
