//! Where generated code claims to stand.
//!
//! Code at a macro's own position is tied to the absolute place of the macro in its file: rustc re-checks it after
//! every change in front of it. Code at the position of the user's function moves with that function, and is not.
//! So the functions generated for a handler are written [`by_hand`]. Everything around them (types, `impl` headers,
//! attributes) stays the macro's, which keeps lints and suggestions of rustc away from it.

use std::cell::Cell;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

thread_local! {
    /// The span that [`quote!`](quote) gives its tokens; `None` means the macro's own.
    static PLACE: Cell<Option<Span>> = const { Cell::new(None) };
}

/// [`quote::quote!`] with the current [`place`] as the span of its tokens.
macro_rules! quote {
    ($($tokens:tt)*) => {
        ::quote::quote_spanned!($crate::spans::place()=> $($tokens)*)
    };
}
pub(crate) use quote;

/// Runs `code`, whose tokens then look as if the author of the token at `user` had written them by hand, where
/// the macro stands.
pub(crate) fn by_hand<T>(user: Span, code: impl FnOnce() -> T) -> T {
    let place = Span::call_site().resolved_at(user);
    let _before = Before(PLACE.replace(Some(place)));
    code()
}

/// `#[allow(…)]` for an `impl` whose functions are written [`by_hand`]: what lints would tell the user about them.
pub(crate) struct NoLints;

impl ToTokens for NoLints {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(quote!(#[allow(private_interfaces, clippy::absolute_paths)]));
    }
}

/// Restores the place that was current before [`by_hand`].
struct Before(Option<Span>);

impl Drop for Before {
    fn drop(&mut self) {
        PLACE.set(self.0);
    }
}

/// The current span for generated tokens.
pub(crate) fn place() -> Span {
    PLACE.get().unwrap_or_else(Span::call_site)
}

/// A local variable that no name in the user's code can clash with: hygiene tells it from other variables, except
/// in code [`by_hand`], and its underscores tell it from all names, such as that of a constant, which a pattern
/// would mean.
pub(crate) fn local(name: &str) -> Ident {
    let place = PLACE.get().unwrap_or_else(Span::mixed_site);
    Ident::new(&format!("__{name}"), place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_has_a_name_that_nobody_else_uses() {
        let user = Span::call_site();
        assert_eq!(local("state").to_string(), "__state");
        let by_hand = by_hand(user, || local("state"));
        assert_eq!(by_hand.to_string(), "__state");
    }
}
