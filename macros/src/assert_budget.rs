//! `assert_budget!(CrateId::Component, 64 * 1024)`.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::args::{span_of_first, stream};

/// A constant that calls what the enum has for this. As a macro by example it would need nothing of the enum, but then the
/// compiler shows the place of the macro's own code and a note that says so: here the call has the place of the arguments.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let (mut crate_id, mut bytes) = (Vec::new(), Vec::new());
    let mut comma = false;
    for token in input {
        match &token {
            _ if comma => bytes.push(token),
            TokenTree::Punct(punct) if punct.as_char() == ',' => comma = true,
            _ => crate_id.push(token),
        }
    }
    let first = span_of_first(&crate_id, Span::call_site());
    let (false, Some(last)) = (crate_id.is_empty(), bytes.last()) else {
        const USAGE: &str = "`assert_budget!` takes a crate and bytes: `assert_budget!(CrateId::Component, 64 * 1024)`";
        return quote_spanned!(first=> ::core::compile_error! { #USAGE });
    };
    let (crate_id, bytes) = (in_parentheses(&crate_id, first), in_parentheses(&bytes, last.span()));
    let assert = Ident::new("__budgets_assert", first);
    quote!(const _: () = #crate_id.#assert #bytes;)
}

fn in_parentheses(tokens: &[TokenTree], span: Span) -> Group {
    let mut group = Group::new(Delimiter::Parenthesis, stream(tokens));
    group.set_span(span);
    group
}
