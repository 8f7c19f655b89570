//! The list of `#[dependency(…)]`: what documentation, CORS and the audit table need to know.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Ident, LitInt, LitStr, Token, parenthesized};

use crate::diag::Diagnostics;

/// `security = "session", sets("refreshtoken"), errors(401, 403)`; each of them is optional.
#[derive(Default)]
pub(super) struct Arguments {
    pub security: Vec<LitStr>,
    pub sets: Vec<LitStr>,
    pub errors: Vec<LitInt>,
}

/// One entry of the list.
enum Argument {
    Security(Ident, LitStr),
    Sets(Ident, Vec<LitStr>),
    Errors(Ident, Vec<LitInt>),
}

/// Reads the list, and checks each entry.
pub(super) fn parse(tokens: TokenStream, diag: &mut Diagnostics) -> Arguments {
    let entries = entries(tokens, diag);
    let mut seen: Vec<&Ident> = Vec::new();
    for entry in &entries {
        check_once(entry.key(), &mut seen, diag);
        entry.check(diag);
    }

    let mut arguments = Arguments::default();
    for entry in entries {
        match entry {
            Argument::Security(_, scheme) => arguments.security.push(scheme),
            Argument::Sets(_, headers) => arguments.sets.extend(headers),
            Argument::Errors(_, statuses) => arguments.errors.extend(statuses),
        }
    }
    arguments
}

/// The entries that can be parsed; after a mistake, parsing continues with the next one.
fn entries(tokens: TokenStream, diag: &mut Diagnostics) -> Vec<Argument> {
    let mut entries = Vec::new();
    let parser = |input: ParseStream| {
        while !input.is_empty() {
            let entry = input.parse().and_then(|entry| {
                let is_complete = input.is_empty() || input.peek(Token![,]);
                if is_complete {
                    Ok(entry)
                } else {
                    Err(input.error("expected `,`\nhelp: separate the arguments with commas"))
                }
            });
            entries.extend(diag.accept(entry));
            while !input.is_empty() && input.parse::<Option<Token![,]>>()?.is_none() {
                input.parse::<TokenTree>()?;
            }
        }
        Ok(())
    };
    let parsed = parser.parse2(tokens);
    diag.accept(parsed);
    entries
}

impl Argument {
    fn key(&self) -> &Ident {
        match self {
            Self::Security(key, _) | Self::Sets(key, _) | Self::Errors(key, _) => key,
        }
    }

    fn check(&self, diag: &mut Diagnostics) {
        match self {
            Self::Security(_, scheme) => check_scheme(scheme, diag),
            Self::Sets(_, headers) => {
                for header in headers {
                    check_header(header, diag);
                }
            }
            Self::Errors(_, statuses) => {
                for status in statuses {
                    check_status(status, diag);
                }
            }
        }
    }
}

impl Parse for Argument {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let key: Ident = input.parse()?;
        match key.to_string().as_str() {
            "security" => {
                let scheme = input.parse::<Token![=]>().and_then(|_| input.parse());
                Ok(Self::Security(
                    key,
                    or_help(scheme, "security = \"session\"")?,
                ))
            }
            "sets" => {
                let headers = parenthesized_list(input);
                Ok(Self::Sets(key, or_help(headers, "sets(\"refreshtoken\")")?))
            }
            "errors" => {
                let statuses = parenthesized_list(input);
                Ok(Self::Errors(key, or_help(statuses, "errors(401, 403)")?))
            }
            _ if input.is_empty() || input.peek(Token![,]) => Err(needed(&key)),
            _ => Err(unknown(&key)),
        }
    }
}

fn parenthesized_list<T: Parse>(input: ParseStream) -> syn::Result<Vec<T>> {
    let content;
    parenthesized!(content in input);
    let list = content.parse_terminated(T::parse, Token![,]);
    // Consumes the rest, which syn would report as an error of its own.
    content.parse::<TokenStream>()?;
    Ok(list?.into_iter().collect())
}

/// Adds to the parser's message how to write the entry.
fn or_help<T>(parsed: syn::Result<T>, example: &str) -> syn::Result<T> {
    parsed.map_err(|error| {
        syn::Error::new(
            error.span(),
            format_args!("{error}\nhelp: write `{example}`"),
        )
    })
}

fn unknown(key: &Ident) -> syn::Error {
    let message = format_args!(
        "unknown argument `{key}` in `#[dependency(…)]`\nhelp: use `security = \"scheme\"`, `sets(\"header\")` or `errors(401)`"
    );
    syn::Error::new_spanned(key, message)
}

/// A bare name is what someone writes who wants to list the dependency's own dependencies.
fn needed(key: &Ident) -> syn::Error {
    let message = format_args!(
        "unknown argument `{key}` in `#[dependency(…)]`\nhelp: to depend on `{key}`, take its value as a parameter: `#[depends({key})] value: T`"
    );
    syn::Error::new_spanned(key, message)
}

fn check_once<'a>(key: &'a Ident, seen: &mut Vec<&'a Ident>, diag: &mut Diagnostics) {
    if seen.contains(&key) {
        let message = format_args!("duplicate argument `{key}` in `#[dependency(…)]`");
        diag.mistake(key, message, "merge it with the first one");
    }
    seen.push(key);
}

/// A component's key: OpenAPI 3.1 §4.8.7.
fn check_scheme(scheme: &LitStr, diag: &mut Diagnostics) {
    let text = scheme.value();
    let is_key = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if text.is_empty() || !text.bytes().all(is_key) {
        let help = "use only letters, digits, `.`, `-` and `_`, as in `security = \"session\"`";
        diag.mistake(
            scheme,
            "this is not a valid name for a security scheme",
            help,
        );
    }
}

/// A field name: RFC 9110 §5.1, in lower case, as HTTP/2 sends it.
fn check_header(header: &LitStr, diag: &mut Diagnostics) {
    let text = header.value();
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if text.is_empty() || !text.bytes().all(is_token) {
        diag.mistake(
            header,
            "this is not a valid header name",
            "name a header, as in `sets(\"refreshtoken\")`",
        );
    } else if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let help = format_args!("write \"{}\"", text.to_ascii_lowercase()).to_string();
        diag.mistake(header, "header names must be written in lower case", help);
    }
}

fn check_status(status: &LitInt, diag: &mut Diagnostics) {
    let is_error = status
        .base10_parse::<u16>()
        .is_ok_and(|code| (400..600).contains(&code));
    if !is_error {
        let message = "this is not an error status";
        diag.mistake(
            status,
            message,
            "use statuses from 400 to 599, as in `errors(401, 403)`",
        );
    }
}
