//! Every rule about handlers.

use std::collections::HashSet;

use syn::{Attribute, ReturnType};

use super::parse::{Access, Handler};
use crate::borrowed;
use crate::diag::{Diagnostics, text};
use crate::function::{self, check_generics};
use crate::parameter;
use crate::placed;

/// The table of contents: what a handler must be.
pub(super) fn handler(handler: &Handler, diag: &mut Diagnostics) {
    check_one_access(handler, diag);
    check_no_dependency(handler, diag);
    check_debug_handler(handler, diag);
    check_utoipa(handler, diag);
    check_receiver(handler, diag);
    let help = "move it out of the `impl` block, and write the type instead of `Self`";
    placed::check(&handler.function, "a handler", help, diag);
    check_async(handler, diag);
    function::check(&handler.function, "a handler", diag);
    let help = "write one handler for each case, and call a generic function from them";
    check_generics(&handler.function.sig, "a handler", help, diag);
    check_owned(handler, diag);
    check_duplicates(handler, diag);
    parameter::check(&handler.parameters, diag);
    let help = "remove this parameter; add the middleware to a router with `.layer(from_fn(…))`, or make it a dependency";
    parameter::check_no_middleware(&handler.parameters, ("a handler", help), diag);
}

fn check_one_access(handler: &Handler, diag: &mut Diagnostics) {
    let (name, other) = match handler.access {
        Access::Guarded => ("depends", "public"),
        Access::Public => ("public", "depends"),
    };
    if let Some(attribute) = handler.function.attribute(other) {
        let message = "a handler cannot be `#[public]` and inherit the dependencies of its routers";
        let help = "use only one of the two: `#[public(…)]` or `#[depends(…)]`, with the list of dependencies";
        diag.mistake(attribute, message, help);
    }
    if let Some(attribute) = handler.function.attribute(name) {
        let help = format_args!("merge the lists into one: `#[{name}(first, second)]`");
        diag.mistake(
            attribute,
            format_args!("duplicate `#[{name}]` attribute"),
            help,
        );
    }
}

fn check_no_dependency(handler: &Handler, diag: &mut Diagnostics) {
    if let Some(attribute) = handler.function.attribute("dependency") {
        let message = "a function cannot be both a dependency and a handler";
        let help = "remove one of the two attributes; a dependency takes what it needs as `#[depends(…)]` parameters";
        diag.mistake(attribute, message, help);
    }
}

fn check_debug_handler(handler: &Handler, diag: &mut Diagnostics) {
    if let Some(attribute) = handler.function.attribute("debug_handler") {
        let name = handler.access.name();
        let message = format_args!(
            "`#[debug_handler]` cannot see the parameters of a `#[{name}]` handler, whose mistakes `#[{name}]` explains itself"
        );
        diag.mistake(attribute, message, "remove `#[debug_handler]`");
    }
}

fn check_utoipa(handler: &Handler, diag: &mut Diagnostics) {
    let is_utoipas = |attribute: &&Attribute| {
        let mut segments = attribute.path().segments.iter().rev();
        let names = [segments.next(), segments.next()].map(|segment| Some(&segment?.ident));
        matches!(names, [Some(path), Some(utoipa)] if path == "path" && utoipa == "utoipa")
    };
    if let Some(attribute) = handler.function.attrs.iter().find(is_utoipas) {
        let name = handler.access.name();
        let message = format_args!(
            "the item that `#[utoipa::path]` generates below `#[{name}]` cannot be named"
        );
        diag.mistake(
            attribute,
            message,
            format_args!("move it above `#[{name}]`"),
        );
    }
}

fn check_receiver(handler: &Handler, diag: &mut Diagnostics) {
    if let Some(receiver) = handler.function.sig.receiver() {
        let help = "move it out of the `impl` block, and take what it needs as `State<…>`";
        diag.mistake(receiver.self_token, "a handler cannot take `self`", help);
    }
}

fn check_async(handler: &Handler, diag: &mut Diagnostics) {
    let sig = &handler.function.sig;
    if sig.asyncness.is_none() {
        let help = format_args!("write `async fn {}`", sig.ident);
        diag.mistake(sig.fn_token, "a handler must be `async`", help);
    }
}

fn check_owned(handler: &Handler, diag: &mut Diagnostics) {
    let sig = &handler.function.sig;
    if let ReturnType::Type(_, ty) = &sig.output {
        borrowed::check_response(ty, sig, diag);
    }
}

fn check_duplicates(handler: &Handler, diag: &mut Diagnostics) {
    let mut seen = HashSet::new();
    for item in &handler.list {
        if !seen.insert(item.text()) {
            let name = text(&item.written);
            let message = format_args!("`{name}` is listed twice, but runs only once per request");
            diag.mistake(&item.written, message, "remove one of them");
        }
    }
}
