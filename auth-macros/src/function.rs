//! A function whose signature is parsed and whose body is left unparsed.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, GenericParam, LitStr, Safety, Signature, Token, Visibility};

use crate::borrowed::borrows_from_nothing;
use crate::diag::Diagnostics;
use crate::types::ends_in;

/// A function: the macros read its signature, but not its body.
#[derive(Clone)]
pub(crate) struct Function {
    pub attrs: Vec<Attribute>,
    pub vis: Visibility,
    pub sig: Signature,
    /// `None` where there is a `;` instead.
    pub body: Option<Group>,
}

impl Parse for Function {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let (attrs, vis, sig) = (
            input.call(Attribute::parse_outer)?,
            input.parse()?,
            input.parse()?,
        );
        let has_no_body = input.parse::<Option<Token![;]>>()?.is_some();
        let body = if has_no_body {
            None
        } else {
            Some(parse_body(input)?)
        };
        Ok(Self {
            attrs,
            vis,
            sig,
            body,
        })
    }
}

/// A `macro_rules` passes on a `$body:block` in invisible parentheses.
fn parse_body(input: ParseStream) -> syn::Result<Group> {
    match input.parse()? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            parse_body.parse2(group.stream())
        }
        TokenTree::Group(body) => Ok(body),
        token => Err(syn::Error::new(token.span(), "expected a body in braces")),
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.attrs);
        self.vis.to_tokens(tokens);
        self.sig.to_tokens(tokens);
        self.body_tokens().to_tokens(tokens);
    }
}

impl Function {
    /// The first attribute whose path ends in `name`.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attrs
            .iter()
            .find(|attribute| ends_in(attribute.path(), name))
    }

    /// The attributes that belong to the item that takes the function's name: its documentation and the like,
    /// and the author's lint levels.
    pub(crate) fn public_attrs(&self) -> impl Iterator<Item = &Attribute> {
        let is_of_name = |attribute: &&Attribute| is_public(attribute) || is_lint_level(attribute);
        self.attrs.iter().filter(is_of_name)
    }

    /// The user's function, under its own name (which `#[instrument]` shows), with the attributes that belong
    /// to the body: other macros are among them, ours are not.
    pub(crate) fn as_written(&self) -> TokenStream {
        let is_of_body = |attribute: &&Attribute| !is_public(attribute) && !is_ours(attribute);
        let attrs = self.attrs.iter().filter(is_of_body);
        let (sig, body) = (self.sig_tokens(), self.body_tokens());
        let unused = self
            .body
            .is_none()
            .then(|| quote!(#[allow(unused_variables)]));
        quote! {
            #unused
            #WhatMustBe
            #(#attrs)*
            #sig #body
        }
    }

    /// The same for a function with a mistake. A function that borrows from nothing is left out: the macro
    /// reports it.
    pub(crate) fn as_far_as_written(&self) -> TokenStream {
        if borrows_from_nothing(&self.sig) {
            return TokenStream::new();
        }
        let as_written = self.as_written();
        quote!(#[allow(dead_code)] #as_written)
    }

    /// The signature; without generics it becomes `fn name<>(…)`. We add the brackets because rustc otherwise
    /// suggests, about an unknown type, that the function might lack a type parameter. That is no help here,
    /// and it turns one error into two, since the expansion names the type again.
    fn sig_tokens(&self) -> TokenStream {
        // The macro reports `...` itself, and rustc would add three errors.
        let sig = Signature {
            variadic: None,
            ..self.sig.clone()
        };
        let mut brackets = sig.generics.params.is_empty().then(|| quote!(<>));
        let mut tokens = TokenStream::new();
        for token in sig.to_token_stream() {
            let is_name = matches!(&token, TokenTree::Ident(name) if *name == sig.ident);
            tokens.append(token);
            if is_name {
                tokens.append_all(brackets.take());
            }
        }
        tokens
    }

    /// The body. If it is missing, a mistake is reported, and the replacement never runs.
    fn body_tokens(&self) -> TokenStream {
        let body = self.body.as_ref().map(ToTokens::to_token_stream);
        body.unwrap_or_else(|| quote!({ ::core::panic!() }))
    }
}

/// Allows the lints about what a function must be here: `async`, not `const`, and with arguments by value.
/// The attribute stands before the user's own, which take precedence.
pub(crate) struct WhatMustBe;

impl ToTokens for WhatMustBe {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(quote! {
            #[allow(
                clippy::missing_const_for_fn,
                clippy::needless_pass_by_value,
                clippy::unused_async,
            )]
        });
    }
}

