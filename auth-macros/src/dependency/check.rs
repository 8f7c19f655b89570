//! Every rule about dependencies.

use syn::{Attribute, ReceiverKind, Signature};

use super::output;
use super::parse::{Block, Declaration, Input};
use crate::diag::Diagnostics;
use crate::function::{self, Function, check_generics};
use crate::mention::{mentions, mentions_self};
use crate::parameter::{self, Parameter, Source};
use crate::placed;
use crate::types::ends_in;

/// The table of contents: what a dependency must be.
pub(super) fn declaration(declaration: &Declaration, diag: &mut Diagnostics) {
    match &declaration.input {
        Input::Function(function) => {
            check_no_receiver(&function.sig, diag);
            let help = "move it out of the `impl` block; or make it a method `call(&self, …)`, and put `#[dependency]` on the block";
            placed::check(function, "a dependency function", help, diag);
            let help = "make it a struct, such as `struct Name<T>(T)`, with `#[dependency]` on its `impl` block";
            check_generics(&function.sig, "a dependency function", help, diag);
        }
        Input::Block(block) => {
            check_inherent(block, diag);
            check_async_trait(block, diag);
            check_call(block, diag);
            check_describe(block, diag);
        }
    }
    if let Some(call) = declaration.input.call() {
        function::check(call, "a dependency", diag);
        check_no_handler(call, diag);
        output::check(&call.sig, &declaration.generics(), diag);
    }
    parameter::check(&declaration.parameters, diag);
    output::check_no_middleware(declaration, diag);
    check_no_self(&declaration.parameters, diag);
}

fn check_no_receiver(sig: &Signature, diag: &mut Diagnostics) {
    if let Some(receiver) = sig.receiver() {
        let message = "a dependency function cannot take `self`";
        let help = "put `#[dependency]` on the `impl` block instead, and name the method `call`";
        diag.mistake(receiver.self_token, message, help);
    }
}

fn check_inherent(block: &Block, diag: &mut Diagnostics) {
    if let Some((implemented, _)) = &block.implemented {
        let message = "`#[dependency]` cannot be used on the `impl` block of a trait";
        let help = "put it on an inherent `impl` block: `impl Type { async fn call(&self, …) … }`";
        diag.mistake(implemented, message, help);
    }
}

fn check_async_trait(block: &Block, diag: &mut Diagnostics) {
    if let Some(attribute) = block
        .attrs
        .iter()
        .find(|attribute| is_async_trait(attribute))
    {
        let message = "`#[async_trait]` is on an `impl` block without a trait";
        let help = "remove `#[async_trait]`: `call` may be `async` without it";
        diag.mistake(attribute, message, help);
    }
}

/// Whether the attribute would report an error of its own on a block without a trait.
pub(super) fn is_async_trait(attribute: &Attribute) -> bool {
    ends_in(attribute.path(), "async_trait")
}

fn check_call(block: &Block, diag: &mut Diagnostics) {
    let Some(call) = block.method("call") else {
        let message = "missing method `call` in the `impl` block of a dependency";
        let help = "add `async fn call(&self) -> Result<(), HttpError> { … }`";
        diag.mistake(&block.self_ty, message, help);
        return;
    };
    check_generics(
        &call.sig,
        "`call`",
        "move the type parameters to the type, as in `impl<T> Name<T>`",
        diag,
    );
    check_unconditional(call, diag);
    check_shared(call, diag);
}

/// The macro must see what rustc sees: if `describe` were missing, the expansion would call itself.
fn check_unconditional(method: &Function, diag: &mut Diagnostics) {
    let is_condition = |attribute: &&Attribute| {
        let path = attribute.path();
        path.is_ident("cfg") || (path.is_ident("cfg_attr") && mentions(attribute, "cfg"))
    };
    for attribute in method.attrs.iter().filter(is_condition) {
        let message = format_args!("`{}` cannot be conditional", method.sig.ident);
        diag.mistake(
            attribute,
            message,
            "write the `impl` block twice, each with its own `#[cfg]`",
        );
    }
}

fn check_shared(call: &Function, diag: &mut Diagnostics) {
    let Some(receiver) = call.sig.receiver() else {
        diag.mistake(
            &call.sig.ident,
            "`call` must take `&self`",
            "write `call(&self, …)`",
        );
        return;
    };
    if !matches!(receiver.kind, ReceiverKind::Reference(_, None, None)) {
        let message = "`call` must take `&self`: requests share the dependency";
        diag.mistake(receiver, message, "write `&self`");
    }
}

fn check_describe(block: &Block, diag: &mut Diagnostics) {
    let Some(describe) = block.method("describe") else {
        return;
    };
    check_unconditional(describe, diag);
    let sig = &describe.sig;
    if sig.receiver().is_none() || sig.inputs.len() != 2 || sig.asyncness.is_some() {
        let message = "`describe` must take `&self` and `&mut OperationDoc`, and cannot be `async`";
        let help =
            "write `fn describe(&self, operation: &mut OperationDoc) { … }`, or rename the method";
        diag.mistake(&sig.ident, message, help);
    }
}

fn check_no_handler(call: &Function, diag: &mut Diagnostics) {
    for name in ["depends", "public"] {
        if let Some(attribute) = call.attribute(name) {
            let message = format_args!("`#[{name}]` is for handlers, but this is a dependency");
            let help = "to depend on something, take its value as a parameter with `#[depends(…)]`";
            diag.mistake(attribute, message, help);
        }
    }
}

/// Dependencies in a list are constructed before the first request, when there is no `self` yet.
fn check_no_self(parameters: &[Parameter], diag: &mut Diagnostics) {
    for parameter in parameters {
        if let Source::Dependency(item) = &parameter.source
            && mentions_self(item.written.clone())
        {
            let message = "`self` cannot be used here: what a dependency depends on is created before the first request";
            let help = "depend on something that does not need `self`, and use `self` in the body";
            diag.mistake(&item.written, message, help);
        }
    }
}
