//! Scopes: expressions over what a credential permits, and the dependency that requires them.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;

use http::{HeaderValue, StatusCode, header};

use crate::context::RequestContext;
use crate::dependency::{Dependency, IntoDependency, Plan, Provides};
use crate::description::OperationDoc;
use crate::problem::{HttpError, Rejection};

/// What a credential permits. Implement it for the value of the dependency that knows this, such as
/// `current_user`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which scopes it permits: it does not implement `Permits`",
    label = "the value of this dependency has no scopes",
    note = "write `impl auth_runtime::security::Permits for {Self}`, with `fn permits(&self, scope: &str) -> bool`"
)]
pub trait Permits: Clone + Send + Sync + 'static {
    /// Whether `scope` is among what is permitted.
    fn permits(&self, scope: &str) -> bool;
}

/// What is required: a scope, or [`all`], [`any`], [`not`] of others.
///
/// ```
/// use auth_runtime::security::{all, any, not, scope};
///
/// let required = all([scope("users:read"), any([scope("staff"), not(scope("suspended"))])]);
/// assert!(required.holds(|scope| scope == "users:read"));
/// assert!(!required.holds(|scope| scope == "staff"));
/// assert_eq!(required.to_string(), "users:read and (staff or not suspended)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requirement {
    /// This scope is permitted.
    Scope(Cow<'static, str>),
    /// All of them hold. An empty list holds.
    All(Vec<Requirement>),
    /// At least one of them holds. An empty list does not hold.
    Any(Vec<Requirement>),
    /// It does not hold.
    Not(Box<Requirement>),
}

/// The scope of this name.
#[must_use]
pub fn scope(name: impl Into<Cow<'static, str>>) -> Requirement {
    Requirement::Scope(name.into())
}

/// All of `requirements`.
#[must_use]
pub fn all(requirements: impl IntoIterator<Item = Requirement>) -> Requirement {
    Requirement::All(requirements.into_iter().collect())
}

/// At least one of `requirements`.
#[must_use]
pub fn any(requirements: impl IntoIterator<Item = Requirement>) -> Requirement {
    Requirement::Any(requirements.into_iter().collect())
}

/// The opposite of `requirement`.
#[must_use]
pub fn not(requirement: Requirement) -> Requirement {
    Requirement::Not(Box::new(requirement))
}

impl Requirement {
    /// Whether the requirement holds, where `permits` says whether a scope is permitted.
    #[must_use]
    pub fn holds(&self, permits: impl Fn(&str) -> bool) -> bool {
        self.holds_for(&permits)
    }

    fn holds_for(&self, permits: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Scope(name) => permits(name),
            Self::All(all) => all.iter().all(|one| one.holds_for(permits)),
            Self::Any(any) => any.iter().any(|one| one.holds_for(permits)),
            Self::Not(one) => !one.holds_for(permits),
        }
    }

    /// The scopes that can help to meet the requirement: those under [`not`] are left out.
    #[must_use]
    pub fn scopes(&self) -> Vec<&str> {
        match self {
            Self::Scope(name) => vec![name],
            Self::All(several) | Self::Any(several) => {
                several.iter().flat_map(Self::scopes).collect()
            }
            Self::Not(_) => Vec::new(),
        }
    }

    fn fmt_several(
        several: &[Self],
        word: &str,
        of_none: &str,
        formatter: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let (Some(first), rest) = (several.first(), several.get(1..).unwrap_or_default()) else {
            return formatter.write_str(of_none);
        };
        first.fmt_in(formatter)?;
        rest.iter().try_for_each(|one| {
            write!(formatter, " {word} ")?;
            one.fmt_in(formatter)
        })
    }

    /// Adds parentheses around a combination inside another one.
    fn fmt_in(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(several) | Self::Any(several) if several.len() > 1 => {
                write!(formatter, "({self})")
            }
            _ => write!(formatter, "{self}"),
        }
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scope(name) => formatter.write_str(name),
            Self::All(all) => Self::fmt_several(all, "and", "nothing", formatter),
            Self::Any(any) => Self::fmt_several(any, "or", "the impossible", formatter),
            Self::Not(one) => {
                formatter.write_str("not ")?;
                one.fmt_in(formatter)
            }
        }
    }
}

/// A dependency that refuses a request with 403 unless what it requires is permitted; made by
/// [`require`].
#[derive(Clone)]
pub struct Require<D> {
    holder: D,
    requirement: Requirement,
    /// [`Permits::permits`] of the holder's value. [`require`] alone asks for the trait, and rustc underlines
    /// the dependency there: asked for at routes, it would be missed at each of them again.
    permits: fn(&dyn Any, &str) -> bool,
}

fn permits<T: Permits>(value: &dyn Any, scope: &str) -> bool {
    value
        .downcast_ref::<T>()
        .is_some_and(|value| value.permits(scope))
}

impl<D: PartialEq> PartialEq for Require<D> {
    fn eq(&self, other: &Self) -> bool {
        self.holder == other.holder && self.requirement == other.requirement
    }
}

impl<D: fmt::Debug> fmt::Debug for Require<D> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Require")
            .field("holder", &self.holder)
            .field("requirement", &self.requirement)
            .finish_non_exhaustive()
    }
}

