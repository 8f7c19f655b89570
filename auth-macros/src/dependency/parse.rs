//! The grammar of a dependency: a function, or an `impl` block with a method `call`.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, TokenStreamExt, format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, Expr, Generics, ImplItem, ReturnType, Signature, Token, Type, Visibility, braced,
};

use super::arguments::Arguments;
use crate::diag::Diagnostics;
use crate::function::{self, Function};
use crate::parameter::{self, Parameter};
use crate::signature::doc_lines;
use crate::types::ungrouped;

/// What the macro stands on.
#[derive(Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one of them, for as long as a macro runs"
)]
pub(super) enum Input {
    Function(Function),
    Block(Block),
}

/// An `impl` block. Its functions' bodies stay as they are.
#[derive(Clone)]
pub(super) struct Block {
    pub attrs: Vec<Attribute>,
    pub impl_token: Token![impl],
    pub generics: Generics,
    pub implemented: Option<(Type, Token![for])>,
    pub self_ty: Type,
    pub inner_attrs: Vec<Attribute>,
    pub members: Vec<Member>,
}

/// A member of an `impl` block.
#[derive(Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "there are few of them, for as long as a macro runs"
)]
pub(super) enum Member {
    Function(Function),
    Other(TokenStream),
}

/// A dependency: what it declares, the item, and the parameters of its function.
pub(super) struct Declaration {
    pub arguments: Arguments,
    /// The item, without the `#[depends]` of its parameters.
    pub input: Input,
    pub parameters: Vec<Parameter>,
}

/// Reads the parameters off the item.
pub(super) fn declaration(
    arguments: Arguments,
    mut input: Input,
    diag: &mut Diagnostics,
) -> Declaration {
    let parameters = match input.call_sig_mut() {
        Some(sig) => parameter::take(sig, diag),
        None => Vec::new(),
    };
    Declaration {
        arguments,
        input,
        parameters,
    }
}

impl Parse for Input {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let ahead = input.fork();
        ahead.call(Attribute::parse_outer)?;
        if ahead.peek(Token![impl]) {
            return input.parse().map(Self::Block);
        }
        if !function::is_function(input)? {
            let message = "only a function or an `impl` block can be a dependency\nhelp: put `#[dependency]` on a function, or on an `impl` block with a method `call(&self, …)`";
            return Err(ahead.error(message));
        }
        input.parse().map(Self::Function)
    }
}

impl Parse for Block {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let impl_token = input.parse()?;
        let mut generics: Generics = input.parse()?;
        let (implemented, self_ty) = parse_subject(input)?;
        generics.where_clause = input.parse()?;

        let content;
        braced!(content in input);
        let inner_attrs = content.call(Attribute::parse_inner)?;
        let mut members = Vec::new();
        while !content.is_empty() {
            members.push(content.parse()?);
        }
        Ok(Self {
            attrs,
            impl_token,
            generics,
            implemented,
            self_ty,
            inner_attrs,
            members,
        })
    }
}

/// `Type`, or `Trait for Type`.
fn parse_subject(input: ParseStream) -> syn::Result<(Option<(Type, Token![for])>, Type)> {
    let first: Type = input.parse()?;
    match input.parse::<Option<Token![for]>>()? {
        Some(for_token) => Ok((Some((first, for_token)), input.parse()?)),
        None => Ok((None, first)),
    }
}

impl Parse for Member {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let ahead = input.fork();
        ahead.call(Attribute::parse_outer)?;
        ahead.parse::<Visibility>()?;
        if ahead.parse::<Signature>().is_ok() {
            return input.parse().map(Self::Function);
        }
        let other: ImplItem = input.parse()?;
        Ok(Self::Other(other.into_token_stream()))
    }
}

impl ToTokens for Input {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Function(function) => function.to_tokens(tokens),
            Self::Block(block) => block.to_tokens(tokens),
        }
    }
}