fn is_public(attribute: &Attribute) -> bool {
    ["doc", "deprecated"]
        .iter()
        .any(|name| attribute.path().is_ident(name))
}

/// Lint levels that may be set on both. `expect` is not among them, because it wants a lint that fires.
fn is_lint_level(attribute: &Attribute) -> bool {
    ["allow", "warn", "deny", "forbid"]
        .iter()
        .any(|name| attribute.path().is_ident(name))
}

fn is_ours(attribute: &Attribute) -> bool {
    ["dependency", "depends", "public"]
        .iter()
        .any(|name| ends_in(attribute.path(), name))
}

/// Whether the tokens after the attributes are meant to be a function: the parser's own message then says
/// more than ours.
pub(crate) fn is_function(input: ParseStream) -> syn::Result<bool> {
    let ahead = input.fork();
    ahead.call(Attribute::parse_outer)?;
    ahead.parse::<Visibility>()?;
    while ahead.peek(Token![const])
        || ahead.peek(Token![async])
        || ahead.peek(Token![unsafe])
        || ahead.peek(Token![extern])
        || ahead.peek(LitStr)
    {
        ahead.parse::<TokenTree>()?;
    }
    Ok(ahead.peek(Token![fn]))
}

/// Whether it is a statement or an expression: rustc itself reports that an attribute is not allowed there.
pub(crate) fn is_no_item(item: &TokenStream) -> bool {
    let parser = |input: ParseStream| {
        input.call(Attribute::parse_outer)?;
        let is_closure =
            input.peek(Token![|]) || input.peek(Token![||]) || input.peek(Token![move]);
        let is_async =
            input.peek(Token![async]) && !input.peek2(Token![fn]) && !is_function(input)?;
        let is_no_item = input.peek(Token![let]) || is_closure || is_async;
        input.parse::<TokenStream>()?;
        Ok(is_no_item)
    };
    parser.parse2(item.clone()).unwrap_or(false)
}

/// Every rule about functions that the runtime calls; `what` is "a handler", say.
pub(crate) fn check(function: &Function, what: &str, diag: &mut Diagnostics) {
    check_qualifiers(&function.sig, what, diag);
    check_body(function, what, diag);
}

fn check_qualifiers(sig: &Signature, what: &str, diag: &mut Diagnostics) {
    if let Some(token) = &sig.constness {
        diag.mistake(
            token,
            format_args!("{what} cannot be `const`"),
            "remove `const`",
        );
    }
    if let Safety::Unsafe(token) = &sig.safety {
        let help = "remove `unsafe`, and use an `unsafe` block where it is needed";
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

fn check_body(function: &Function, what: &str, diag: &mut Diagnostics) {
    if function.body.is_none() {
        let message = format_args!("{what} must have a body");
        diag.mistake(&function.sig.ident, message, "write `{ … }` instead of `;`");
    }
}

/// A function must not be generic: it is one thing, known at compile time.
pub(crate) fn check_generics(sig: &Signature, what: &str, help: &str, diag: &mut Diagnostics) {
    let generics = &sig.generics;
    let is_lifetime = |parameter: &GenericParam| matches!(parameter, GenericParam::Lifetime(_));
    if generics.params.is_empty() {
        return;
    }
    if generics.params.iter().all(is_lifetime) {
        let message = format_args!("{what} cannot have named lifetimes");
        diag.mistake(generics, message, "remove them, as in `&Parts`");
    } else {
        diag.mistake(generics, format_args!("{what} cannot be generic"), help);
    }
}
