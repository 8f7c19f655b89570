//! The procedural macros of `auth-runtime`, which re-exports and documents them.
//!
//! Each macro is parse → check → expand: `dependency` and `depends` hold one folder each. `function`,
//! `parameter` and `item` are the grammar that they share, `resolution` the code that both emit,
//! `signature` what both tell the documentation, `conditional` handles `#[cfg]` on parameters, `borrowed`
//! reads return types, `mention` looks for names in tokens, `types` reads types and paths, `placed` finds out
//! where a macro is written, `spans` decides where its code claims to stand, `unfinished` handles code that
//! is still being typed, `diag` collects mistakes, and only `paths` spells the runtime's paths.

mod borrowed;
mod conditional;
mod dependency;
mod depends;
mod diag;
mod function;
mod item;
mod mention;
mod parameter;
mod paths;
mod placed;
mod resolution;
mod signature;
mod spans;
#[cfg(test)]
mod tests;
mod types;
mod unfinished;

use proc_macro::TokenStream;

/// Turns a function or an `impl` block into a dependency; documented in `auth-runtime`.
#[proc_macro_attribute]
pub fn dependency(arguments: TokenStream, item: TokenStream) -> TokenStream {
    dependency::expand(arguments.into(), &item.into()).into()
}

/// Turns a function into a guarded handler; documented in `auth-runtime`.
#[proc_macro_attribute]
pub fn depends(arguments: TokenStream, item: TokenStream) -> TokenStream {
    depends::expand(depends::Access::Guarded, arguments.into(), &item.into()).into()
}

/// Turns a function into a public handler; documented in `auth-runtime`.
#[proc_macro_attribute]
pub fn public(arguments: TokenStream, item: TokenStream) -> TokenStream {
    depends::expand(depends::Access::Public, arguments.into(), &item.into()).into()
}

/// Replaces the item with the macro's arguments; for expansions of the other macros.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn instead(arguments: TokenStream, _: TokenStream) -> TokenStream {
    arguments
}
