//! Every name that an expansion might take for granted means something else here.
#![expect(
    dead_code,
    unused_macros,
    reason = "names are there to be mistaken for others"
)]

use ::auth_runtime::{dependency, depends, public};

mod std {}
mod core {}
mod alloc {}
mod axum {}
mod auth_runtime {}
mod tokio {}

struct Result;
struct Option;
struct Some;
struct None;
struct Ok;
struct Err;
struct Box;
struct String;
struct Vec;
struct Default;
struct From;
struct Into;
struct Send;
struct Sync;
struct Sized;
struct Clone;
struct PartialEq;
struct Debug;
struct Future;
struct Fn;
struct Provides;
struct Dependency;
struct Outcome;
struct Plan;
struct Response;

macro_rules! assert {
    ($($tokens:tt)*) => {
        ::core::compile_error!("took `assert!` from here")
    };
}
macro_rules! concat {
    ($($tokens:tt)*) => {
        ::core::compile_error!("took `concat!` from here")
    };
}
macro_rules! module_path {
    ($($tokens:tt)*) => {
        ::core::compile_error!("took `module_path!` from here")
    };
}
macro_rules! panic {
    ($($tokens:tt)*) => {
        ::core::compile_error!("took `panic!` from here")
    };
}

/// Sets a header.
#[dependency(security = "session", sets("x-by"), errors(401))]
pub(super) async fn check_auth(
    request: &::axum::http::request::Parts,
    response: &mut ::auth_runtime::ResponseEdits,
    ::axum::extract::State(()): ::axum::extract::State<()>,
) -> ::core::result::Result<u32, ::auth_runtime::HttpError> {
    let _ = request;
    response.set_default("x-by", "check_auth")?;
    ::core::result::Result::Ok(1)
}

#[dependency]
fn plain(#[depends(check_auth)] value: u32, uri: &::axum::http::Uri) -> usize {
    uri.path().len() + (value as usize)
}

#[derive(::core::clone::Clone, ::core::cmp::PartialEq)]
pub(super) struct Can(pub(super) &'static str);

#[dependency(errors(403))]
impl Can {
    async fn call(
        &self,
        #[depends(plain)] length: usize,
        #[cfg(true)] method: &::axum::http::Method,
    ) -> ::core::result::Result<(), ::auth_runtime::HttpError> {
        let _ = method;
        if self.0.len() > length {
            return ::core::result::Result::Ok(());
        }
        ::core::result::Result::Err(::auth_runtime::HttpError::new(
            ::axum::http::StatusCode::FORBIDDEN,
        ))
    }

    fn describe(&self, operation: &mut ::auth_runtime::OperationDoc) {
        operation.note(self.0);
    }
}

#[derive(::core::clone::Clone, ::core::cmp::PartialEq)]
struct Given<T>(T);

#[dependency]
impl<T> Given<T>
where
    T: ::core::clone::Clone
        + ::core::cmp::PartialEq
        + ::core::marker::Send
        + ::core::marker::Sync
        + 'static,
{
    fn call(&self) -> ::core::result::Result<T, ::core::convert::Infallible> {
        ::core::result::Result::Ok(self.0.clone())
    }
}

#[depends(Can("everything"), Given::<u32>(3))]
pub(super) async fn show(
    #[depends(Given::<u8>(3))] given: u8,
    headers: &::axum::http::HeaderMap,
    ::axum::extract::State(()): ::axum::extract::State<()>,
    body: ::std::string::String,
) -> ::std::string::String {
    ::std::format!("{given} {} {body}", headers.len())
}

#[public]
pub(super) async fn about() -> &'static str {
    "about"
}
