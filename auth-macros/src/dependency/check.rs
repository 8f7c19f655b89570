//! Every rule about dependencies.

use syn::{ReturnType, Signature, Type};

use super::parse::{Block, Declaration, Input};
use crate::diag::Diagnostics;
use crate::function::{check_generics, check_impl_trait, check_qualifiers};
use crate::parameter;

/// The table of contents: what a dependency must be.
pub(super) fn declaration(declaration: &Declaration, diag: &mut Diagnostics) {
    match &declaration.input {
        Input::Function(function) => {
            check_no_receiver(&function.sig, diag);
            let help = "make it a struct, `struct Name<T>(T)`, and put `#[dependency]` on its `impl` block";
            check_generics(&function.sig, "a dependency that is a function", help, diag);
        }
        Input::Block(block) => {
            check_inherent(block, diag);
            check_call(block, diag);
        }
    }
    if let Some(call) = declaration.input.call() {
        check_qualifiers(&call.sig, "a dependency", diag);
        check_impl_trait(&call.sig, diag);
        check_output(&call.sig, diag);
    }
    parameter::check(&declaration.parameters, diag);
}

fn check_no_receiver(sig: &Signature, diag: &mut Diagnostics) {
    if let Some(receiver) = sig.receiver() {
        let help = "put `#[dependency]` on the `impl` block, and name the method `call`";
        diag.mistake(
            receiver.self_token,
            "a function that is a dependency takes no `self`",
            help,
        );
    }
}

fn check_inherent(block: &Block, diag: &mut Diagnostics) {
    if let Some(token) = &block.trait_for {
        let help = "put `#[dependency]` on `impl Type { async fn call(&self, …) … }`";
        diag.mistake(
            token,
            "a dependency's `impl` block is not one of a trait",
            help,
        );
    }
}

fn check_call(block: &Block, diag: &mut Diagnostics) {
    let Some(call) = block.method("call") else {
        let message = "a dependency's `impl` block has a method `call`";
        diag.mistake(
            &block.self_ty,
            message,
            "write `async fn call(&self) -> Result<(), HttpError> { … }`",
        );
        return;
    };
    check_generics(&call.sig, "`call`", "put the parameters on the type", diag);
    let Some(receiver) = call.sig.receiver() else {
        diag.mistake(
            &call.sig.ident,
            "`call` takes `&self`",
            "write `call(&self, …)`",
        );
        return;
    };
    let is_shared = matches!(
        &receiver.kind,
        syn::ReceiverKind::Reference(_, lifetime, mutability) if lifetime.is_none() && mutability.is_none()
    );
    if !is_shared {
        diag.mistake(
            receiver.self_token,
            "`call` takes `&self`: requests share the dependency",
            "write `&self`",
        );
    }
}

fn check_output(sig: &Signature, diag: &mut Diagnostics) {
    let ReturnType::Type(_, ty) = &sig.output else {
        return;
    };
    match &**ty {
        Type::ImplTrait(ty) => {
            let message = "the value of a dependency has a type with a name";
            diag.mistake(ty, message, "write the type, or `Result<T, HttpError>`");
        }
        Type::Reference(ty) if !parameter::is_static(ty) => {
            let message = "the value of a dependency outlives what it was made from";
            diag.mistake(ty, message, "return an owned value");
        }
        _ => {}
    }
}
