//! The code that dependencies and handlers share: resolve what is listed, then the parameters.
//!
//! The order is the same everywhere: dependencies, then what is extracted from the head, then (in a handler)
//! the body. So a dependency's refusal comes before any extractor's, wherever the parameters stand.
//! [`needed`] names the dependencies, [`mod@list`] combines several, and [`arguments`] holds the parameters'
//! arguments.

mod arguments;
mod list;
mod needed;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Generics, Type};

use crate::item::Item;
use crate::parameter::{Parameter, Source};
use crate::paths::{Private, around, bound, private_at};
use crate::spans::{local, place, quote};
use crate::types::last_segment;
use arguments::Arguments;
use needed::Needed;

/// Whose parameters these are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum User {
    /// A dependency sees the head only.
    Dependency,
    /// A handler's last extractor may read the body.
    Handler,
}

/// What is resolved for one function: the items of its list, then its parameters.
pub(crate) struct Resolution<'a> {
    /// All dependencies, in the order in which they are resolved: the list, then the parameters'.
    needed: Vec<Needed>,
    /// How many of them are listed.
    listed: usize,
    arguments: Arguments<'a>,
}

impl<'a> Resolution<'a> {
    /// The resolution of a function with this list, whose items and parameters may mention `generics`.
    pub(crate) fn new(
        user: User,
        list: &[Item],
        parameters: &'a [Parameter],
        generics: &Generics,
    ) -> Self {
        let of_parameters = parameters
            .iter()
            .filter_map(|parameter| match &parameter.source {
                Source::Dependency(item) => Some(&**item),
                _ => None,
            });
        let items = list.iter().chain(of_parameters).enumerate();
        Self {
            needed: items
                .map(|(index, item)| Needed::new(index, item, generics))
                .collect(),
            listed: list.len(),
            arguments: Arguments::new(user, parameters),
        }
    }

    /// Whether axum's marker tells the handler's last extractor from others.
    pub(crate) fn has_marker(&self) -> bool {
        self.arguments.last_extractor.is_some()
    }

    /// The items that the code below refers to.
    pub(crate) fn definitions(&self) -> TokenStream {
        self.needed
            .iter()
            .map(|needed| needed.definitions.clone())
            .collect()
    }

