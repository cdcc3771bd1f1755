//! The enum, its tables, the constants, `map_crates!`.

use memory_budgets_validator::{BudgetedCrate, Outcome, Plan, Value};
use proc_macro2::TokenStream;
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
    let support = &args.support;
    let mut derive = TokenStream::new();
    for path in &args.derives {
        let path = &path.tokens;
        derive.extend(quote!(#[derive(#path)]));
    }
    let module = Code::tokens(&mut |code| module(outcome, args, code));
    let indices = Code::tokens(&mut |code| {
        for i in 0..outcome.plan.crates.len() {
            code.add(format_args!("{i} "));
        }
    });
    quote! {
        use #support::__private as __budgets;

        #derive
        #module

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

/// All of it that refers to the support crate by the alias alone; the enum comes first.
fn module(outcome: &Outcome, args: &Args, code: &mut Code) {
    let plan = &outcome.plan;
    let count = plan.crates.len();
    docs::enumeration(plan, code);
    let repr = repr(plan);
    code.add(format_args!(
        "#[derive(
            __budgets::Clone, __budgets::Copy, __budgets::PartialEq, __budgets::Eq, __budgets::PartialOrd, __budgets::Ord,
            __budgets::Hash,
        )]
        #[repr({repr})]
        #[allow(clippy::exhaustive_enums)]
        pub enum CrateId {{ "
    ));
    variants(plan, args, code);
    code.add(format_args!(
        "}}

        impl CrateId {{
            /// How many crates have a budget.
            pub const COUNT: __budgets::usize = {count};

            /// All of them, in the order of their indices.
            pub const ALL: [Self; {count}] = __budgets::all();
        }}

        impl<const __BUDGETS_LAZY: __budgets::usize> __budgets::List<CrateId> for __budgets::Lazy<__BUDGETS_LAZY> {{
            const ALL: &'static [CrateId] = &["
    ));
    code.list(&plan.crates, &mut |code, entry| code.add(format_args!("CrateId::{}", entry.variant)));
    code.add(format_args!("]; }}"));

    targets(outcome, code);
    numbers(plan, code);
    code.add(format_args!("const __BUDGETS_NAMES: &[&__budgets::str; {count}] = &["));
    code.list(&plan.crates, &mut |code, entry| code.add(format_args!("{:?}", entry.name)));
    code.add(format_args!("];"));
    origins(plan, code);
    sparse("__BUDGETS_PURPOSES", plan, &|entry| (!entry.purpose.is_empty()).then_some(&*entry.purpose), code);
    sparse("__BUDGETS_CHOSEN", plan, &|entry| (!entry.has_derived_variant()).then_some(&*entry.variant), code);
    code.add(format_args!("const __BUDGETS_UNSURE: &[__budgets::usize] = &["));
    for (i, entry) in plan.crates.iter().enumerate() {
        if !plan.is_sure(entry) {
            code.add(format_args!("{i},"));
        }
    }
    let (prefix, room) = (&plan.prefix, assertions::room_of_assert_budget(plan));
    code.add(format_args!(
        "];
        const __BUDGETS_PREFIX: &__budgets::str = {prefix:?};

        __budgets::implement! {{ {room} }}
        __budgets::memory_system! {{ {count} }}
        __budgets::memory_monitor! {{ "
    ));
    if let Some(records) = args.records {
        code.add(format_args!("{records}"));
    }
    if let Some(percent) = args.threshold {
        code.add(format_args!("; {percent}"));
    }
    code.add(format_args!(
        "}}

        /// The budget of every crate in bytes, by `CrateId as usize`.
        pub const CRATE_BUDGETS: [__budgets::usize; CrateId::COUNT] = __budgets::budgets(&__BUDGETS_SIZES);\n"
    ));
    budgets(plan, code);
    docs::sum(plan, code);
    code.add(format_args!("pub const TOTAL_CRATE_BUDGETS: __budgets::usize = __budgets::bytes(__BUDGETS_SUM);"));
    docs::total(plan, code);
    code.add(format_args!(
        "pub const TOTAL_SYSTEM_BUDGET: __budgets::usize = __budgets::bytes(__BUDGETS_TOTAL);
        /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
        pub const TOTAL_MEMORY_BUDGET: __budgets::usize = TOTAL_SYSTEM_BUDGET;
        /// Where the total budget came from: a line of a file, an environment variable, or the preset; with `sum` before a line
        /// that says that it is the sum of the crate budgets.
        pub const TOTAL_BUDGET_ORIGIN: &__budgets::str = "
    ));
    code.text(&plan.total.texts(&Value::said));
    code.add(format_args!(";"));
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
fn targets(outcome: &Outcome, code: &mut Code) {
    let plan = &outcome.plan;
    if !plan.sections.is_empty() {
        let (allow, count) = (allow_cfgs(&plan.sections, outcome), plan.sections.len());
        code.add(format_args!("{allow} const __BUDGETS_SECTIONS: &[__budgets::bool; {count}] = &["));
        code.list(&plan.sections, &mut |code, section| code.add(format_args!("__budgets::cfg!({section})")));
        code.add(format_args!("];"));
    }
    if !plan.limits.is_empty() {
        let mut only = Vec::new();
        for limit in &plan.limits {
            if let Some(predicate) = &limit.predicate {
                only.push(predicate.clone());
            }
        }
        let (allow, count) = (allow_cfgs(&only, outcome), plan.limits.len());
        code.add(format_args!("{allow} const __BUDGETS_LIMITS: &[__budgets::bool; {count}] = &["));
        code.list(&plan.limits, &mut |code, limit| match &limit.predicate {
            None => code.add(format_args!("true")),
            Some(only) => code.add(format_args!("__budgets::cfg!({only})")),
        });
        code.add(format_args!("];"));
    }
}

/// What some of the crates have, with their indices.
fn sparse(name: &str, plan: &Plan, text: &dyn Fn(&BudgetedCrate) -> Option<&str>, code: &mut Code) {
    code.add(format_args!("const {name}: &[(__budgets::usize, &__budgets::str)] = &["));
    for (i, entry) in plan.crates.iter().enumerate() {
        if let Some(text) = text(entry) {
            code.add(format_args!("({i}, {text:?}),"));
        }
    }
    code.add(format_args!("];"));
}

/// What the rules compare: of the module, or of one of its profiles.
pub(super) fn numbers(plan: &Plan, code: &mut Code) {
    code.add(format_args!("const __BUDGETS_SIZES: [__budgets::u64; {}] = [", plan.crates.len()));
    code.list(&plan.crates, &mut |code, entry| code.size(&entry.budget));
    code.add(format_args!(
        "];
        const __BUDGETS_SUM: __budgets::u128 = __budgets::sum(&__BUDGETS_SIZES);
        const __BUDGETS_TOTAL: __budgets::u128 = "
    ));
    code.total(plan);
    code.add(format_args!(";"));
}

/// Where the budgets came from.
pub(super) fn origins(plan: &Plan, code: &mut Code) {
    code.add(format_args!("const __BUDGETS_ORIGINS: &[&__budgets::str; {}] = &[", plan.crates.len()));
    code.list(&plan.crates, &mut |code, entry| code.text(&entry.budget.texts(&Value::said)));
    code.add(format_args!("];"));
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
