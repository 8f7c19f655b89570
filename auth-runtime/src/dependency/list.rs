//! A list of dependencies, resolved one after the other, as one item: rustc checks the list once, and not each
//! dependency at each handler.

use super::{Needed, Plan, Resolves};
use crate::context::RequestContext;
use crate::description::OperationDoc;
use crate::problem::Rejection;

/// A dependency in a list: by value, or a reference to it.
pub trait Listed: Send {
    /// Its type.
    type Dependency: Needed;

    /// The dependency.
    fn dependency(&self) -> &Self::Dependency;
}

/// A dependency by value: most are zero-sized, and those add nothing to the future of a request.
#[derive(Debug)]
pub struct Own<D>(pub D);

impl<D: Needed + Send> Listed for Own<D> {
    type Dependency = D;

    #[inline]
    fn dependency(&self) -> &D {
        &self.0
    }
}

impl<D: Needed + Sync> Listed for &D {
    type Dependency = D;

    #[inline]
    fn dependency(&self) -> &D {
        self
    }
}

/// The value of a listed dependency.
type Value<L> = <<L as Listed>::Dependency as Needed>::Value;

/// Dependencies that are resolved one after the other: a tuple.
pub trait List: Send {
    /// Their values.
    type Values;

    /// What they themselves depend on.
    const PLAN: Plan;

    /// Whether none of them waits.
    const AT_ONCE: bool;

    /// Adds them to `operation`.
    fn include_in(self, operation: &mut OperationDoc);

    /// The same where their values are ignored.
    fn include_listed_in(self, operation: &mut OperationDoc);

    /// Their values, if all of them exist already.
    fn kept_in(&self, context: &RequestContext) -> Option<Self::Values>;
}

/// A state with which every dependency in the list `L` can be resolved.
pub trait ResolvesAll<L: List> {
    /// Their values, in the order of the list, until one refuses.
    fn resolve_all(
        context: &mut RequestContext,
        list: L,
        state: &Self,
    ) -> impl Future<Output = Result<L::Values, Rejection>> + Send;

    /// The same for a list that is [`AT_ONCE`](List::AT_ONCE). Where nothing is overridden, the result is not
    /// `None`.
    fn resolve_all_at_once(
        context: &mut RequestContext,
        list: &L,
        state: &Self,
    ) -> Option<Result<L::Values, Rejection>>;
}

macro_rules! lists {
    ($(($($item:ident $position:tt),*))*) => {$(
        impl<$($item: Listed),*> List for ($($item,)*) {
            type Values = ($(Value<$item>,)*);

            const PLAN: Plan = Plan::NONE$(.needs(<$item::Dependency as Needed>::PLAN))*;

            const AT_ONCE: bool = true $(&& <$item::Dependency as Needed>::AT_ONCE)*;

            fn include_in(self, _operation: &mut OperationDoc) {
                $(self.$position.dependency().include_in(_operation);)*
            }

            fn include_listed_in(self, _operation: &mut OperationDoc) {
                $(self.$position.dependency().include_listed_in(_operation);)*
            }

            fn kept_in(&self, _context: &RequestContext) -> Option<Self::Values> {
                Some(($(self.$position.dependency().kept_in(_context)?,)*))
            }
        }

        impl<State, $($item),*> ResolvesAll<($($item,)*)> for State
        where
            State: Sync $(+ Resolves<$item::Dependency>)*,
            $($item: Listed<Dependency: Needed<Value: Send> + Sync>,)*
        {
            async fn resolve_all(
                _context: &mut RequestContext,
                _list: ($($item,)*),
                _state: &Self,
            ) -> Result<($(Value<$item>,)*), Rejection> {
                Ok(($({
                    let dependency = _list.$position.dependency();
                    match dependency.resolve_at_once_in(_context, _state) {
                        Some(outcome) => outcome?,
                        None => dependency.resolve_in(_context, _state).await?,
                    }
                },)*))
            }

            #[inline]
            fn resolve_all_at_once(
                _context: &mut RequestContext,
                _list: &($($item,)*),
                _state: &Self,
            ) -> Option<Result<($(Value<$item>,)*), Rejection>> {
                Some(Ok(($({
                    let dependency = _list.$position.dependency();
                    match dependency.resolve_at_once_in(_context, _state)? {
                        Ok(value) => value,
                        Err(rejection) => return Some(Err(rejection)),
                    }
                },)*)))
            }
        }
    )*};
}