    /// The where-clauses: they repeat the user's types, so that rustc explains what is missing.
    pub(crate) fn bounds(&self) -> TokenStream {
        let state = state_parameter();
        let of_dependencies = self.needed.iter().map(|Needed { ty, span, .. }| {
            let (first, last) = around(*span);
            let (resolves, close) = (private_at("Resolves", first), quote_spanned!(last=> >));
            quote!(#state: #resolves<#ty #close,)
        });
        let of_extractors = self.arguments.extractors().map(|(index, ty)| {
            let is_last = self.arguments.is_last(index);
            let marker = is_last.then(|| {
                let marker = marker_parameter();
                quote!(, #marker)
            });
            let arguments = quote!(#ty #marker);
            let bound = bound(extracting_trait(ty, is_last), &arguments, ty);
            quote!(#state: #bound,)
        });
        quote!(#(#of_dependencies)* #(#of_extractors)*)
    }

    /// The plan of everything that is needed, at all levels, after the constant `own`.
    pub(crate) fn plan(&self, own: &TokenStream) -> TokenStream {
        if self.is_one_by_one() {
            let plans = self.needed.iter().map(|needed| needed.member("PLAN"));
            return quote!(#own #(.needs(#plans))*);
        }
        let list = list_type(&self.needed);
        quote!(#own.needs(<#list as #Private::List>::PLAN))
    }

    /// Tells the documentation of each dependency.
    pub(crate) fn describe(&self) -> TokenStream {
        let operation = operation();
        if self.is_one_by_one() {
            let told = self.needed.iter();
            let told = told.map(|needed| needed.call("include_in", &operation.to_token_stream()));
            return quote!(#(#told;)*);
        }
        let (listed, given) = self.needed.split_at(self.listed);
        let include = |needed: &[Needed], function: &str| {
            let (function, list) = (Ident::new(function, place()), list_of(needed));
            (!needed.is_empty()).then(|| quote!(#Private::List::#function(#list, #operation);))
        };
        let (listed, given) = (
            include(listed, "include_listed_in"),
            include(given, "include_in"),
        );
        quote!(#listed #given)
    }

    /// Whether the dependencies are named one by one, and not as a list. rustc then says less about a generic
    /// item that is not a dependency.
    fn is_one_by_one(&self) -> bool {
        self.needed.is_empty() || self.needed.iter().any(Needed::is_generic)
    }

    /// The dependencies of the list, and those of the parameters: two expressions.
    pub(crate) fn lists(&self) -> (TokenStream, TokenStream) {
        let (listed, given) = self.needed.split_at(self.listed);
        (list_of(listed), list_of(given))
    }

    /// What the function takes: the values of dependencies, what is extracted from the head, and what is
    /// extracted from the whole request. A type and a pattern.
    pub(crate) fn taken(&self) -> (TokenStream, TokenStream) {
        let given = &self.needed[self.listed..];
        let values = if given.is_empty() {
            quote!(())
        } else {
            let given = list_type(given);
            quote!(<#given as #Private::List>::Values)
        };
        let names = list::pattern(self.arguments.dependencies());
        let (head, head_pattern) = self.arguments.head();
        let (last, last_pattern) = self.arguments.last();
        (
            quote!((#values, #head, #last)),
            quote!((#names, #head_pattern, #last_pattern)),
        )
    }

    /// The statements of a dependency that make its arguments, given `context` and `state`.
    pub(crate) fn statements(&self) -> TokenStream {
        let (resolved, extracted) = (self.resolved(), self.arguments.extractions());
        let borrowed = self.borrowed();
        quote!(#resolved #extracted #borrowed)
    }

    fn resolved(&self) -> TokenStream {
        let (context, state, names) = (context(), state(), self.arguments.dependencies());
        if self.is_one_by_one() {
            let given = quote!(#context, #state);
            let values = self.needed.iter();
            let values = values.map(|needed| {
                let (resolved, (_, end)) = (needed.call("resolve_in", &given), around(needed.span));
                quote_spanned!(end=> #resolved.await?)
            });
            return quote!(#(let #names = #values;)*);
        }
        let (names, list) = (list::pattern(names), list_of(&self.needed));
        quote!(let #names = #Private::resolve_all(#context, #list, #state).await?;)
    }

    /// The statements that make the same arguments without waiting, in a function that returns
    /// `Option<Result<_, Rejection>>`. `None` has no side effects: it is returned before anything runs.
    pub(crate) fn statements_at_once(&self) -> Option<TokenStream> {
        let immediate = self.is_immediate()?;
        let (context, state) = (context(), state());
        let has_extractors = self.arguments.extractors().next().is_some();
        let or_none = has_extractors.then(|| {
            quote! {
                if !#immediate {
                    return ::core::option::Option::None;
                }
            }
        });
        let resolved = (!self.needed.is_empty()).then(|| {
            let (names, list) = (
                list::pattern(self.arguments.dependencies()),
                list_of(&self.needed),
            );
            let resolved = quote!(#Private::resolve_all_at_once(#context, &#list, #state));
            or_return(&names, &resolved)
        });
        let extracted = self.arguments.extractions_at_once();
        let borrowed = self.borrowed();
        Some(quote! {
            #or_none
            #resolved
            #(#extracted)*
            #borrowed
        })
    }

    /// A constant that tells whether nothing waits. `None` if that is not known.
    pub(crate) fn is_at_once(&self) -> Option<TokenStream> {
        let immediate = self.is_immediate()?;
        if self.needed.is_empty() {
            return Some(immediate);
        }
        let list = list_type(&self.needed);
        Some(quote!(<#list as #Private::List>::AT_ONCE && #immediate))
    }

    /// Whether no extractor waits, if the dependencies are a list.
    fn is_immediate(&self) -> Option<TokenStream> {
        let is_list = self.needed.is_empty() || !self.is_one_by_one();
        is_list.then(|| self.arguments.are_immediate())
    }

    /// What extractors add to a plan: those that never wait do not look at who is asking.
    pub(crate) fn may_refuse(&self) -> Option<TokenStream> {
        self.arguments.extractors().next()?;
        let immediate = self.arguments.are_immediate();
        Some(quote!(.refusing(!#immediate)))
    }

    /// The statement that borrows from the request and from the response, if arguments do.
    pub(crate) fn borrowed(&self) -> Option<TokenStream> {
        self.arguments.borrowed()
    }

    /// Whether arguments borrow from something that the function's own future must hold.
    pub(crate) fn keeps_parts(&self) -> bool {
        self.arguments.keeps_parts()
    }

    /// The lint levels for the function that holds the statements and the arguments.
    pub(crate) fn lints(&self) -> Option<TokenStream> {
        let has_taken = !self.arguments.dependencies().is_empty();
        has_taken.then(|| quote!(#[allow(unused_parens, clippy::double_parens)]))
    }

    /// The arguments, in the order of the parameters.
    pub(crate) fn arguments(&self) -> TokenStream {
        self.arguments.list()
    }

    /// Whether the function needs nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.needed.is_empty() && self.arguments.is_empty()
    }

    /// Whether the statements wait for something; if not, the arguments can borrow parts of the request.
    pub(crate) fn awaits(&self) -> bool {
        !self.needed.is_empty() || self.arguments.extractors().next().is_some()
    }

    /// The names of `context` and `state`, or `_` for one that the statements do not use.
    pub(crate) fn bindings(&self) -> (TokenStream, TokenStream) {
        let uses_state = self.awaits();
        let uses_context = uses_state || self.arguments.borrow();
        (
            binding(&context(), uses_context),
            binding(&state(), uses_state),
        )
    }

    /// The pattern of the context if only arguments use it.
    pub(crate) fn context_of_call(&self) -> TokenStream {
        binding(&context(), self.arguments.borrow())
    }
}

/// The trait whose name a bound on an extractor has. About `State<Tokens>` or `Query<Page>`, rustc then says what
/// its argument lacks; about other types, that they are no extractors.
fn extracting_trait(ty: &Type, is_last: bool) -> &'static str {
    match (is_last, names_what_is_lacking(ty)) {
        (true, true) => "ExtractsLast",
        (true, false) => "TakesLast",
        (false, true) => "ExtractsFromHead",
        (false, false) => "TakesFromHead",
    }
}

/// Whether rustc's message about the type's argument helps. About those that read the body, it says nothing of their
/// arguments; and the others are extractors only if their arguments are.
fn names_what_is_lacking(ty: &Type) -> bool {
    const OTHERS: [&str; 6] = ["Arc", "Form", "Json", "Option", "Result", "Vec"];
    last_segment(ty).is_some_and(|segment| {
        !segment.arguments.is_empty() && OTHERS.iter().all(|name| segment.ident != name)
    })
}

/// `let pattern = value;` for a value of type `Option<Result<_, Rejection>>`; returns from the function
/// otherwise.
fn or_return(pattern: &TokenStream, value: &TokenStream) -> TokenStream {
    let (resolved, rejection) = (local("resolved"), local("rejection"));
    quote! {
        let #pattern = match #value {
            ::core::option::Option::Some(::core::result::Result::Ok(#resolved)) => #resolved,
            ::core::option::Option::Some(::core::result::Result::Err(#rejection)) => {
                return ::core::option::Option::Some(::core::result::Result::Err(#rejection));
            }
            ::core::option::Option::None => return ::core::option::Option::None,
        };
    }
}

/// The type of the list of these dependencies.
fn list_type(needed: &[Needed]) -> TokenStream {
    list::ty(needed.iter().map(Needed::listed_type))
}

/// The list of these dependencies.
fn list_of(needed: &[Needed]) -> TokenStream {
    list::expression(needed.iter().map(Needed::listed))
}

/// The pattern of a generated parameter.
pub(crate) fn binding(name: &Ident, is_used: bool) -> TokenStream {
    if is_used { quote!(#name) } else { quote!(_) }
}

/// The generic parameter that stands for the state.
pub(crate) fn state_parameter() -> Ident {
    Ident::new("__S", place())
}

/// The generic parameter that stands for axum's marker of the last extractor.
pub(crate) fn marker_parameter() -> Ident {
    Ident::new("__M", place())
}

/// The request's context.
pub(crate) fn context() -> Ident {
    local("context")
}

/// The application's state.
pub(crate) fn state() -> Ident {
    local("state")
}

/// What an operation's documentation says.
pub(crate) fn operation() -> Ident {
    local("operation")
}
