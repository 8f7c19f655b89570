//! Which responses have content.

use http::StatusCode;

/// Whether a response of this status may have content: RFC 9110 §15.2 (1xx), §15.3.5 (204),
/// §15.3.6 (205), §15.4.5 (304).
pub(crate) fn has_content(status: StatusCode) -> bool {
    let is_empty = [
        StatusCode::NO_CONTENT,
        StatusCode::RESET_CONTENT,
        StatusCode::NOT_MODIFIED,
    ];
    !status.is_informational() && !is_empty.contains(&status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_content_is_what_the_standard_says() {
        let statuses = (100..600).filter_map(|code| StatusCode::from_u16(code).ok());
        let empty = statuses.filter(|status| !has_content(*status) && !status.is_informational());
        assert_eq!(
            empty.map(|status| status.as_u16()).collect::<Vec<_>>(),
            [204, 205, 304]
        );
        assert!(!has_content(StatusCode::SWITCHING_PROTOCOLS));
    }
}
