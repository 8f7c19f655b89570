//! Dependencies and handlers may be declared wherever items may.

use auth_runtime::prelude::*;

fn main() {
    #[derive(Clone)]
    struct Db;

    impl axum::extract::FromRef<()> for Db {
        fn from_ref((): &()) -> Self {
            Self
        }
    }

    #[dependency]
    async fn check_auth(State(_db): State<Db>) -> Result<u32, HttpError> {
        Ok(1)
    }

    #[derive(Clone, PartialEq)]
    struct Can(u32);

    #[dependency]
    impl Can {
        async fn call(&self, #[depends(check_auth)] user: u32) -> Result<(), HttpError> {
            #[dependency]
            fn nested(#[depends(check_auth)] user: u32) -> u32 {
                user
            }
            let _ = nested();
            (user == self.0)
                .then_some(())
                .ok_or(StatusCode::FORBIDDEN.into())
        }
    }

    #[depends(Can(1))]
    async fn list_users(#[depends(check_auth)] user: u32) -> String {
        user.to_string()
    }

    // `Self` is that of a type in the body: this stands in no `impl` block.
    #[depends]
    async fn count() -> String {
        struct Counter(u32);
        impl Counter {
            fn new() -> Self {
                Self(1)
            }
        }
        Counter::new().0.to_string()
    }
    let _ = ApiRouter::<()>::new("").route("/", get(count));

    let router: axum::Router = axum::Router::new().route("/", axum::routing::get(list_users));
    let _ = (
        router,
        ApiRouter::<()>::new("/users").route("/", get(list_users)),
    );
}
