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
