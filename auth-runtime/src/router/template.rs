//! Paths as routes write them: how they join, when they are well-formed.

/// Why a prefix or a path is malformed.
pub(super) type Reason = &'static str;

/// A prefix is empty, or starts with `/` and does not end with one.
pub(super) fn check_prefix(prefix: &str) -> Result<(), Reason> {
    if prefix.is_empty() {
        return Ok(());
    }
    if prefix.ends_with('/') {
        return Err("a prefix does not end with `/`");
    }
    if prefix.contains("{*") {
        return Err("a prefix has no `{*wildcard}`");
    }
    check_path(prefix)
}

/// A path starts with `/`, and holds no empty segment and nothing that a client does not send.
pub(super) fn check_path(path: &str) -> Result<(), Reason> {
    if !path.starts_with('/') {
        return Err("it does not start with `/`");
    }
    if path.contains("//") {
        return Err("it has an empty segment, `//`");
    }
    if path.contains(['?', '#']) {
        return Err("it has a query or a fragment");
    }
    if path
        .split('/')
        .any(|segment| segment.starts_with([':', '*']))
    {
        return Err("parameters are written `{name}` and `{*name}`");
    }
    if path
        .bytes()
        .any(|byte| byte.is_ascii_control() || byte == b' ')
        || !path.is_ascii()
    {
        return Err("it has characters that are percent-encoded in a request");
    }
    Ok(())
}

/// The path below the prefix; `/` is the prefix itself.
pub(super) fn join(prefix: &str, path: &str) -> String {
    match path {
        "" | "/" if !prefix.is_empty() => prefix.to_owned(),
        "" => "/".to_owned(),
        path => format!("{prefix}{path}"),
    }
}

/// The template with the parameters' names left out: what decides whether two are the same.
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

/// The templates of everything below a path.
pub(super) fn everything_below(prefix: &str) -> [String; 3] {
    let whole = if prefix.is_empty() {
        "/".to_owned()
    } else {
        prefix.to_owned()
    };
    [
        whole,
        format!("{prefix}/"),
        format!("{prefix}/{{*anything}}"),
    ]
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
        assert_eq!(check_prefix(""), Ok(()));
        assert_eq!(check_prefix("/auth"), Ok(()));
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
}
