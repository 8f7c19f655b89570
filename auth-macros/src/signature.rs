//! What the types in a signature declare for documentation: one `describe!` of the runtime.

use proc_macro2::TokenStream;
use syn::{
    Attribute, Expr, FnArg, GenericArgument, Meta, PathArguments, ReturnType, Signature, Type,
};

use crate::parameter::{Parameter, Source};
use crate::paths::Private;
use crate::resolution::operation;
use crate::spans::quote;

// Input:
//     async fn list(Query(page): Query<Page>) -> Result<Json<Vec<User>>, HttpError> { … }
// Output:
//     describe!(operation, "list", [Query<Page>], [Result<Json<Vec<User>>, HttpError>],
//         [Page, Json<Vec<User>>, Vec<User>, User, HttpError]);

/// Tells `operation` what the types of the extractors, and of a handler's response, declare.
pub(crate) fn describe(
    name: &str,
    parameters: &[Parameter],
    output: Option<&ReturnType>,
) -> TokenStream {
    let extractors: Vec<_> = parameters
        .iter()
        .filter(|parameter| matches!(parameter.source, Source::Extractor))
        .map(|parameter| nameable(parameter.ty.clone()))
        .collect();
    let returned = output.map(|output| match output {
        ReturnType::Default => syn::parse_quote!(()),
        ReturnType::Type(_, ty) => nameable((**ty).clone()),
    });
    if extractors.is_empty() && returned.is_none() {
        return TokenStream::new();
    }

    let mut named = Vec::new();
    for mut ty in extractors.iter().chain(&returned).cloned() {
        collect_parts(&mut ty, &mut named);
    }
    let operation = operation();
    quote!(#Private::describe!(#operation, #name, [#(#extractors),*], [#returned], [#(#named),*]);)
}

/// Whether a type in the signature is left to be inferred; rustc refuses and explains that.
pub(crate) fn leaves_types_out(sig: &Signature) -> bool {
    let mut types = sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(&*input.ty),
        FnArg::Receiver(_) => None,
    });
    types.any(has_placeholder)
        || matches!(&sig.output, ReturnType::Type(_, ty) if has_placeholder(ty))
}

/// Whether there is a `_` in the type.
pub(crate) fn has_placeholder(ty: &Type) -> bool {
    let is_inside = |part: &mut Type| has_placeholder(part);
    matches!(ty, Type::Infer(_)) || parts(&mut ty.clone()).into_iter().any(is_inside)
}

/// The type with a placeholder for each unnameable part: `Result<impl IntoResponse, E>` still has its `E`.
pub(crate) fn nameable(mut ty: Type) -> Type {
    if matches!(ty, Type::ImplTrait(_) | Type::Infer(_) | Type::Never(_)) {
        return syn::parse_quote!(#Private::Unnamed);
    }
    for part in parts(&mut ty) {
        *part = nameable(part.clone());
    }
    ty
}

/// Adds all types that `ty` consists of.
fn collect_parts(ty: &mut Type, collected: &mut Vec<Type>) {
    for part in parts(ty) {
        collected.push(part.clone());
        collect_parts(part, collected);
    }
}

/// The types directly inside a type: elements, arguments.
fn parts(ty: &mut Type) -> Vec<&mut Type> {
    match ty {
        Type::Array(array) => vec![&mut *array.elem],
        Type::Group(group) => vec![&mut *group.elem],
        Type::Paren(paren) => vec![&mut *paren.elem],
        Type::Reference(reference) => vec![&mut *reference.elem],
        Type::Tuple(tuple) => tuple.elems.iter_mut().collect(),
        Type::Path(path) => {
            let segments = path.path.segments.iter_mut();
            segments
                .flat_map(|segment| arguments(&mut segment.arguments))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn arguments(arguments: &mut PathArguments) -> Vec<&mut Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return Vec::new();
    };
    let types = arguments
        .args
        .iter_mut()
        .filter_map(|argument| match argument {
            GenericArgument::Type(ty) if !may_be_constant(ty) => Some(ty),
            _ => None,
        });
    types.collect()
}

/// Whether it may be a constant, as in `Buffer<SIZE>`: a single name is parsed as a type, and only rustc can
/// tell. For a type with an all-upper-case name, the documentation just knows less.
fn may_be_constant(ty: &Type) -> bool {
    let name = match ty {
        Type::Path(path) => path.path.get_ident(),
        _ => None,
    };
    name.is_some_and(|name| !name.to_string().contains(char::is_lowercase))
}

/// What a function's attributes say about it: its doc comment, whether it is deprecated or hidden.
pub(crate) fn describe_attributes(attrs: &[Attribute]) -> TokenStream {
    let (lines, operation) = (doc_lines(attrs).collect::<Vec<_>>(), operation());
    let document = (!lines.is_empty()).then(|| quote!(#operation.document(&[#(#lines),*]);));
    let is_deprecated = attrs.iter().any(|attr| attr.path().is_ident("deprecated"));
    let deprecate = is_deprecated.then(|| quote!(#operation.deprecate();));
    let hide = attrs
        .iter()
        .any(is_doc_hidden)
        .then(|| quote!(#operation.hide();));
    quote!(#document #deprecate #hide)
}

/// The lines of the doc comment, as expressions: `#[doc = include_str!("list.md")]` is one, too.
pub(crate) fn doc_lines(attrs: &[Attribute]) -> impl Iterator<Item = &Expr> {
    attrs.iter().filter_map(|attr| match &attr.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => Some(&meta.value),
        _ => None,
    })
}

/// `#[doc(hidden)]`.
fn is_doc_hidden(attr: &Attribute) -> bool {
    attr.path().is_ident("doc")
        && attr
            .parse_args::<syn::Ident>()
            .is_ok_and(|ident| ident == "hidden")
}
