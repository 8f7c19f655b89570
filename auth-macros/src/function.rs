//! A function whose signature is parsed and whose body stays as it is.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, FnArg, Path, Safety, Signature, Type, Visibility};

use crate::diag::Diagnostics;

/// A function: the signature is ours to read, the body is not.
#[derive(Clone)]
pub(crate) struct Function {
    pub attrs: Vec<Attribute>,
    pub vis: Visibility,
    pub sig: Signature,
    pub body: TokenStream,
}

impl Parse for Function {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        Ok(Self {
            attrs: input.call(Attribute::parse_outer)?,
            vis: input.parse()?,
            sig: input.parse()?,
            body: TokenStream::from(input.parse::<proc_macro2::Group>().map(TokenTree::Group)?),
        })
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.attrs);
        self.vis.to_tokens(tokens);
        self.sig.to_tokens(tokens);
        self.body.to_tokens(tokens);
    }
}

impl Function {
    /// Whether an attribute's path ends in `name`.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attrs
            .iter()
            .find(|attribute| ends_in(attribute.path(), name))
    }

    /// What belongs to the item that takes the function's name: its documentation and the like.
    pub(crate) fn public_attrs(&self) -> impl Iterator<Item = &Attribute> {
        self.attrs.iter().filter(|attribute| is_public(attribute))
    }

    /// What belongs to the body: everything else, other macros among it.
    pub(crate) fn body_attrs(&self) -> impl Iterator<Item = &Attribute> {
        self.attrs.iter().filter(|attribute| !is_public(attribute))
    }
}

fn is_public(attribute: &Attribute) -> bool {
    ["doc", "deprecated"]
        .iter()
        .any(|name| attribute.path().is_ident(name))
}

/// Whether the last segment of `path` is `name`.
pub(crate) fn ends_in(path: &Path, name: &str) -> bool {
    path.segments
        .last()
        .is_some_and(|segment| segment.ident == name)
}

/// What every function that the runtime calls must be; `what` is "a handler", say.
pub(crate) fn check_qualifiers(sig: &Signature, what: &str, diag: &mut Diagnostics) {
    if let Some(token) = &sig.constness {
        diag.mistake(
            token,
            format_args!("{what} cannot be `const`"),
            "remove `const`",
        );
    }
    if let Safety::Unsafe(token) = &sig.safety {
        let help = "remove `unsafe`, and put an `unsafe` block where it is needed";
        diag.mistake(token, format_args!("{what} cannot be `unsafe`"), help);
    }
    if let Some(abi) = &sig.abi {
        diag.mistake(
            abi,
            format_args!("{what} cannot be `extern`"),
            "remove `extern`",
        );
    }
    if let Some(variadic) = &sig.variadic {
        diag.mistake(
            variadic,
            format_args!("{what} cannot be variadic"),
            "remove `...`",
        );
    }
}

/// A function has no generics: it is one thing, known when the program is compiled.
pub(crate) fn check_generics(sig: &Signature, what: &str, help: &str, diag: &mut Diagnostics) {
    if !sig.generics.params.is_empty() {
        diag.mistake(
            &sig.generics,
            format_args!("{what} cannot be generic"),
            help,
        );
    }
}

/// `impl Trait` is a hidden generic.
pub(crate) fn check_impl_trait(sig: &Signature, diag: &mut Diagnostics) {
    for input in &sig.inputs {
        if let FnArg::Typed(input) = input
            && let Type::ImplTrait(ty) = &*input.ty
        {
            let message = "the type of a parameter must be named: `impl Trait` says nothing about what to extract";
            diag.mistake(ty, message, "write the type, `State<Tokens>` say");
        }
    }
}
