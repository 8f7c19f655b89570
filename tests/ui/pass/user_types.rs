//! Types of the user with the names of ours, of axum's and of the standard library's.

mod inner {
    use auth_runtime::{ResponseEdits, dependency, depends};

    #[derive(Clone)]
    pub struct S;
    #[derive(Clone)]
    pub struct M<T>(pub T);
    #[derive(Clone)]
    pub struct State;
    #[derive(Clone)]
    pub struct Provides;
    #[derive(Clone)]
    pub struct Dependency;
    #[derive(Clone)]
    pub enum Option {
        None,
    }
    pub type Result<T> = ::core::result::Result<T, auth_runtime::HttpError>;
    pub type Checked = Result<M<S>>;

    impl<T: Sync> axum::extract::FromRequestParts<T> for State {
        type Rejection = std::convert::Infallible;

        async fn from_request_parts(
            _: &mut axum::http::request::Parts,
            _: &T,
        ) -> std::result::Result<Self, Self::Rejection> {
            Ok(Self)
        }
    }

    #[dependency]
    pub async fn check(_: State) -> Checked {
        Ok(M(S))
    }

    #[dependency]
    pub fn option(#[depends(check)] _: M<S>, _: &mut ResponseEdits) -> Option {
        Option::None
    }

    #[depends(option)]
    pub async fn show(#[depends(check)] M(S): M<S>, State: State) -> Result<()> {
        let _ = (Provides, Dependency);
        Ok(())
    }
}

fn main() {
    use auth_runtime::routing::get;

    let _ = auth_runtime::ApiRouter::<()>::new("/show").route("/", get(inner::show));
}
