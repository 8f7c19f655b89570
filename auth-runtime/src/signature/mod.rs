//! What the types in a signature declare about an operation.
//!
//! The macros generate one `describe!` for each signature, and do not know which features are on. `describe!`
//! asks each extractor for the path parameters that it needs ([`path`], by way of [`shape`]). With the
//! feature `openapi`, it also asks extractors and return types for what documentation shows
//! ([`crate::openapi`]).

mod path;
mod shape;

use std::marker::PhantomData;

pub use path::{WantsNothing, WantsPath};

pub(crate) use path::{Lack, WantedPath, names_in};
#[cfg(feature = "openapi")]
pub(crate) use shape::{Field, Kind};
pub(crate) use shape::{Presence, Shape};

/// A type in a signature; only the type itself is known.
///
/// `(&&Type::<T>::NEW).want(…)` calls the method of the trait that says most about `T`: rustc first looks for
/// one that is implemented for `&Type<T>`, and then takes the one for `Type<T>`, which says nothing and is
/// always implemented. The type itself decides, under any alias.
#[derive(Debug)]
pub struct Type<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> Type<T> {
    /// The type.
    pub const NEW: Self = Self(PhantomData);
}

/// Stands for a type that has no name: `impl IntoResponse`.
#[derive(Debug)]
pub enum Unnamed {}

/// Tells an `OperationDoc` what the signature of `$by` says: the types of its extractors, its return
/// type if it can be named, and every type that the others are made of.
///
/// Names of locals begin with underscores: any other might be a constant's where the macro is used.
#[doc(hidden)]
#[macro_export]
macro_rules! __describe {
    ($operation:ident, $by:literal, [], $returned:tt, $named:tt) => {
        $crate::__describe_types!($operation, [], $returned, $named);
    };
    ($operation:ident, $by:literal, [$($extractor:ty),+], $returned:tt, $named:tt) => {{
        #[allow(unused_imports)]
        use $crate::__private::{WantsNothing as _, WantsPath as _};
        let __operation: &mut $crate::__private::OperationDoc = $operation;
        $((&&$crate::__private::Type::<$extractor>::NEW).want($by, __operation);)+
        $crate::__describe_types!(__operation, [$($extractor),+], $returned, $named);
    }};
}

/// Without the feature `openapi`, documentation needs no types.
#[cfg(not(feature = "openapi"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __describe_types {
    ($($signature:tt)*) => {};
}

/// Asks each type what it declares for the documentation: of the traits, the one that says most answers.
#[cfg(feature = "openapi")]
#[doc(hidden)]
#[macro_export]
macro_rules! __describe_types {
    ($operation:ident, [$($extractor:ty),*], [$($returned:ty)?], [$($named:ty),*]) => {{
        #[allow(unused_imports)]
        use $crate::__private::{
            Describes as _, DescribesForm as _, DescribesNoResponse as _, DescribesNothing as _,
            DescribesResponse as _, DescribesResponseForm as _, DescribesResponses as _, Offers as _,
            OffersNothing as _, SplitsNothing as _, SplitsResult as _,
        };
        let __operation: &mut $crate::__private::OperationDoc = $operation;
        $((&&&$crate::__private::Type::<$extractor>::NEW).describe(__operation);)*
        $(
            let (__value, __error) = (&&$crate::__private::Type::<$returned>::NEW).split();
            (&&&&__value).describe_response(__operation);
            $crate::__private::describe_error(__operation, |__operation| (&&&&__error).describe_response(__operation));
        )?
        $((&&$crate::__private::Type::<$named>::NEW).offer(__operation);)*
    }};
}
