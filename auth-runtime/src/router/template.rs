//! Paths as routes write them: how they join, when they are well-formed, which requests they match.

use std::cmp::Ordering;

/// Why a prefix or a path is malformed.
pub(super) type Reason = &'static str;

/// Matches everything below a path. axum uses this name internally, and hides it from `Path` and
/// `MatchedPath`: so what a prefix's dependencies extract is the same on every path below it.
pub(super) const REST: &str = "{*__private__axum_nest_tail_param}";

/// How many parameters axum's router can tell apart in one path.
const MOST_PARAMETERS: usize = 25;

/// A prefix must be empty, or start with `/` and not end with one.
pub(super) fn check_prefix(prefix: &str) -> Result<(), Reason> {
    if prefix.is_empty() {
        return Ok(());
    }
    if prefix.ends_with('/') {
        return Err("a prefix cannot end with `/`");
    }
    if prefix.contains("{*") {
        return Err("a prefix cannot contain a `{*wildcard}`");
    }
    check_own_path(prefix)
}

/// What a router adds to its prefix must be empty, or a path.
pub(super) fn check_own_path(path: &str) -> Result<(), Reason> {
    match path {
        "" => Ok(()),
        path if !path.starts_with('/') => Err("it does not start with `/`"),
        path => check_path(path),
    }
}

/// A path must have no empty segment, nothing that a client never sends, and well-formed parameters.
pub(super) fn check_path(path: &str) -> Result<(), Reason> {
    if path.contains("//") {
        return Err("it contains an empty segment, `//`");
    }
    if path.contains(['?', '#']) {
        return Err("it contains a query or a fragment");
    }
    if !path.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("it contains characters that are percent-encoded in a request");
    }
    check_parameters(path)
}

/// Parameters must end their segments, wildcards must end their paths, and no two may have the same name.
fn check_parameters(path: &str) -> Result<(), Reason> {
    let mut names = Vec::new();
    for segment in path.split('/') {
        names.extend(check_segment(segment)?);
    }
    let mut above = path.rsplit('/').skip(1);
    if above.any(|segment| segment.contains("{*")) {
        return Err("a `{*wildcard}` must be at the end of the path");
    }
    if names.len() > MOST_PARAMETERS {
        return Err("it has more than 25 parameters");
    }
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err("two of its parameters have the same name");
    }
    Ok(())
}

/// The name of the segment's parameter, if it has one.
fn check_segment(segment: &str) -> Result<Option<&str>, Reason> {
    if segment.starts_with([':', '*']) {
        return Err("parameters are written `{name}` or `{*name}`");
    }
    match segment.split_once('{') {
        Some((before, parameter)) => check_parameter(before, parameter).map(Some),
        None if segment.contains('}') => Err("it contains a `}` without a `{`"),
        None => Ok(None),
    }
}

/// The name in `before{parameter`.
fn check_parameter<'a>(before: &str, parameter: &'a str) -> Result<&'a str, Reason> {
    let Some((name, after)) = parameter.split_once('}') else {
        return Err("a parameter has no closing `}`, or has a `/` in its name");
    };
    if before.contains('}') || name.contains('{') || after.contains(['{', '}']) {
        return Err("a segment can contain at most one parameter, and no other braces");
    }
    if !after.is_empty() {
        return Err("a parameter must be at the end of its segment");
    }
    let name = name.strip_prefix('*').unwrap_or(name);
    if name.is_empty() || name.contains('*') {
        return Err(
            "a parameter must have a name, with no `*` except before the name of a wildcard",
        );
    }
    Ok(name)
}

/// The path below the prefix; `/` is the prefix itself.
pub(super) fn join(prefix: &str, path: &str) -> String {
    match path {
        "" | "/" if !prefix.is_empty() => prefix.to_owned(),
        "" => "/".to_owned(),
        path => format!("{prefix}{path}"),
    }
}

/// The template without the parameters' names: two templates with the same shape are the same.
pub(super) fn shape(template: &str) -> String {
    let mut shape = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        shape.push_str(before);
        shape.push_str(if name.starts_with('*') { "{*}" } else { "{}" });
        rest = after;
    }
    shape + rest
}

