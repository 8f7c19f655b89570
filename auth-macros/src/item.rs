//! One item of a `#[depends(…)]` list: a path, a constructor call, a struct literal.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprPath, Path, QSelf, Token, Type, TypePath};

/// A dependency as a list names it.
#[derive(Clone)]
pub(crate) struct Item {
    /// Its type.
    pub ty: Type,
    /// What makes it.
    pub value: Expr,
    /// Whether making it takes a call, which is then done once and not at each request.
    pub is_built: bool,
}

impl Item {
    /// Parses a list, as `#[depends(…)]` holds it.
    pub(crate) fn parse_list(arguments: TokenStream) -> syn::Result<Vec<Self>> {
        let list = Punctuated::<Self, Token![,]>::parse_terminated.parse2(arguments)?;
        Ok(list.into_iter().collect())
    }

    /// The text by which two items are the same.
    pub(crate) fn text(&self) -> String {
        self.value.to_token_stream().to_string()
    }

    /// The expression that makes it: `check_auth {}`, or what was written.
    pub(crate) fn expression(&self) -> TokenStream {
        match &self.value {
            Expr::Path(path) => quote!(#path {}),
            value => quote!(#value),
        }
    }
}

impl Parse for Item {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let value: Expr = input.parse()?;
        let (ty, is_built) = match &value {
            Expr::Path(path) => (type_of_path(path), false),
            Expr::Struct(literal) => (type_at(literal.qself.clone(), literal.path.clone()), true),
            Expr::Call(call) => match &*call.func {
                Expr::Path(function) => (type_of_constructor(function, call)?, true),
                _ => return Err(not_an_item(&value)),
            },
            _ => return Err(not_an_item(&value)),
        };
        Ok(Self {
            ty,
            value,
            is_built,
        })
    }
}

fn type_of_path(path: &ExprPath) -> Type {
    type_at(path.qself.clone(), path.path.clone())
}

fn type_at(qself: Option<QSelf>, path: Path) -> Type {
    Type::Path(TypePath {
        attrs: Vec::new(),
        qself,
        path,
    })
}

/// The type that a call makes: `Can` of `Can(x)`, and of `Can::any([x, y])` too. A function is told
/// from a tuple struct by its lower-case first letter; where that is not so, `<Can>::Any(x)` says it.
fn type_of_constructor(function: &ExprPath, call: &syn::ExprCall) -> syn::Result<Type> {
    if let Some(qself) = &function.qself
        && qself.as_token.is_none()
    {
        return Ok((*qself.ty).clone());
    }
    let is_function = function.path.segments.last().is_some_and(|segment| {
        segment
            .ident
            .to_string()
            .chars()
            .next()
            .is_some_and(char::is_lowercase)
    });
    if !is_function {
        return Ok(type_of_path(function));
    }

    let mut path = function.path.clone();
    path.segments.pop();
    path.segments.pop_punct();
    if path.segments.is_empty() {
        return Err(not_a_constructor(function, call));
    }
    Ok(type_at(None, path))
}

fn not_a_constructor(function: &ExprPath, call: &syn::ExprCall) -> syn::Error {
    let name = function.to_token_stream();
    if call.args.is_empty() {
        return syn::Error::new_spanned(
            call,
            format_args!(
                "a dependency without arguments is named, not called\nhelp: write `{name}`"
            ),
        );
    }
    syn::Error::new_spanned(
        function,
        format_args!(
            "`{name}` is a function, and the list must name the type that it makes\nhelp: put it on the type and write `Type::{name}(…)`"
        ),
    )
}

fn not_an_item(value: &Expr) -> syn::Error {
    syn::Error::new_spanned(
        value,
        "this is no dependency\nhelp: write a path (`check_auth`), a constructor call (`Can(x)`, `Can::any([x, y])`) or a struct literal (`Limit { per_minute: 5 }`)",
    )
}
