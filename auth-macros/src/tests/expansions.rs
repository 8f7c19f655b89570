//! What the macros expand to, for a person to read: `cargo insta review` after a change.

use insta::{assert_snapshot, with_settings};

use super::{dependency, depends, pretty, public};

macro_rules! assert_expansion {
    ($expansion:expr) => {
        with_settings!({ omit_expression => true }, {
            assert_snapshot!(pretty(&$expansion));
        });
    };
}

#[test]
fn a_function() {
    assert_expansion!(dependency(
        r#"security = "session", sets("refreshtoken"), errors(401)"#,
        r#"
        /// Verifies the bearer token and slides it.
        #[instrument(skip_all)]
        pub async fn check_auth(
            request: &Parts,
            response: &mut ResponseEdits,
            State(tokens): State<Tokens>,
        ) -> Result<Session, HttpError> {
            let session = tokens.verify(bearer_token(&request.headers)?)?;
            response.set_default("refreshtoken", tokens.slide(&session)?)?;
            Ok(session)
        }
        "#,
    ));
}

#[test]
fn a_plain_function() {
    assert_expansion!(dependency(
        "",
        "fn name(#[depends(current_user)] user: User, uri: &Uri) -> String { user.name }",
    ));
}

#[test]
fn a_function_that_needs_nothing() {
    assert_expansion!(dependency("", "async fn nothing() {}"));
}

#[test]
fn a_deprecated_function() {
    assert_expansion!(dependency(
        "",
        r#"#[deprecated = "use `current_user`"] pub(crate) fn former_user() -> User { User }"#,
    ));
}

#[test]
fn an_impl_block() {
    assert_expansion!(dependency(
        "errors(403)",
        r#"
        impl Can {
            async fn call(&self, #[depends(current_user)] user: User) -> Checked<Self> {
                user.may(self.0)
            }

            fn describe(&self, operation: &mut OperationDoc) {
                operation.note(self.0);
            }

            const NOTHING: Self = Self("");
        }
        "#,
    ));
}

#[test]
fn a_generic_impl_block() {
    assert_expansion!(dependency(
        "",
        r"
        impl<T: Clone, const N: usize> Cached<T, N>
        where
            T: Send,
        {
            async fn call(
                &self,
                #[depends(Made::<T>::by(N))] made: T,
                #[depends(Named<T>)] named: T,
                #[depends(current_user)] user: User,
            ) -> Result<T, HttpError> {
                Ok(made)
            }
        }
        ",
    ));
}

#[test]
fn a_handler_with_list_value_and_body() {
    assert_expansion!(depends(
        "Can(Permission::UsersWrite), Role::Admin, check_auth, Optional(current_user)",
        r"
        /// Makes a user.
        pub async fn create_user(
            headers: &HeaderMap,
            #[depends(current_user)] user: User,
            State(db): State<Db>,
            response: &mut ResponseEdits,
            Json(new): Json<NewUser>,
        ) -> Result<Json<User>, HttpError> {
            db.create(new, user).await
        }
        ",
    ));
}

#[test]
fn a_handler_that_borrows_from_both_sides() {
    assert_expansion!(depends(
        "",
        "async fn show(uri: &Uri, response: &mut ResponseEdits) -> impl IntoResponse { uri.path().to_owned() }",
    ));
}

#[test]
fn a_handler_that_needs_nothing() {
    assert_expansion!(depends("", "async fn list() {}"));
}

#[test]
fn a_public_handler() {
    assert_expansion!(public(
        "AtMost(5)",
        "pub(crate) async fn login(Form(form): Form<LoginForm>) -> Result<Json<Token>, HttpError> { form.login() }",
    ));
}

#[test]
fn a_condition_on_a_parameter() {
    assert_expansion!(depends(
        "check_auth",
        r#"
        /// Lists.
        async fn list(
            State(db): State<Db>,
            #[cfg(feature = "audit")] #[depends(audit)] audit: Audit,
        ) -> String {
            db.list()
        }
        "#,
    ));
}

#[test]
fn a_conditional_attribute_on_a_parameter_of_a_block() {
    assert_expansion!(dependency(
        "errors(403)",
        r"
        impl Can {
            fn call(&self, #[cfg_attr(all(unix, test), depends(user), allow(unused))] user: User) {}
        }
        ",
    ));
}

#[test]
fn a_mistaken_function() {
    assert_expansion!(dependency(
        "error(401)",
        "pub unsafe fn check_auth(#[depends] user: User) -> Result<Session, HttpError> { session(user) }",
    ));
}

#[test]
fn a_mistaken_impl_block() {
    assert_expansion!(dependency(
        "",
        "impl<T> Can<T> { async fn call(self) -> Result<T, HttpError> { self.0 } }",
    ));
}

#[test]
fn a_mistaken_handler() {
    assert_expansion!(depends(
        "check_auth()",
        "/// Lists.
        pub fn list(#[depends(current_user)] user: User) -> String { user.list() }",
    ));
}

#[test]
fn a_mistaken_public_handler() {
    assert_expansion!(public(
        "",
        "#[depends] async fn login(body: String) -> String { body }"
    ));
}

#[test]
fn what_is_no_function() {
    assert_expansion!(depends("", "pub struct Users;"));
}