/// Requires `requirement` of the value of `holder`, which is a dependency such as `current_user`.
///
/// The requirements of nested routers add up: each is checked, and the documentation names them all. The
/// refusal is a 403 with `error="insufficient_scope"` (RFC 6750 §3.1).
///
/// ```
/// # use auth_runtime::prelude::*;
/// use auth_runtime::security::{Permits, require, scope};
///
/// #[derive(Clone)]
/// struct User { scopes: Vec<String> }
///
/// impl Permits for User {
///     fn permits(&self, scope: &str) -> bool {
///         self.scopes.iter().any(|own| own == scope)
///     }
/// }
///
/// #[dependency(errors(401))]
/// async fn current_user() -> Result<User, HttpError> {
///     Ok(User { scopes: vec!["users:read".to_owned()] })
/// }
///
/// #[depends]
/// async fn list() -> &'static str { "[]" }
///
/// let users = ApiRouter::<()>::new("/users")
///     .depends(require(current_user, scope("users:read")))
///     .route("/", get(list));
/// # users.build().unwrap();
/// ```
#[must_use]
pub fn require<D, K>(holder: D, requirement: Requirement) -> Require<D::Dependency>
where
    D: IntoDependency<K>,
    <D::Dependency as Provides>::Output: Permits,
{
    Require {
        holder: holder.into_dependency(),
        requirement,
        permits: permits::<<D::Dependency as Provides>::Output>,
    }
}

impl<D> Provides for Require<D>
where
    D: Provides,
{
    type Output = ();

    const PLAN: Plan = Plan::of("Require").needs(D::PLAN).refusing(true);

    fn describe(&self, operation: &mut OperationDoc) {
        operation.include(&self.holder);
        operation.dependency("require");
        operation.error(403);
        for scope in self.requirement.scopes() {
            operation.scope(scope.to_owned());
        }
        operation.note(format!("Requires {}.", self.requirement));
    }
}

impl<S, D> Dependency<S> for Require<D>
where
    D: Dependency<S>,
    S: Sync + 'static,
{
    async fn resolve(&self, context: &mut RequestContext, state: &S) -> Result<(), Rejection> {
        let holder = context.resolve(&self.holder, state).await?;
        if self
            .requirement
            .holds(|scope| (self.permits)(&holder, scope))
        {
            return Ok(());
        }
        tracing::info!(requires = %self.requirement, "not permitted");
        Err(insufficient(&self.requirement).into())
    }
}

/// A 403 with the scopes that are required, if a challenge can name them (RFC 6750 §3).
fn insufficient(requirement: &Requirement) -> HttpError {
    let scopes: Vec<&str> = requirement
        .scopes()
        .into_iter()
        .filter(|scope| is_scope_token(scope))
        .collect();
    let challenge = match scopes.as_slice() {
        [] => "Bearer error=\"insufficient_scope\"".to_owned(),
        scopes => {
            let scopes = scopes.join(" ");
            format!("Bearer error=\"insufficient_scope\", scope=\"{scopes}\"")
        }
    };
    let error = HttpError::new(StatusCode::FORBIDDEN);
    match HeaderValue::try_from(challenge) {
        Ok(challenge) => error.header(header::WWW_AUTHENTICATE, challenge),
        Err(_) => error,
    }
}

/// `1*( %x21 / %x23-5B / %x5D-7E )` (RFC 6749 §3.3)
fn is_scope_token(scope: &str) -> bool {
    let is_allowed = |byte| matches!(byte, b'!' | b'#'..=b'[' | b']'..=b'~');
    !scope.is_empty() && scope.bytes().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, prop, prop_assert_eq, prop_oneof, proptest};

    use super::*;

    const NAMES: [&str; 4] = ["a", "b", "c", "d"];

    fn requirements() -> impl Strategy<Value = Requirement> {
        let leaf = prop::sample::select(&NAMES[..]).prop_map(scope);
        leaf.prop_recursive(4, 24, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(all),
                prop::collection::vec(inner.clone(), 0..3).prop_map(any),
                inner.prop_map(not),
            ]
        })
    }

    /// The meaning as a truth table: the set of the rows, of all 2⁴, in which it holds.
    fn rows(requirement: &Requirement) -> u16 {
        match requirement {
            Requirement::Scope(name) => (0..16_u16)
                .filter(|row| {
                    NAMES
                        .iter()
                        .position(|own| own == name)
                        .is_some_and(|bit| row >> bit & 1 == 1)
                })
                .fold(0, |rows, row| rows | 1 << row),
            Requirement::All(all) => all
                .iter()
                .map(rows)
                .fold(u16::MAX, |left, right| left & right),
            Requirement::Any(any) => any.iter().map(rows).fold(0, |left, right| left | right),
            Requirement::Not(one) => !rows(one),
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_truth_table(requirement in requirements()) {
            for row in 0..16_u16 {
                let permits = |scope: &str| {
                    NAMES.iter().position(|own| *own == scope).is_some_and(|bit| row >> bit & 1 == 1)
                };
                prop_assert_eq!(requirement.holds(permits), rows(&requirement) >> row & 1 == 1);
            }
        }
    }
}
