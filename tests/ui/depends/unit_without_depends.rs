//! A parameter that takes the `()` of a dependency lacks its attribute. axum would extract it from every request.
//!
//! Fix: write `#[depends(check_auth)] _checked: ()`, or `#[depends(check_auth)]` on the function.

use auth_runtime::prelude::*;
#[dependency(errors(401))]
fn check_auth(headers: &HeaderMap) -> Result<(), HttpError> {
    bearer_token(headers)?;
    Ok(())
}

#[depends]
async fn me(_checked: ()) -> &'static str {
    "me"
}

fn main() {
    let _ = ApiRouter::<()>::new("").depends(check_auth).route("/me", get(me));
}
