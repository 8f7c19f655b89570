//! Expansions must pass lints that are stricter than ours. `ui/*/lints.rs` tests that the user's own code is
//! still checked.
//!
//! It is a library, because lints check what is exported, and it passes if it compiles.
#![deny(
    warnings,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    impl_trait_redundant_captures,
    let_underscore_drop,
    macro_use_extern_crate,
    meta_variable_misuse,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    non_ascii_idents,
    redundant_imports,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unreachable_pub,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    clippy::all,
    clippy::nursery,
    clippy::pedantic,
    clippy::restriction
)]
#![expect(
    clippy::allow_attributes,
    reason = "what a macro copies to two items may be expected of neither"
)]
#![allow(
    clippy::blanket_clippy_restriction_lints,
    clippy::implicit_return,
    clippy::missing_docs_in_private_items,
    clippy::question_mark_used,
    clippy::same_name_method,
    clippy::single_call_fn,
    reason = "what is written here by hand is not their matter"
)]

/// The application.
pub mod application {
    use auth_runtime::{
        ApiRouter, BuildError, Dependency, HttpError, OperationDoc, Optional, Provides,
        ResponseEdits, dependency, depends, fresh, public, routing::get,
    };
    use axum::Json;
    use axum::extract::State;
    use axum::http::request::Parts;
    use axum::http::{HeaderMap, StatusCode, Uri};
    use axum::response::{IntoResponse, Response};

    /// The user who sent the request.
    #[derive(Debug, Clone)]
    #[non_exhaustive]
    pub struct User {
        /// The user's name.
        pub name: String,
    }

    /// Returns the user who sent the request.
    #[dependency(security = "session", sets("x-user"), errors(401))]
    #[inline]
    pub async fn current_user(
        request: &Parts,
        response: &mut ResponseEdits,
        State(()): State<()>,
    ) -> Result<User, HttpError> {
        let name = request
            .headers
            .get("x-user")
            .ok_or_else(|| HttpError::new(StatusCode::UNAUTHORIZED))?;
        response.set_default("x-user", name)?;
        Ok(User {
            name: format!("{name:?}"),
        })
    }

    /// The name of the user.
    #[dependency]
    #[inline]
    pub(crate) fn name(#[depends(current_user)] user: User) -> String {
        user.name
    }

    /// Whether the user has a name.
    #[dependency]
    fn is_named(#[depends(name)] name: String) -> bool {
        !name.is_empty()
    }

    /// Nothing.
    #[dependency]
    async fn nothing() {}

    /// Lets users pass who have a name.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Named {
        /// The name.
        pub name: &'static str,
    }

    #[dependency(errors(403))]
    impl Named {
        async fn call(&self, #[depends(name)] name: String, uri: &Uri) -> Result<(), HttpError> {
            if name == self.name || uri.path() == "/" {
                return Ok(());
            }
            Err(StatusCode::FORBIDDEN.into())
        }

        fn describe(&self, operation: &mut OperationDoc) {
            operation.note(self.name);
        }
    }

    /// Lets everybody pass, and is small enough to be copied.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Everybody;

    #[dependency]
    impl Everybody {
        fn call(&self, uri: &Uri) -> bool {
            *self == Self && uri.path() == "/"
        }

        fn describe(&self, operation: &mut OperationDoc) {
            operation.note(format!("{self:?}"));
        }
    }

    /// Needs many things.
    #[dependency]
    #[expect(clippy::too_many_arguments, reason = "they are the case")]
    fn many(
        #[depends(name)] first: String,
        #[depends(name)] second: String,
        #[depends(name)] third: String,
        #[depends(name)] fourth: String,
        #[depends(name)] fifth: String,
        #[depends(name)] sixth: String,
        #[depends(name)] seventh: String,
        #[depends(Everybody)] passes: bool,
    ) -> bool {
        let all = [first, second, third, fourth, fifth, sixth, seventh];
        passes && all.concat().is_empty()
    }

    /// What is given.
    #[derive(Debug, Clone, PartialEq, Eq)]
    struct Given<T>(T);

    #[dependency]
    impl<T> Given<T>
    where
        T: Clone + PartialEq + Send + Sync + 'static,
    {
        fn call(&self, #[depends(nothing)] (): (), uri: &Uri) -> Result<T, HttpError> {
            let is_root = uri.path() == "/";
            is_root
                .then(|| self.0.clone())
                .ok_or_else(|| StatusCode::NOT_FOUND.into())
        }
    }

    /// Shows the current user.
    #[depends(nothing, is_named, many, Named { name: "ann" }, Given::<u32>(3))]
    #[inline]
    pub async fn me(
        #[depends(current_user)] user: User,
        #[depends(Optional(fresh(name)))] name: Option<String>,
        headers: &HeaderMap,
        response: &mut ResponseEdits,
        State(()): State<()>,
        body: String,
    ) -> Result<Json<String>, HttpError> {
        response.set_default("x-length", headers.len().to_string())?;
        Ok(Json(format!("{} {name:?} {body}", user.name)))
    }

    /// Shows nothing.
    #[public]
    #[inline]
    pub async fn about() -> impl IntoResponse {
        StatusCode::NO_CONTENT
    }

    /// Shows something of its own.
    #[depends(nothing)]
    async fn private() -> Response {
        about_dependencies(&nothing {}).into_response()
    }

    /// Was the current user once.
    #[deprecated = "use `current_user`"]
    #[dependency]
    #[inline]
    pub fn former_user(#[depends(current_user)] user: User) -> User {
        user
    }

    /// Was shown once.
    #[depends]
    #[deprecated = "use `me`"]
    #[inline]
    pub async fn former() {}

    /// Expects what the lints say.
    #[depends]
    #[expect(
        unused_variables,
        clippy::unused_async,
        reason = "the expectation is fulfilled"
    )]
    #[inline]
    pub async fn expecting(body: String) {}

    /// Expects what the lints say.
    #[expect(
        unused_variables,
        clippy::unused_async,
        reason = "the expectation is fulfilled"
    )]
    #[dependency]
    #[inline]
    pub async fn expected(uri: &Uri) {}

    #[depends]
    #[allow(dead_code, missing_docs, non_snake_case, reason = "it is said of both")]
    #[inline]
    pub async fn Undocumented() {}

    #[dependency]
    #[allow(dead_code, missing_docs, non_snake_case, reason = "it is said of both")]
    #[inline]
    pub async fn UndocumentedToo() {}

    #[depends]
    #[allow(dead_code, reason = "nobody routes it")]
    async fn unrouted() {}

    /// The traits' names are in scope, and used.
    fn about_dependencies<D: Dependency<()> + Provides>(dependency: &D) -> String {
        let mut operation = OperationDoc::default();
        operation.include(dependency);
        operation.dependencies().concat()
    }

    /// All routes.
    ///
    /// # Errors
    ///
    /// None.
    #[inline]
    pub fn router() -> Result<axum::Router, BuildError> {
        ApiRouter::new("")
            .depends(nothing)
            .route("/me", get(me))
            .route("/about", get(about))
            .route("/private", get(private))
            .build()
    }
}
