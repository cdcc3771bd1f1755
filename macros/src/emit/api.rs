//! The enum, its tables, the constants, `map_crates!`.

use memory_budgets_validator::{BudgetedCrate, Outcome, Plan, Value};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{Code, allow_cfgs, assertions, docs};
use crate::args::Args;

/// With more crates the variants' numbers, which count up from 0 in any case, are not written out: wherever the compiler looks
/// at a value of the enum it goes through the variants, and evaluates every number that is written, so that a list of ten
/// thousand takes it twelve seconds instead of a fifth of one. (Going through the variants is quadratic still: twenty thousand,
/// which is near the most that a file can hold, take 0.7 seconds.)
const MANY: usize = 0x100;

/// Everything that code can name, and the tables that it is made of.
pub(super) fn api(outcome: &Outcome, args: &Args) -> TokenStream {
    let plan = &outcome.plan;
    let support = &args.support;
    let count = Literal::usize_unsuffixed(plan.crates.len());

    let enum_docs = Code::tokens(&mut |code| docs::enumeration(plan, code));
    let derives = args.derives.iter().map(|path| &path.tokens);
    let derive = (!args.derives.is_empty()).then(|| quote!(#[derive(#(#derives),*)]));
    let repr = Ident::new(repr(plan), Span::call_site());
    let variants = Code::tokens(&mut |code| variants(plan, args, code));
    let all = Code::list_of(&plan.crates, &mut |code, entry| code.add(format_args!("CrateId::{}", entry.variant)));

    let targets = targets(outcome);
    let numbers = numbers(plan);
    let names = Code::list_of(&plan.crates, &mut |code, entry| code.add(format_args!("{:?}", entry.name)));
    let origins = origins(plan);
    let purposes = sparse(plan, &|entry| (!entry.purpose.is_empty()).then_some(&*entry.purpose));
    let chosen = sparse(plan, &|entry| (!entry.has_derived_variant()).then_some(&*entry.variant));
    let unsure = Code::tokens(&mut |code| {
        for (i, entry) in plan.crates.iter().enumerate() {
            if !plan.is_sure(entry) {
                code.add(format_args!("{i},"));
            }
        }
    });
    let prefix = &plan.prefix;
    let room = Literal::usize_unsuffixed(assertions::room_of_assert_budget(plan));

    let records = args.records.map(Literal::u32_unsuffixed);
    let threshold = args.threshold.map(Literal::u8_unsuffixed).map(|percent| quote!(; #percent));
    let budgets = Code::tokens(&mut |code| budgets(plan, code));
    let sum_docs = Code::tokens(&mut |code| docs::sum(plan, code));
    let total_docs = Code::tokens(&mut |code| docs::total(plan, code));
    let total_origin = Code::tokens(&mut |code| code.text(&plan.total.texts(&Value::said)));
    let indices = Code::tokens(&mut |code| (0..plan.crates.len()).for_each(|i| code.add(format_args!("{i} "))));

    quote! {
        use #support::__private as __budgets;

        #derive
        #enum_docs
        #[derive(
            __budgets::Clone, __budgets::Copy, __budgets::PartialEq, __budgets::Eq, __budgets::PartialOrd, __budgets::Ord,
            __budgets::Hash,
        )]
        #[repr(#repr)]
        #[allow(clippy::exhaustive_enums)]
        pub enum CrateId { #variants }

        impl CrateId {
            /// How many crates have a budget.
            pub const COUNT: __budgets::usize = #count;

            /// All of them, in the order of their indices.
            pub const ALL: [Self; #count] = __budgets::all();
        }

        impl<const __BUDGETS_LAZY: __budgets::usize> __budgets::List<CrateId> for __budgets::Lazy<__BUDGETS_LAZY> {
            const ALL: &'static [CrateId] = &[#all];
        }

        #targets
        #numbers
        const __BUDGETS_NAMES: &[&__budgets::str; #count] = &[#names];
        #origins
        const __BUDGETS_PURPOSES: &[(__budgets::usize, &__budgets::str)] = &[#purposes];
        const __BUDGETS_CHOSEN: &[(__budgets::usize, &__budgets::str)] = &[#chosen];
        const __BUDGETS_UNSURE: &[__budgets::usize] = &[#unsure];
        const __BUDGETS_PREFIX: &__budgets::str = #prefix;

        __budgets::implement! { #room }
        __budgets::memory_system! { #count }
        __budgets::memory_monitor! { #records #threshold }

        /// The budget of every crate in bytes, by `CrateId as usize`.
        pub const CRATE_BUDGETS: [__budgets::usize; CrateId::COUNT] = __budgets::budgets(&__BUDGETS_SIZES);
        #budgets
        #sum_docs
        pub const TOTAL_CRATE_BUDGETS: __budgets::usize = __budgets::bytes(__BUDGETS_SUM);
        #total_docs
        pub const TOTAL_SYSTEM_BUDGET: __budgets::usize = __budgets::bytes(__BUDGETS_TOTAL);
        /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
        pub const TOTAL_MEMORY_BUDGET: __budgets::usize = TOTAL_SYSTEM_BUDGET;
        /// Where the total budget came from: a line of a file, an environment variable, or the preset; with `sum` before a line
        /// that says that it is the sum of the crate budgets.
        pub const TOTAL_BUDGET_ORIGIN: &__budgets::str = #total_origin;

        /// `map_crates!(f)` is the array `[f(CrateId::A), f(CrateId::B), …]` of what `f`, which takes a `CrateId`, makes of
        /// every crate.
        macro_rules! map_crates {
            ($($__budgets_f:expr)?) => { $(#support::__private::map_crates!($__budgets_f; #indices))? };
        }
        // So that it counts as used, with no lint to allow: some compilers check that one in expansions too.
        map_crates! {}
        pub(crate) use map_crates;
    }
}

fn repr(plan: &Plan) -> &'static str {
    match plan.crates.len() {
        0..=0x100 => "u8",
        0x101..=0x1_0000 => "u16",
        _ => "u32",
    }
}

fn variants(plan: &Plan, args: &Args, code: &mut Code) {
    for (i, entry) in plan.crates.iter().enumerate() {
        docs::variant(entry, plan, code);
        if i == 0 && args.derives_default() {
            code.add(format_args!("#[default] "));
        }
        match plan.crates.len() {
            0..=MANY => code.add(format_args!("{} = {i},", entry.variant)),
            _ => code.add(format_args!("{},", entry.variant)),
        }
    }
}

/// Which sections and platform limits are the target's: what values and assertions depend on, asked of the compiler once.
fn targets(outcome: &Outcome) -> TokenStream {
    let plan = &outcome.plan;
    let mut tokens = TokenStream::new();
    if !plan.sections.is_empty() {
        let allow = allow_cfgs(&mut plan.sections.iter(), outcome);
        let count = Literal::usize_unsuffixed(plan.sections.len());
        let sections =
            Code::list_of(&plan.sections, &mut |code, section| code.add(format_args!("__budgets::cfg!({section})")));
        tokens.extend(quote!(#allow const __BUDGETS_SECTIONS: &[__budgets::bool; #count] = &[#sections];));
    }
    if !plan.limits.is_empty() {
        let allow = allow_cfgs(&mut plan.limits.iter().filter_map(|limit| limit.predicate.as_ref()), outcome);
        let count = Literal::usize_unsuffixed(plan.limits.len());
        let limits = Code::list_of(&plan.limits, &mut |code, limit| match &limit.predicate {
            None => code.add(format_args!("true")),
            Some(only) => code.add(format_args!("__budgets::cfg!({only})")),
        });
        tokens.extend(quote!(#allow const __BUDGETS_LIMITS: &[__budgets::bool; #count] = &[#limits];));
    }
    tokens
}

/// What some of the crates have, with their indices.
fn sparse(plan: &Plan, text: &dyn Fn(&BudgetedCrate) -> Option<&str>) -> TokenStream {
    Code::tokens(&mut |code| {
        for (i, entry) in plan.crates.iter().enumerate() {
            if let Some(text) = text(entry) {
                code.add(format_args!("({i}, {text:?}),"));
            }
        }
    })
}

/// What the rules compare: of the module, or of one of its profiles.
pub(super) fn numbers(plan: &Plan) -> TokenStream {
    let count = Literal::usize_unsuffixed(plan.crates.len());
    let sizes = Code::list_of(&plan.crates, &mut |code, entry| code.size(&entry.budget));
    let total = Code::tokens(&mut |code| code.total(plan));
    quote! {
        const __BUDGETS_SIZES: [__budgets::u64; #count] = [#sizes];
        const __BUDGETS_SUM: __budgets::u128 = __budgets::sum(&__BUDGETS_SIZES);
        const __BUDGETS_TOTAL: __budgets::u128 = #total;
    }
}

/// Where the budgets came from.
pub(super) fn origins(plan: &Plan) -> TokenStream {
    let count = Literal::usize_unsuffixed(plan.crates.len());
    let origins = Code::list_of(&plan.crates, &mut |code, entry| code.text(&entry.budget.texts(&Value::said)));
    quote!(const __BUDGETS_ORIGINS: &[&__budgets::str; #count] = &[#origins];)
}

/// A constant for each crate.
fn budgets(plan: &Plan, code: &mut Code) {
    for entry in &plan.crates {
        let (name, variant, constant) = (&entry.name, &entry.variant, &entry.constant);
        code.add(format_args!(
            "/// The budget of {name} in bytes: see [`CrateId::{variant}`].
            pub const {constant}: __budgets::usize = "
        ));
        // A plain number spares the compiler a call; what no `usize` can hold is refused by its own assertion.
        match u32::try_from(entry.budget.base.bytes) {
            Ok(bytes) if entry.budget.overlays.is_empty() => code.add(format_args!("{bytes};")),
            _ => {
                code.add(format_args!("__budgets::bytes(__budgets::wide("));
                code.size(&entry.budget);
                code.add(format_args!("));"));
            }
        }
    }
}
