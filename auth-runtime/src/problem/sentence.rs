//! The default `title` and `detail` of a problem.

use http::StatusCode;

/// Returns a sentence that says what a client can do about `status`.
pub(crate) fn of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "the request is malformed",
        StatusCode::UNAUTHORIZED => "authentication is required",
        StatusCode::FORBIDDEN => "this is not permitted",
        StatusCode::NOT_FOUND => "there is nothing here",
        StatusCode::METHOD_NOT_ALLOWED => "this method is not supported here",
        StatusCode::REQUEST_TIMEOUT => "the request took too long to arrive",
        StatusCode::CONFLICT => "the request conflicts with the current state",
        StatusCode::PAYLOAD_TOO_LARGE => "the body is larger than allowed",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "the media type of the body is not supported here",
        StatusCode::UNPROCESSABLE_ENTITY => {
            "the request is well-formed, but a value in it is missing or invalid"
        }
        StatusCode::TOO_MANY_REQUESTS => "too many requests; try again later",
        StatusCode::SERVICE_UNAVAILABLE => "the service is unavailable; try again later",
        StatusCode::GATEWAY_TIMEOUT => "the response took too long",
        status if status.is_server_error() => "something went wrong on the server",
        _ => "the request was refused",
    }
}

/// Returns the reason phrase of `status`, or the name of its class if none is registered.
pub(super) fn title_of(status: StatusCode) -> &'static str {
    let class = match status.as_u16() {
        400..500 => "Client Error",
        500..600 => "Server Error",
        _ => "Unknown Status",
    };
    status.canonical_reason().unwrap_or(class)
}
