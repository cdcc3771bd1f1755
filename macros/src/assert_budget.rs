//! `assert_budget!(CrateId::Component, 64 * 1024)`.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

/// A constant that calls what the enum has for this. As a macro by example it would need nothing of the enum, but then the
/// compiler shows the place of the macro's own code and a note that says so: here the call has the place of the arguments.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut crate_id = Vec::new();
    let mut bytes = input.into_iter();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    crate_id.extend(bytes.by_ref().take_while(|token| !is_comma(token)));
    let bytes: Vec<_> = bytes.collect();
    let (Some(first), Some(last)) = (crate_id.first().map(TokenTree::span), bytes.last().map(TokenTree::span)) else {
        const USAGE: &str = "`assert_budget!` takes a crate and bytes: `assert_budget!(CrateId::Component, 64 * 1024)`";
        let span = crate_id.first().map_or_else(Span::call_site, TokenTree::span);
        return quote_spanned!(span=> ::core::compile_error! { #USAGE });
    };
    let in_parentheses = |tokens: Vec<TokenTree>, span| {
        let mut group = Group::new(Delimiter::Parenthesis, tokens.into_iter().collect());
        group.set_span(span);
        group
    };
    let (crate_id, bytes) = (in_parentheses(crate_id, first), in_parentheses(bytes, last));
    let assert = Ident::new("__budgets_assert", first);
    quote!(const _: () = #crate_id.#assert #bytes;)
}