lists! {
    ()
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15)
}

/// A list that is longer than a tuple: its first items, and the rest.
#[derive(Debug)]
pub struct Longer<First, Rest>(pub First, pub Rest);

impl<First: List, Rest: List> List for Longer<First, Rest> {
    type Values = Longer<First::Values, Rest::Values>;

    const PLAN: Plan = First::PLAN.needs(Rest::PLAN);

    const AT_ONCE: bool = First::AT_ONCE && Rest::AT_ONCE;

    fn include_in(self, operation: &mut OperationDoc) {
        self.0.include_in(operation);
        self.1.include_in(operation);
    }

    fn include_listed_in(self, operation: &mut OperationDoc) {
        self.0.include_listed_in(operation);
        self.1.include_listed_in(operation);
    }

    fn kept_in(&self, context: &RequestContext) -> Option<Self::Values> {
        Some(Longer(self.0.kept_in(context)?, self.1.kept_in(context)?))
    }
}

impl<State, First, Rest> ResolvesAll<Longer<First, Rest>> for State
where
    State: Sync + ResolvesAll<First> + ResolvesAll<Rest>,
    First: List<Values: Send>,
    Rest: List,
{
    async fn resolve_all(
        context: &mut RequestContext,
        list: Longer<First, Rest>,
        state: &Self,
    ) -> Result<Longer<First::Values, Rest::Values>, Rejection> {
        let first = State::resolve_all(context, list.0, state).await?;
        Ok(Longer(
            first,
            State::resolve_all(context, list.1, state).await?,
        ))
    }

    #[inline]
    fn resolve_all_at_once(
        context: &mut RequestContext,
        list: &Longer<First, Rest>,
        state: &Self,
    ) -> Option<Result<Longer<First::Values, Rest::Values>, Rejection>> {
        let first = match State::resolve_all_at_once(context, &list.0, state)? {
            Ok(first) => first,
            Err(rejection) => return Some(Err(rejection)),
        };
        let rest = State::resolve_all_at_once(context, &list.1, state)?;
        Some(rest.map(|rest| Longer(first, rest)))
    }
}

/// The values of `list`.
///
/// # Errors
///
/// The first refusal by one of them.
#[expect(
    clippy::manual_async_fn,
    reason = "an `async fn` does not say that it is `Send`"
)]
pub fn resolve_all<L: List, S: ResolvesAll<L> + Sync>(
    context: &mut RequestContext,
    list: L,
    state: &S,
) -> impl Future<Output = Result<L::Values, Rejection>> + Send {
    async move {
        if is_at_once::<L>(context)
            && let Some(outcome) = S::resolve_all_at_once(context, &list, state)
        {
            return outcome;
        }
        S::resolve_all(context, list, state).await
    }
}

/// The same without waiting, or if all values exist already. `None` is not a result, and has no side effects:
/// use [`resolve_all`] then.
pub fn resolve_all_at_once<L: List, S: ResolvesAll<L>>(
    context: &mut RequestContext,
    list: &L,
    state: &S,
) -> Option<Result<L::Values, Rejection>> {
    if is_at_once::<L>(context) {
        S::resolve_all_at_once(context, list, state)
    } else {
        list.kept_in(context).map(Ok)
    }
}

/// Whether nothing in the list `L` waits.
#[inline]
fn is_at_once<L: List>(context: &RequestContext) -> bool {
    L::AT_ONCE && !context.has_replacements()
}
