//! Collects the mistakes of one item, so that all are reported at once.

use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Error;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Diagnostics(Option<Error>);

impl Diagnostics {
    /// Underlines `tokens`, and says what is wrong with them and what to type instead.
    pub(crate) fn mistake(
        &mut self,
        tokens: impl ToTokens,
        message: impl Display,
        help: impl Display,
    ) {
        self.push(Error::new_spanned(
            tokens,
            format_args!("{message}\nhelp: {help}"),
        ));
    }

    /// Adds a mistake that the parser found.
    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            errors @ None => *errors = Some(error),
        }
    }

    /// Returns the value of `result`, or collects its mistake.
    pub(crate) fn accept<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// `compile_error!` for every mistake, or `None` when there is none.
    pub(crate) fn into_errors(self) -> Option<TokenStream> {
        self.0.map(Error::into_compile_error)
    }
}

/// `tokens` formatted as a person would write them.
pub(crate) fn text(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, written) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        (" (", "("),
    ] {
        text = text.replace(spaced, written);
    }
    text
}
