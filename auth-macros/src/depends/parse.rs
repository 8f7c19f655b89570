//! The grammar of a handler.

use proc_macro2::TokenStream;

use crate::diag::Diagnostics;
use crate::function::Function;
use crate::item::Item;
use crate::parameter::{self, Parameter};

/// What the handler says about access.
#[derive(Clone, Copy, PartialEq, Eq)]
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

/// Reads the macro's list and the function's parameters.
pub(super) fn handler(
    access: Access,
    arguments: TokenStream,
    mut function: Function,
    diag: &mut Diagnostics,
) -> Handler {
    let list = diag.accept(Item::parse_list(arguments)).unwrap_or_default();
    let parameters = parameter::take(&mut function.sig, diag);
    Handler {
        access,
        list,
        parameters,
        function,
    }
}