impl ToTokens for Block {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self {
            attrs,
            impl_token,
            generics,
            self_ty,
            inner_attrs,
            members,
            ..
        } = self;
        let implemented = self
            .implemented
            .as_ref()
            .map(|(ty, for_token)| quote!(#ty #for_token));
        let where_clause = &generics.where_clause;
        // As on a function: see `Function::as_written`.
        let brackets = generics.params.is_empty().then(|| quote!(<>));
        tokens.append_all(attrs);
        tokens.extend(quote! {
            #impl_token #generics #brackets #implemented #self_ty #where_clause {
                #(#inner_attrs)*
                #(#members)*
            }
        });
    }
}

impl ToTokens for Member {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Function(function) => function.to_tokens(tokens),
            Self::Other(other) => other.to_tokens(tokens),
        }
    }
}

impl Input {
    /// The function that is called for each request.
    pub(super) fn call(&self) -> Option<&Function> {
        match self {
            Self::Function(function) => Some(function),
            Self::Block(block) => block.method("call"),
        }
    }

    /// Its signature.
    pub(super) fn call_sig_mut(&mut self) -> Option<&mut Signature> {
        match self {
            Self::Function(function) => Some(&mut function.sig),
            Self::Block(block) => block.call_mut().map(|call| &mut call.sig),
        }
    }
}

impl Block {
    /// The method that is called for each request.
    pub(super) fn call_mut(&mut self) -> Option<&mut Function> {
        self.methods_mut()
            .find(|function| function.sig.ident == "call")
    }

    /// The methods, to be changed.
    pub(super) fn methods_mut(&mut self) -> impl Iterator<Item = &mut Function> {
        self.members.iter_mut().filter_map(|member| match member {
            Member::Function(function) => Some(function),
            Member::Other(_) => None,
        })
    }

    /// The methods.
    pub(super) fn methods(&self) -> impl Iterator<Item = &Function> {
        self.members.iter().filter_map(|member| match member {
            Member::Function(function) => Some(function),
            Member::Other(_) => None,
        })
    }

    /// The method of this name.
    pub(super) fn method(&self, name: &str) -> Option<&Function> {
        self.methods().find(|function| function.sig.ident == name)
    }
}

impl Declaration {
    /// What the function returns.
    pub(super) fn returned(&self) -> Type {
        match self.input.call().map(|call| &call.sig.output) {
            Some(ReturnType::Type(_, ty)) => (**ty).clone(),
            _ => syn::parse_quote!(()),
        }
    }

    /// The parameters of an `impl` block.
    pub(super) fn generics(&self) -> Generics {
        match &self.input {
            Input::Function(_) => Generics::default(),
            Input::Block(block) => block.generics.clone(),
        }
    }

    /// The dependency's type.
    pub(super) fn subject(&self) -> TokenStream {
        match &self.input {
            Input::Function(function) => function.sig.ident.to_token_stream(),
            Input::Block(block) => block.self_ty.to_token_stream(),
        }
    }

    /// The lines of the doc comment: of the function, or of the block and its `call`.
    pub(super) fn doc_lines(&self) -> impl Iterator<Item = &Expr> {
        let of_block = match &self.input {
            Input::Function(_) => &[],
            Input::Block(block) => &*block.attrs,
        };
        let of_call = self.input.call().map(|call| &*call.attrs);
        doc_lines(of_block).chain(doc_lines(of_call.unwrap_or_default()))
    }

    /// The name that documentation and the audit table use for it.
    pub(super) fn name(&self) -> Ident {
        match &self.input {
            Input::Function(function) => function.sig.ident.clone(),
            Input::Block(block) => match ungrouped(&block.self_ty) {
                Type::Path(ty) => match ty.path.segments.last() {
                    Some(segment) => segment.ident.clone(),
                    None => format_ident!("dependency"),
                },
                _ => format_ident!("dependency"),
            },
        }
    }
}
