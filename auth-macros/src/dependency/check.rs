//! Every rule about dependencies.

use syn::{Attribute, ReceiverKind, Signature};

use super::output;
use super::parse::{Block, Declaration, Input};
use crate::diag::Diagnostics;
use crate::function::{self, Function, check_generics, ends_in};
use crate::mention::{mentions, mentions_self};
use crate::parameter::{self, Parameter, Source};
use crate::placed;

/// The table of contents: what a dependency must be.
pub(super) fn declaration(declaration: &Declaration, diag: &mut Diagnostics) {
    match &declaration.input {
        Input::Function(function) => {
            check_no_receiver(&function.sig, diag);
            let help = "move it out of the block; a method `call(&self, …)` is one with `#[dependency]` on the block";
            placed::check(function, "a function that is a dependency", help, diag);
            let help = "make it a struct, `struct Name<T>(T)`, and put `#[dependency]` on its `impl` block";
            check_generics(&function.sig, "a dependency that is a function", help, diag);
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
    check_no_self(&declaration.parameters, diag);
}

fn check_no_receiver(sig: &Signature, diag: &mut Diagnostics) {
    if let Some(receiver) = sig.receiver() {
        let message = "a function that is a dependency takes no `self`";
        let help = "put `#[dependency]` on the `impl` block, and name the method `call`";
        diag.mistake(receiver.self_token, message, help);
    }
}

fn check_inherent(block: &Block, diag: &mut Diagnostics) {
    if let Some((implemented, _)) = &block.implemented {
        let message = "the `impl` block of a dependency is not one of a trait";
        let help = "put `#[dependency]` on `impl Type { async fn call(&self, …) … }`";
        diag.mistake(implemented, message, help);
    }
}

fn check_async_trait(block: &Block, diag: &mut Diagnostics) {
    if let Some(attribute) = block
        .attrs
        .iter()
        .find(|attribute| is_async_trait(attribute))
    {
        let message = "`#[async_trait]` stands on traits, and this is a block of none";
        let help = "remove `#[async_trait]`: `call` may be `async` without it";
        diag.mistake(attribute, message, help);
    }
}

/// Whether an attribute would expand to an error of its own on a block of no trait.
pub(super) fn is_async_trait(attribute: &Attribute) -> bool {
    ends_in(attribute.path(), "async_trait")
}

fn check_call(block: &Block, diag: &mut Diagnostics) {
    let Some(call) = block.method("call") else {
        let message = "the `impl` block of a dependency has a method `call`";
        let help = "write `async fn call(&self) -> Result<(), HttpError> { … }`";
        diag.mistake(&block.self_ty, message, help);
        return;
    };
    check_generics(&call.sig, "`call`", "put the parameters on the type", diag);
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
            "write the `impl` block twice, with a `#[cfg]` on each",
        );
    }
}

fn check_shared(call: &Function, diag: &mut Diagnostics) {
    let Some(receiver) = call.sig.receiver() else {
        diag.mistake(
            &call.sig.ident,
            "`call` takes `&self`",
            "write `call(&self, …)`",
        );
        return;
    };
    if !matches!(receiver.kind, ReceiverKind::Reference(_, None, None)) {
        let message = "`call` takes `&self`: requests share the dependency";
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
        let message = "`describe` takes `&self` and `&mut OperationDoc`, and is not `async`";
        let help = "write `fn describe(&self, operation: &mut OperationDoc) { … }`, or rename it";
        diag.mistake(&sig.ident, message, help);
    }
}

fn check_no_handler(call: &Function, diag: &mut Diagnostics) {
    for name in ["depends", "public"] {
        if let Some(attribute) = call.attribute(name) {
            let message = format_args!("`#[{name}]` stands on handlers, and this is a dependency");
            let help =
                "put `#[depends(…)]` on a parameter, which takes the value of what is needed";
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
            let message =
                "what a dependency needs is made before the first request: there is no `self`";
            let help =
                "take a value that does not depend on `self`, and look at `self` in the body";
            diag.mistake(&item.written, message, help);
        }
    }
}