/// The templates of everything at and below a path.
pub(super) fn everything_below(path: &str) -> [String; 3] {
    let whole = if path.is_empty() { "/" } else { path };
    [
        whole.to_owned(),
        format!("{path}/"),
        format!("{path}/{REST}"),
    ]
}

/// What a segment of a template matches. The order is that of routing: the greater one is tried first.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    /// `{*name}`, `files-{*name}`: the rest of the path, after this text.
    Rest(String),
    /// `{name}`, `v{name}`: one segment that starts with this text.
    Parameter(String),
    /// This text.
    Literal(String),
}

impl Segment {
    fn parse(segment: &str) -> Self {
        match segment.split_once('{') {
            None => Self::Literal(segment.to_owned()),
            Some((before, name)) if name.starts_with('*') => Self::Rest(before.to_owned()),
            Some((before, _)) => Self::Parameter(before.to_owned()),
        }
    }

    /// Whether it matches a segment of a request.
    fn matches(&self, segment: &str) -> bool {
        match self {
            Self::Literal(own) => own == segment,
            Self::Parameter(own) | Self::Rest(own) => {
                segment.len() > own.len() && segment.starts_with(own.as_str())
            }
        }
    }

    /// Whether it matches every segment that `other` matches.
    fn covers(&self, other: &Self) -> bool {
        match other {
            Self::Literal(segment) => self.matches(segment),
            Self::Parameter(text) => {
                matches!(self, Self::Parameter(own) if text.starts_with(own.as_str()))
            }
            Self::Rest(_) => false,
        }
    }

    /// Whether both may match the same segment; the rest of a path may begin within it.
    fn overlaps(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Literal(segment), Self::Rest(text))
            | (Self::Rest(text), Self::Literal(segment)) => segment.starts_with(text.as_str()),
            (Self::Literal(segment), other) | (other, Self::Literal(segment)) => {
                other.matches(segment)
            }
            (
                Self::Parameter(left) | Self::Rest(left),
                Self::Parameter(right) | Self::Rest(right),
            ) => left.starts_with(right.as_str()) || right.starts_with(left.as_str()),
        }
    }

    /// Literals before parameters, longer texts before shorter ones.
    fn rank(&self) -> (u8, usize) {
        match self {
            Self::Rest(text) => (0, text.len()),
            Self::Parameter(text) => (1, text.len()),
            Self::Literal(text) => (2, text.len()),
        }
    }
}

/// A prefix, in the form in which requests are compared with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Prefix(Vec<Segment>);

impl Prefix {
    pub(super) fn parse(prefix: &str) -> Self {
        Self(prefix.split('/').skip(1).map(Segment::parse).collect())
    }

    /// Whether the path of a request is this prefix or below it.
    pub(super) fn matches(&self, path: &str) -> bool {
        let mut segments = path.split('/').skip(1);
        self.0
            .iter()
            .all(|own| segments.next().is_some_and(|segment| own.matches(segment)))
    }

    /// Whether every request that `template` matches is at or below this prefix.
    pub(super) fn covers(&self, template: &str) -> bool {
        let mut segments = template.split('/').skip(1).map(Segment::parse);
        self.0
            .iter()
            .all(|own| segments.next().is_some_and(|segment| own.covers(&segment)))
    }

    /// Whether some request that `template` matches may be at or below this prefix.
    pub(super) fn overlaps(&self, template: &str) -> bool {
        let mut segments = template.split('/').skip(1).map(Segment::parse);
        for own in &self.0 {
            match segments.next() {
                None => return false,
                Some(segment) if !own.overlaps(&segment) => return false,
                Some(Segment::Rest(_)) => return true,
                Some(_) => {}
            }
        }
        true
    }

