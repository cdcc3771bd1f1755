//! From the plan to Rust. Nothing is decided here.
//!
//! It is written as text and parsed by the compiler, but for what a path of the user's stands in: with a token at a time, ten
//! thousand crates take longer to emit than to compile, and every `quote!` is more for the attribute's user to build. All that
//! goes into text is numbers, validated identifiers and predicates, and string literals escaped by `{:?}`.

mod api;
mod assertions;
mod docs;
mod profiles;
mod tracking;

use std::fmt::{Arguments, Write as _};

use memory_budgets_validator::for_macros::Choice;
use memory_budgets_validator::{Layered, Outcome, Plan, Predicate, Value};
use proc_macro2::TokenStream;
use quote::quote;

use crate::args::Args;

/// Everything that is added to the module: what code can name, the assertions, what is watched.
pub(crate) fn generated(outcome: &Outcome, args: &Args) -> TokenStream {
    let api = api::api(outcome, args);
    let assertions = assertions::assertions(outcome);
    let profiles = profiles::profiles(outcome);
    let tracking = tracking::tracking(outcome);
    quote! {
        #api
        #profiles
        #assertions
        #tracking
    }
}

/// Rust in the making. The names in it that are not the user's begin like the alias of the support crate's module,
/// `__budgets`: those of the module's tables like `__BUDGETS_SIZES`.
#[derive(Default)]
struct Code(String);

impl Code {
    /// What `write` adds, as tokens.
    fn tokens(write: &mut dyn FnMut(&mut Code)) -> TokenStream {
        let mut code = Code::default();
        write(&mut code);
        code.parse()
    }

    fn add(&mut self, text: Arguments<'_>) {
        let _ = self.0.write_fmt(text); // a string takes everything
    }

    /// Adds one item for each element, separated by commas.
    fn list<T>(&mut self, elements: &[T], add: &mut dyn FnMut(&mut Code, &T)) {
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
    fn by_target(&mut self, base: Arguments<'_>, overlays: &[(usize, String)]) {
        if overlays.is_empty() {
            return self.add(base);
        }
        self.add(format_args!("__budgets::Layered {{ base: {base}, overlays: &["));
        self.list(overlays, &mut |code, (section, value)| {
            code.add(format_args!("(__BUDGETS_SECTIONS[{section}], {value})"));
        });
        self.0.push_str("] }.get()");
    }

    /// A size in bytes as an expression of type `u64`.
    fn size(&mut self, layered: &Layered) {
        self.bytes(layered.base.bytes, &layered.overlays);
    }

    /// The same of a size and of what sections put in its place.
    fn bytes(&mut self, base: u64, overlays: &[(usize, Value)]) {
        let mut texts = Vec::new();
        for (section, value) in overlays {
            texts.push((*section, format!("{}u64", value.bytes)));
        }
        self.by_target(format_args!("{base}u64"), &texts);
    }

    /// The total in bytes as an expression of type `u128`, which refers to the sum.
    fn total(&mut self, plan: &Plan) {
        let total = plan.total.texts(&|value| {
            if value.is_sum { "__BUDGETS_SUM".to_owned() } else { format!("{}u128", value.bytes) }
        });
        self.by_target(format_args!("{}", total.base), &total.overlays);
    }

    /// A text as an expression of type `&str`.
    fn text(&mut self, choice: &Choice) {
        let mut overlays = Vec::new();
        for (section, text) in &choice.overlays {
            overlays.push((*section, format!("{text:?}")));
        }
        self.by_target(format_args!("{:?}", choice.base), &overlays);
    }
}

/// Where the configuration names a `cfg` that the compiler does not know, that is not the consumer's code to complain about;
/// where the consumer declares it there is nothing to allow, and the lint may be forbidden.
pub(crate) fn allow_cfgs(predicates: &[Predicate], outcome: &Outcome) -> &'static str {
    for only in predicates {
        if !only.is_known_with(&outcome.cfgs) {
            return "#[allow(unexpected_cfgs)]";
        }
    }
    ""
}
