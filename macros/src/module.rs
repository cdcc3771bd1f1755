//! The module that carries the attribute.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Ident, Token, Visibility};
use wrt_memory_validator::catalogue;

use crate::args::Problem;

pub(crate) struct Module {
    attributes: Vec<Attribute>,
    /// Everything up to the body.
    head: TokenStream,
    body: Group,
}

impl Module {
    pub(crate) fn parse(item: &TokenStream) -> Result<Module, Problem> {
        let parse = |input: ParseStream<'_>| {
            let attributes = input.call(Attribute::parse_outer)?;
            let visibility: Visibility = input.parse()?;
            let keyword: Token![mod] = input.parse()?;
            let name: Ident = input.parse()?;
            let body = match input.parse()? {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => group,
                other => return Err(syn::Error::new(other.span(), "")),
            };
            Ok(Module { attributes, head: quote!(#visibility #keyword #name), body })
        };
        // syn's message would tell what it expected; the catalogue's says what the attribute is for.
        parse.parse2(item.clone()).map_err(|_| (item_span(item), catalogue::not_a_module()))
    }

    /// The module with `generated` after its own items; its inner attributes have to come first.
    pub(crate) fn with(&self, generated: TokenStream) -> TokenStream {
        let (attributes, head) = (&self.attributes, &self.head);
        let mut body = self.body.stream();
        let documented = attributes.iter().any(|attribute| attribute.path().is_ident("doc")) || starts_with_inner_doc(&body);
        let doc = (!documented).then(|| quote!(#[doc = "The memory budgets in force: see [`CrateId`](self::CrateId)."]));
        body.extend(generated);
        let mut group = Group::new(Delimiter::Brace, body);
        group.set_span(self.body.span());
        quote!(#(#attributes)* #doc #head #group)
    }
}

/// Whether the module's body begins with `#![doc…]`, as `//!` is seen by a macro.
fn starts_with_inner_doc(body: &TokenStream) -> bool {
    let inner = |input: ParseStream<'_>| {
        let attributes = input.call(Attribute::parse_inner)?;
        input.parse::<TokenStream>()?;
        Ok(attributes)
    };
    inner.parse2(body.clone()).is_ok_and(|attributes| attributes.iter().any(|attribute| attribute.path().is_ident("doc")))
}

/// The first token of the item that is not part of an attribute.
fn item_span(item: &TokenStream) -> Span {
    let without_attributes = |input: ParseStream<'_>| {
        input.call(Attribute::parse_outer)?;
        let span = input.span();
        input.parse::<TokenStream>()?;
        Ok(span)
    };
    without_attributes.parse2(item.to_token_stream()).unwrap_or_else(|_| Span::call_site())
}