    /// Which of two prefixes routing tries first if both match: `Less` comes first.
    pub(super) fn precedence(&self, other: &Self) -> Ordering {
        let ranks = self.0.iter().map(Segment::rank);
        ranks.cmp(other.0.iter().map(Segment::rank)).reverse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_a_router_is_its_prefix() {
        assert_eq!(join("/users", "/"), "/users");
        assert_eq!(join("/users", ""), "/users");
        assert_eq!(join("/users", "/{id}"), "/users/{id}");
        assert_eq!(join("", "/"), "/");
    }

    #[test]
    fn names_of_parameters_do_not_tell_templates_apart() {
        assert_eq!(shape("/orgs/{org}/files/{*path}"), "/orgs/{}/files/{*}");
        assert_eq!(shape("/a"), "/a");
    }

    #[test]
    fn a_prefix_has_one_form() {
        for well_formed in ["", "/auth", "/orgs/{org}", "/v{version}"] {
            assert_eq!(check_prefix(well_formed), Ok(()), "{well_formed}");
        }
        for malformed in [
            "auth",
            "/",
            "/auth/",
            "/a//b",
            "/a?b",
            "/a/:id",
            "/a/{*rest}",
            "/ä",
            "/a b",
        ] {
            assert!(check_prefix(malformed).is_err(), "{malformed}");
        }
    }

    #[test]
    fn a_path_that_lacks_its_slash_does_not_run_into_the_prefix() {
        assert!(check_own_path("users").is_err());
        assert_eq!(check_own_path(""), Ok(()));
        assert_eq!(check_own_path("/users/"), Ok(()));
    }

    #[test]
    fn malformed_parameters_are_told_apart() {
        for malformed in [
            "/{",
            "/}",
            "/{}",
            "/{*}",
            "/{a}b",
            "/{a}{b}",
            "/{a*}",
            "/{{a}}",
            "/a}{b}",
            "/{a/b}",
            "/{a}/{a}",
            "/{a}/{*a}",
            "/{*a}/b",
        ] {
            assert!(check_path(malformed).is_err(), "{malformed}");
        }
        let segments = (0..=MOST_PARAMETERS).map(|index| format!("/{{p{index}}}"));
        let segments: Vec<String> = segments.collect();
        let many = |count: usize| segments[..count].concat();
        assert_eq!(check_path(&many(MOST_PARAMETERS)), Ok(()));
        assert!(check_path(&many(MOST_PARAMETERS + 1)).is_err());
    }

    #[test]
    fn a_prefix_is_compared_by_segments() {
        let orgs = Prefix::parse("/orgs/{org}");
        assert!(orgs.matches("/orgs/7") && orgs.matches("/orgs/7/") && orgs.matches("/orgs/7/x"));
        assert!(!orgs.matches("/orgs") && !orgs.matches("/orgs/") && !orgs.matches("/orgsx/7"));
        assert!(Prefix::parse("").matches("/") && Prefix::parse("").matches("//x"));

        let versions = Prefix::parse("/v{version}");
        assert!(versions.matches("/v1/x") && !versions.matches("/w1"));
    }

    #[test]
    fn templates_are_below_a_prefix_always_or_sometimes() {
        let orgs = Prefix::parse("/{org}/x");
        assert!(orgs.covers("/acme/x") && orgs.covers("/{any}/x/{*rest}"));
        assert!(!orgs.covers("/acme/{y}") && orgs.overlaps("/acme/{y}"));
        assert!(!orgs.overlaps("/acme/y") && !orgs.overlaps("/acme"));
        assert!(orgs.overlaps("/{*rest}") && !orgs.covers("/{*rest}"));
        assert!(Prefix::parse("/v/x").overlaps("/v{*rest}"));
        assert!(!Prefix::parse("/{org}").covers("/"));
    }

    #[test]
    fn literals_go_before_parameters_and_longer_prefixes_before_shorter_ones() {
        let mut prefixes = ["", "/{org}/x", "/acme", "/v{n}", "/{org}"];
        prefixes.sort_by(|left, right| Prefix::parse(left).precedence(&Prefix::parse(right)));
        assert_eq!(prefixes, ["/acme", "/v{n}", "/{org}/x", "/{org}", ""]);
    }
}
