//! One item of a `#[depends(…)]` list: a path, a constructor call, a struct literal.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, ExprCall, ExprPath, LitStr, Path, PathArguments, QSelf, Token, Type, TypePath};

use crate::diag::{Diagnostics, text};
use crate::paths;

/// A dependency as a list names it.
#[derive(Clone)]
pub(crate) struct Item {
    pub ty: Type,
    /// The expression that constructs it.
    pub value: Value,
    /// The tokens that the user wrote.
    pub written: TokenStream,
}

/// How a dependency is constructed.
#[derive(Clone)]
pub(crate) enum Value {
    /// `check_auth`: a type without fields, constructed by `check_auth {}`.
    Braces(ExprPath),
    /// `Role::Admin`: a variant or a constant, used as it is.
    Constant(ExprPath),
    /// `Can(x)`, `Limit { per_minute: 5 }`: a call or a literal, evaluated once.
    Built(Expr),
}

impl Item {
    /// Parses a list, as `#[depends(…)]` holds it.
    pub(crate) fn parse_list(tokens: TokenStream, diag: &mut Diagnostics) -> Vec<Self> {
        let mut items = Vec::new();
        let parser = |input: ParseStream| {
            while !input.is_empty() {
                items.extend(diag.accept(parse_one(input)?));
                if !input.is_empty() && input.parse::<Option<Token![,]>>()?.is_none() {
                    return Err(input.error("expected `,`\nhelp: separate the items with commas"));
                }
            }
            Ok(())
        };
        let parsed = parser.parse2(tokens);
        diag.accept(parsed);
        items
    }

    /// The text that decides whether two items are the same.
    pub(crate) fn text(&self) -> String {
        self.written.to_string()
    }
}

/// Parses one item. The outer error is the parser's, after which parsing cannot continue; the inner one is
/// ours.
fn parse_one(input: ParseStream) -> syn::Result<syn::Result<Item>> {
    if input.peek(Token![#]) {
        let message = "attributes are not allowed on the items of a list\nhelp: write the list twice: `#[cfg_attr(x, depends(a, b))]` and `#[cfg_attr(not(x), depends(a))]`";
        return Err(input.error(message));
    }
    if let Some(path) = parse_path(input) {
        return Ok(Ok(of_path(path.qself, path.path)));
    }
    match input.parse() {
        Ok(value) => Ok(of_expression(&value)),
        Err(error) => Err(syn::Error::new(
            error.span(),
            format_args!("{error}\n{HELP}"),
        )),
    }
}

/// Parses a path in type syntax: `AtMost<5>`, where an expression would be `AtMost::<5>`.
fn parse_path(input: ParseStream) -> Option<TypePath> {
    let ahead = input.fork();
    let path = ahead.parse::<TypePath>().ok()?;
    let has_call = |path: &Path| {
        let mut segments = path.segments.iter();
        segments.any(|segment| matches!(segment.arguments, PathArguments::Parenthesized(_)))
    };
    if has_call(&path.path) || !(ahead.is_empty() || ahead.peek(Token![,])) {
        return None;
    }
    input.advance_to(&ahead);
    Some(path)
}

/// The item that an expression stands for.
fn of_expression(value: &Expr) -> syn::Result<Item> {
    let ty = match value {
        Expr::Group(group) => return of_expression(&group.expr),
        Expr::Path(path) => return Ok(of_path(path.qself.clone(), path.path.clone())),
        Expr::Struct(literal) => owner(literal.qself.clone(), literal.path.clone()).0,
        Expr::Call(call) => made_by(call)?,
        _ => return Err(not_an_item(value)),
    };
    Ok(Item {
        ty,
        value: Value::Built(value.clone()),
        written: value.to_token_stream(),
    })
}

fn of_path(qself: Option<QSelf>, path: Path) -> Item {
    let written = type_at(qself.clone(), path.clone()).into_token_stream();
    let (ty, is_member) = owner(qself.clone(), path.clone());
    let expression = ExprPath {
        attrs: Vec::new(),
        qself,
        path,
    };
    let value = if is_member {
        Value::Constant(expression)
    } else {
        Value::Braces(expression)
    };
    Item { ty, value, written }
}

/// The type that a path names or is a member of (`Role` of `Role::Admin`), and whether the path names it.
///
/// An upper-case first letter tells a type from a module; `<role>::Admin` states explicitly that it is a
/// type.
fn owner(qself: Option<QSelf>, mut path: Path) -> (Type, bool) {
    if let Some(qself) = qself {
        if qself.as_token.is_none() && path.segments.len() == 1 {
            return (*qself.ty, true);
        }
        return (type_at(Some(qself), path), false);
    }
    let owner = path.segments.iter().rev().nth(1);
    let is_member = owner.is_some_and(|segment| is_upper_case(&segment.ident));
    if is_member {
        path.segments.pop();
        path.segments.pop_punct();
    }
    (type_at(None, path), is_member)
}

/// The type that a call constructs: `Can` for `Can(x)` and for `Can::any([x, y])`.
fn made_by(call: &ExprCall) -> syn::Result<Type> {
    let Expr::Path(function) = &*call.func else {
        return Err(not_an_item(call));
    };
    if let Some(ty) = made_by_combinator(function, call) {
        return ty;
    }
    let (ty, is_member) = owner(function.qself.clone(), function.path.clone());
    let name = function.path.segments.last().map(|segment| &segment.ident);
    if is_member || name.is_none_or(is_upper_case) {
        return Ok(ty);
    }
    Err(not_a_constructor(function, call))
}

/// The type that a combinator of the runtime constructs: its type argument is the type of the first argument.
fn made_by_combinator(function: &ExprPath, call: &ExprCall) -> Option<syn::Result<Type>> {
    let last = function.path.segments.last()?;
    let combinator = paths::combinator(&last.ident.to_string())?;
    if !last.arguments.is_none() {
        return None;
    }
    let inner = of_expression(call.args.first()?);
    Some(inner.map(|Item { ty, .. }| syn::parse_quote!(#combinator<#ty>)))
}

fn is_upper_case(ident: &Ident) -> bool {
    ident.to_string().starts_with(char::is_uppercase)
}

fn type_at(qself: Option<QSelf>, path: Path) -> Type {
    Type::Path(TypePath {
        attrs: Vec::new(),
        qself,
        path,
    })
}

fn not_a_constructor(function: &ExprPath, call: &ExprCall) -> syn::Error {
    let name = text(function);
    if call.args.is_empty() {
        let message =
            format!("a dependency without arguments is named, not called\nhelp: write `{name}`");
        return syn::Error::new_spanned(call, message);
    }
    let message = format!(
        "`{name}` is a function, but the list must name the type that it creates\nhelp: make it an associated function, and write `Type::{name}(…)`"
    );
    syn::Error::new_spanned(function, message)
}

fn not_an_item(value: &impl ToTokens) -> syn::Error {
    let message = match quoted_path(value) {
        Some(path) => {
            format!("a dependency is named without quotation marks\nhelp: remove them: `{path}`")
        }
        None => format!("this is not a dependency\n{HELP}"),
    };
    syn::Error::new_spanned(value, message)
}

/// The path in a string.
fn quoted_path(value: &impl ToTokens) -> Option<String> {
    let text = syn::parse2::<LitStr>(value.to_token_stream()).ok()?.value();
    syn::parse_str::<Path>(&text).ok().map(|_| text)
}

const HELP: &str = "help: write a path (`check_auth`), a constructor call (`Can(x)`, `Can::any([x, y])`) or a struct literal (`Limit { per_minute: 5 }`)";
