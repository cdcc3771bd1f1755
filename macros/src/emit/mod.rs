//! From the plan to tokens. Nothing is decided here.

mod api;
mod assertions;
mod docs;
mod tracking;

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::quote;
use wrt_memory_validator::{Choice, Layered, Plan, Predicate};

pub(crate) use api::api;
pub(crate) use assertions::assertions;
pub(crate) use tracking::tracking;

use crate::args::Args;

/// The names that generated code uses for things of its own.
pub(crate) struct Names {
    /// The support crate.
    pub(crate) support: TokenStream,
    /// The support crate's module for generated code.
    pub(crate) private: TokenStream,
    /// `[u64; COUNT]`: the budgets before they are cut to the target's `usize`.
    sizes: Ident,
    /// `u64`: the total.
    total: Ident,
    /// `[&str; COUNT]`: the crates' names.
    crates: Ident,
    /// `[&str; COUNT]`: where the budgets came from.
    origins: Ident,
}

impl Names {
    pub(crate) fn new(args: &Args) -> Names {
        let support = args.support.clone();
        let private = quote!(#support::__private);
        Names {
            support,
            private,
            sizes: hidden("SIZES"),
            total: hidden("TOTAL"),
            crates: hidden("NAMES"),
            origins: hidden("ORIGINS"),
        }
    }
}

impl Names {
    /// The path at the place of a finding, so that the compiler shows that place and not the whole attribute.
    pub(crate) fn private_at(&self, span: Span) -> TokenStream {
        let respan = |mut token: TokenTree| {
            token.set_span(span);
            token
        };
        self.private.clone().into_iter().map(respan).collect()
    }
}

/// A name that no user has.
fn hidden(name: &str) -> Ident {
    Ident::new(&format!("__WRT_MEMORY_BUDGETS_{name}"), Span::call_site())
}

/// A predicate as `cfg` takes it.
pub(crate) fn predicate(predicate: &Predicate) -> TokenStream {
    let name = |name: &str| Ident::new(name, Span::call_site());
    let list = |word: &str, parts: &[Predicate]| {
        let (word, parts) = (name(word), parts.iter().map(self::predicate));
        quote!(#word(#(#parts),*))
    };
    match predicate {
        Predicate::All(parts) => list("all", parts),
        Predicate::Any(parts) => list("any", parts),
        Predicate::Not(part) => list("not", std::slice::from_ref(&**part)),
        Predicate::Name(word) => {
            let word = name(word);
            quote!(#word)
        }
        Predicate::Equals(key, value) => {
            let key = name(key);
            quote!(#key = #value)
        }
    }
}

/// Where the configuration names a `cfg` that the compiler does not know, that is not the consumer's code to complain about.
pub(crate) fn allow_cfgs(plan: &Plan) -> Option<TokenStream> {
    let limits = plan.limits.iter().filter_map(|limit| limit.predicate.as_ref());
    let known = plan.sections.iter().chain(limits).all(Predicate::is_well_known);
    (!known).then(|| quote!(#[allow(unexpected_cfgs)]))
}

/// An expression that the target decides: the last overlay whose section matches, or the base.
/// It is a list and not a chain of `if`, which would nest as deep as a file has sections.
fn by_target(base: &Literal, overlays: &[(usize, Literal)], plan: &Plan, names: &Names) -> TokenStream {
    if overlays.is_empty() {
        return quote!(#base);
    }
    let private = &names.private;
    let overlays = overlays.iter().map(|(section, literal)| {
        let section = predicate(&plan.sections[*section]);
        quote!((#private::cfg!(#section), #literal))
    });
    quote!(#private::Layered { base: #base, overlays: &[#(#overlays),*] }.get())
}

/// A size in bytes as an expression of type `u64`.
fn size(layered: &Layered, plan: &Plan, names: &Names) -> TokenStream {
    let literal = Literal::u64_suffixed;
    let overlays: Vec<_> = layered.overlays.iter().map(|(section, value)| (*section, literal(value.bytes))).collect();
    by_target(&literal(layered.base.bytes), &overlays, plan, names)
}

/// A text as an expression of type `&str`.
fn text(choice: &Choice, plan: &Plan, names: &Names) -> TokenStream {
    let literal = |text: &String| Literal::string(text);
    let overlays: Vec<_> = choice.overlays.iter().map(|(section, text)| (*section, literal(text))).collect();
    by_target(&literal(&choice.base), &overlays, plan, names)
}

fn quote_literal(literal: Literal) -> TokenStream {
    TokenTree::from(literal).into()
}
