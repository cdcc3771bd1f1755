//! From the plan to Rust. Nothing is decided here.
//!
//! The code is written as text and parsed once by the compiler: with a token at a time, ten thousand crates take longer
//! to emit than to compile. All that goes into it is numbers, validated identifiers and predicates, and string literals
//! escaped by `{:?}`.

mod api;
mod assertions;
mod docs;
mod tracking;

use std::fmt::{Arguments, Write as _};

use memory_budgets_validator::for_macros::Choice;
use memory_budgets_validator::{Layered, Outcome, Plan, Predicate};
use proc_macro2::TokenStream;
use quote::quote;

use crate::args::Args;

/// Everything that is added to the module, in this order: what code can name, the assertions, what is watched.
pub(crate) fn generated(outcome: &Outcome, args: &Args) -> TokenStream {
    let mut code = Code::default();
    api::api(&outcome.plan, args, &mut code);
    assertions::assertions(outcome, &mut code);
    tracking::tracking(outcome, &mut code);
    // Paths are the user's, with their own places and hygiene, so that they alone are not passed through text.
    let support = &args.support;
    let mut tokens = quote!(use #support::__private as __budgets;);
    let derives = args.derives.iter().map(|path| &path.tokens);
    if !args.derives.is_empty() {
        // The code begins with the enum.
        tokens.extend(quote!(#[derive(#(#derives),*)]));
    }
    tokens.extend(code.parse());
    tokens.extend(api::map_crates(&outcome.plan, args));
    tokens
}

// Private names of the generated module; they begin like the alias of the support crate's module, `__budgets`.

/// The type that lists all crates.
const TABLE: &str = "__WrtTable";
/// `[u64; COUNT]`: the budgets before they are cut to the target's `usize`.
const SIZES: &str = "__BUDGETS_SIZES";
/// `u64`: the total.
const TOTAL: &str = "__BUDGETS_TOTAL";
/// `u64`: the sum of the crate budgets.
const SUM: &str = "__BUDGETS_SUM";
/// `&str`: where the total came from, as a message ends; only where that depends on the target.
const TOTAL_ORIGIN: &str = "__BUDGETS_TOTAL_ORIGIN";
/// `&[&str; COUNT]`: the crates' names.
const NAMES: &str = "__BUDGETS_NAMES";
/// `&[(usize, &str)]`: the crates' purposes.
const PURPOSES: &str = "__BUDGETS_PURPOSES";
/// `&[(usize, &str)]`: the variants that do not come of the crates' names.
const CHOSEN: &str = "__BUDGETS_CHOSEN";
/// `&[&str; COUNT]`: where the budgets came from.
const ORIGINS: &str = "__BUDGETS_ORIGINS";

/// Rust in the making.
#[derive(Default)]
struct Code(String);

impl Code {
    fn add(&mut self, text: Arguments<'_>) {
        let _ = self.0.write_fmt(text); // a string takes everything
    }

    /// Adds one item for each element, separated by commas.
    fn list<T>(&mut self, elements: &[T], mut add: impl FnMut(&mut Code, &T)) {
        for element in elements {
            add(self, element);
            self.0.push(',');
        }
    }

    fn parse(self) -> TokenStream {
        const VALID: &str = "numbers, identifiers and escaped strings are all that was put into valid Rust";
        // proc_macro2 would first lex it once more by itself, which takes five times as long as the compiler.
        if proc_macro::is_available() {
            return self.0.parse::<proc_macro::TokenStream>().expect(VALID).into();
        }
        self.0.parse().expect(VALID)
    }

    /// A number or a literal, or the list of those that the target chooses from: the last whose section matches, or
    /// else the first. It is a list and not a chain of `if`, which would nest as deep as a file has sections.
    fn by_target(&mut self, base: Arguments<'_>, overlays: &[(usize, String)], plan: &Plan) {
        if overlays.is_empty() {
            return self.add(base);
        }
        self.add(format_args!("__budgets::Layered {{ base: {base}, overlays: &["));
        self.list(overlays, |code, (section, value)| {
            code.add(format_args!("(__budgets::cfg!({}), {value})", plan.sections[*section]));
        });
        self.0.push_str("] }.get()");
    }

    /// A size in bytes as an expression of type `u64`.
    fn size(&mut self, layered: &Layered, plan: &Plan) {
        let overlays: Vec<_> = layered.overlays.iter().map(|(i, value)| (*i, format!("{}u64", value.bytes))).collect();
        self.by_target(format_args!("{}u64", layered.base.bytes), &overlays, plan);
    }

    /// A text as an expression of type `&str`.
    fn text(&mut self, choice: &Choice, plan: &Plan) {
        let overlays: Vec<_> = choice.overlays.iter().map(|(i, text)| (*i, format!("{text:?}"))).collect();
        self.by_target(format_args!("{:?}", choice.base), &overlays, plan);
    }
}

/// Where the configuration names a `cfg` that the compiler does not know, that is not the consumer's code to complain about.
pub(crate) fn allow_cfgs(plan: &Plan) -> &'static str {
    let limits = plan.limits.iter().filter_map(|limit| limit.predicate.as_ref());
    let known = plan.sections.iter().chain(limits).all(Predicate::is_well_known);
    if known { "" } else { "#[allow(unexpected_cfgs)]" }
}
