//! Every rule about handlers.

use std::collections::HashSet;

use quote::ToTokens;

use super::parse::{Access, Handler};
use crate::diag::Diagnostics;
use crate::function::{check_generics, check_impl_trait, check_qualifiers};
use crate::parameter;

/// The table of contents: what a handler must be.
pub(super) fn handler(handler: &Handler, diag: &mut Diagnostics) {
    let sig = &handler.function.sig;
    check_one_access(handler, diag);
    check_debug_handler(handler, diag);
    check_receiver(handler, diag);
    check_async(handler, diag);
    check_qualifiers(sig, "a handler", diag);
    check_generics(
        sig,
        "a handler",
        "write a function for each case, and let them call a generic one",
        diag,
    );
    check_impl_trait(sig, diag);
    check_duplicates(handler, diag);
    parameter::check(&handler.parameters, diag);
}

fn check_one_access(handler: &Handler, diag: &mut Diagnostics) {
    let other = match handler.access {
        Access::Guarded => "public",
        Access::Public => "depends",
    };
    if let Some(attribute) = handler.function.attribute(other) {
        let message = "a handler is either `#[public]` or inherits the dependencies of its routers";
        diag.mistake(
            attribute,
            message,
            "write `#[public(…)]` with the list, or `#[depends(…)]` alone",
        );
    }
    if let Some(attribute) = handler.function.attribute(handler.access.name()) {
        let name = handler.access.name();
        diag.mistake(
            attribute,
            format_args!("a second `#[{name}]`"),
            format_args!("write one list: `#[{name}(first, second)]`"),
        );
    }
}

fn check_debug_handler(handler: &Handler, diag: &mut Diagnostics) {
    if let Some(attribute) = handler.function.attribute("debug_handler") {
        let message = format_args!(
            "`#[debug_handler]` cannot see the parameters behind `#[{}]`, which explains mistakes itself",
            handler.access.name()
        );
        diag.mistake(attribute, message, "remove `#[debug_handler]`");
    }
}

fn check_receiver(handler: &Handler, diag: &mut Diagnostics) {
    if let Some(receiver) = handler.function.sig.receiver() {
        let help = "make it a function outside of the `impl`, and take what it needs as `State<…>`";
        diag.mistake(receiver.self_token, "a handler takes no `self`", help);
    }
}

fn check_async(handler: &Handler, diag: &mut Diagnostics) {
    let sig = &handler.function.sig;
    if sig.asyncness.is_none() {
        diag.mistake(
            sig.fn_token,
            "a handler must be `async`",
            format_args!("write `async fn {}`", sig.ident),
        );
    }
}

fn check_duplicates(handler: &Handler, diag: &mut Diagnostics) {
    let mut seen = HashSet::new();
    for item in &handler.list {
        if !seen.insert(item.text()) {
            let message = format_args!(
                "`{}` is listed twice, and runs once per request",
                item.value.to_token_stream()
            );
            diag.mistake(&item.value, message, "remove one");
        }
    }
}
