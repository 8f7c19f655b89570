//! Where the code that macros make says that it stands.
//!
//! What stands where a macro does, rustc looks at again after each change before it in the file: it has to know
//! anew where the macro is. What stands where the user's own code does, it knows by its distance from the function's
//! beginning. So functions that nobody wrote say that somebody did: [`by_hand`]. What lints and messages of rustc
//! say of items then, they would say to him; items stay the macro's.

use std::cell::Cell;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

thread_local! {
    /// The place of what [`quote!`](quote) makes, where it is not the macro's own.
    static PLACE: Cell<Option<Span>> = const { Cell::new(None) };
}

/// [`quote::quote!`], of tokens that stand at the [`place`] of what is made now.
macro_rules! quote {
    ($($tokens:tt)*) => {
        ::quote::quote_spanned!($crate::spans::place()=> $($tokens)*)
    };
}
pub(crate) use quote;

/// What `code` makes, as if it had been written by hand where the macro is, by who wrote the token at `user`.
pub(crate) fn by_hand<T>(user: Span, code: impl FnOnce() -> T) -> T {
    let place = Span::call_site().resolved_at(user);
    let _before = Before(PLACE.replace(Some(place)));
    code()
}

/// What lints would say to the user of functions that are made [`by_hand`].
pub(crate) struct NoLints;

impl ToTokens for NoLints {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(quote!(#[allow(private_interfaces, clippy::absolute_paths)]));
    }
}

/// The place before [`by_hand`], which drops it when it is done.
struct Before(Option<Span>);

impl Drop for Before {
    fn drop(&mut self) {
        PLACE.set(self.0);
    }
}

/// The place of what is made now.
pub(crate) fn place() -> Span {
    PLACE.get().unwrap_or_else(Span::call_site)
}

/// A local that nothing of the user is taken for: by its hygiene, or, as if by hand, by its name.
pub(crate) fn local(name: &str) -> Ident {
    match PLACE.get() {
        Some(place) => Ident::new(&format!("__{name}"), place),
        None => Ident::new(name, Span::mixed_site()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_hygiene_has_a_name_that_nobody_has() {
        let user = Span::call_site();
        assert_eq!(local("state").to_string(), "state");
        let by_hand = by_hand(user, || local("state"));
        assert_eq!(by_hand.to_string(), "__state");
        assert_eq!(local("state").to_string(), "state");
    }
}
