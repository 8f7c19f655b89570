//! The grammar of a handler.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};

use crate::diag::Diagnostics;
use crate::function::{self, Function};
use crate::item::Item;
use crate::parameter::{self, Parameter};

/// What the handler says about access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// `#[depends]`: the dependencies of its routers, then its own.
    Guarded,
    /// `#[public]`: its own dependencies only.
    Public,
}

impl Access {
    /// The macro that says it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Guarded => "depends",
            Self::Public => "public",
        }
    }
}

/// A handler with its list and its parameters.
pub(super) struct Handler {
    pub access: Access,
    pub list: Vec<Item>,
    pub parameters: Vec<Parameter>,
    /// The function, without the `#[depends]` of its parameters.
    pub function: Function,
}

/// What the macro stands on.
pub(super) struct Input(pub Function);

impl Parse for Input {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if !function::is_function(input)? {
            let message =
                "only an `async fn` can be a handler\nhelp: move the attribute to an `async fn`";
            return Err(input.error(message));
        }
        input.parse().map(Self)
    }
}

/// Reads the macro's list and the function's parameters.
pub(super) fn handler(
    access: Access,
    arguments: TokenStream,
    mut function: Function,
    diag: &mut Diagnostics,
) -> Handler {
    let list = Item::parse_list(arguments, diag);
    let parameters = parameter::take(&mut function.sig, diag);
    Handler {
        access,
        list,
        parameters,
        function,
    }
}
