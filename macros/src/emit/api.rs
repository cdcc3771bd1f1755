//! The enum, the constants, `map_crates!`.

use memory_budgets_validator::for_macros::Choice;
use memory_budgets_validator::{BudgetedCrate, Layered, Plan};
use proc_macro2::TokenStream;
use quote::quote;

use super::{CHOSEN, Code, NAMES, ORIGINS, PURPOSES, SIZES, TABLE, TOTAL, allow_cfgs, docs};
use crate::args::Args;

/// Everything that code can name.
pub(super) fn api(plan: &Plan, args: &Args, code: &mut Code) {
    crate_id(plan, args, code);
    tables(plan, code);
    implementations(plan, code);
    constants(plan, code);
}

fn crate_id(plan: &Plan, args: &Args, code: &mut Code) {
    let repr = match plan.crates.len() {
        0..=0x100 => "u8",
        0x101..=0x1_0000 => "u16",
        _ => "u32",
    };
    docs::enumeration(plan, code);
    code.add(format_args!("#[derive("));
    code.list(&["Clone", "Copy", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"], |code, name| {
        code.add(format_args!("__budgets::{name}"));
    });
    code.add(format_args!(")] #[repr({repr})] #[allow(clippy::exhaustive_enums)] pub enum CrateId {{"));
    let default = if args.derives_default() { "#[default]" } else { "" };
    for (i, entry) in plan.crates.iter().enumerate() {
        docs::variant(entry, plan, code);
        code.add(format_args!("{} {} = {i},", if i == 0 { default } else { "" }, entry.variant));
    }
    code.add(format_args!("}}"));
}

/// The tables that methods and assertions look things up in.
fn tables(plan: &Plan, code: &mut Code) {
    let (count, allow) = (plan.crates.len(), allow_cfgs(plan));
    code.add(format_args!("{allow} const {SIZES}: [__budgets::u64; {count}] = ["));
    code.list(&plan.crates, |code, entry| code.size(&entry.budget, plan));
    code.add(format_args!("]; {allow} const {TOTAL}: __budgets::u64 = "));
    code.size(&plan.total, plan);
    code.add(format_args!("; const {NAMES}: &[&__budgets::str; {count}] = &["));
    code.list(&plan.crates, |code, entry| code.add(format_args!("{:?}", entry.name)));
    code.add(format_args!("]; {allow} const {ORIGINS}: &[&__budgets::str; {count}] = &["));
    code.list(&plan.crates, |code, entry| code.text(&origin(&entry.budget), plan));
    code.add(format_args!("]; const {PURPOSES}: &[(__budgets::usize, &__budgets::str)] = &["));
    sparse(plan, |entry| (!entry.purpose.is_empty()).then_some(&entry.purpose), code);
    code.add(format_args!("]; const {CHOSEN}: &[(__budgets::usize, &__budgets::str)] = &["));
    sparse(plan, |entry| (!entry.has_derived_variant()).then_some(&entry.variant), code);
    code.add(format_args!("];"));
}

/// What some of the crates have, with their indices.
fn sparse<'p>(plan: &'p Plan, text: impl Fn(&'p BudgetedCrate) -> Option<&'p String>, code: &mut Code) {
    for (i, entry) in plan.crates.iter().enumerate() {
        if let Some(text) = text(entry) {
            code.add(format_args!("({i}, {text:?}),"));
        }
    }
}

fn origin(layered: &Layered) -> Choice {
    layered.texts(&|value| value.origin.short())
}

/// The list of all crates, and the code that every `CrateId` has.
fn implementations(plan: &Plan, code: &mut Code) {
    let count = plan.crates.len();
    code.add(format_args!(
        "#[doc(hidden)]
        #[allow(clippy::exhaustive_structs)]
        pub struct {TABLE}<const LAZY: __budgets::usize>;

        impl<const LAZY: __budgets::usize> __budgets::Table<CrateId> for {TABLE}<LAZY> {{
            const ALL: &'static [CrateId] = &["
    ));
    code.list(&plan.crates, |code, entry| code.add(format_args!("CrateId::{}", entry.variant)));
    code.add(format_args!(
        "];
            const BUDGETS: &'static [__budgets::usize] = &CRATE_BUDGETS;
        }}

        impl CrateId {{
            /// How many crates have a budget.
            pub const COUNT: __budgets::usize = {count};

            /// All of them, in the order of their indices.
            pub const ALL: [Self; {count}] = __budgets::all();
        }}

        __budgets::implement! {{ {TABLE} {NAMES} {CHOSEN} {PURPOSES} {ORIGINS} "
    ));
    // Budgets that could not be read fail no assertion.
    for (i, _) in plan.crates.iter().enumerate().filter(|(_, entry)| !plan.is_sure(entry)) {
        code.add(format_args!("{i} "));
    }
    code.add(format_args!(
        "}}
        __budgets::memory_system! {{ {count} }}
        __budgets::memory_monitor! {{}}"
    ));
}

fn constants(plan: &Plan, code: &mut Code) {
    let allow = allow_cfgs(plan);
    code.add(format_args!(
        "/// The budget of every crate in bytes, by `CrateId as usize`.
        pub const CRATE_BUDGETS: [__budgets::usize; CrateId::COUNT] = __budgets::budgets(&{SIZES});"
    ));
    for entry in &plan.crates {
        let (name, variant, constant) = (&entry.name, &entry.variant, &entry.constant);
        code.add(format_args!(
            "/// The budget of {name} in bytes: see [`CrateId::{variant}`].
            {allow} pub const {constant}: __budgets::usize = "
        ));
        // A plain number spares the compiler a call; what no `usize` can hold is refused by its own assertion.
        match u32::try_from(entry.budget.base.bytes) {
            Ok(bytes) if entry.budget.overlays.is_empty() => code.add(format_args!("{bytes};")),
            _ => {
                code.add(format_args!("__budgets::bytes("));
                code.size(&entry.budget, plan);
                code.add(format_args!(");"));
            }
        }
    }
    docs::sum(plan, code);
    code.add(format_args!(
        "pub const TOTAL_CRATE_BUDGETS: __budgets::usize = __budgets::bytes(__budgets::sum(&{SIZES}));"
    ));
    docs::total(plan, code);
    code.add(format_args!(
        "pub const TOTAL_SYSTEM_BUDGET: __budgets::usize = __budgets::bytes({TOTAL});

        /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
        pub const TOTAL_MEMORY_BUDGET: __budgets::usize = TOTAL_SYSTEM_BUDGET;

        /// Where the total budget came from: a line of a file, an environment variable, or the preset.
        {allow} pub const TOTAL_BUDGET_ORIGIN: &__budgets::str = "
    ));
    code.text(&origin(&plan.total), plan);
    code.add(format_args!(";"));
}

/// The enum's name would mean something else where the macro is used, so that the type is left to the function.
pub(super) fn map_crates(plan: &Plan, args: &Args) -> TokenStream {
    let support = &args.support;
    let mut indices = Code::default();
    for i in 0..plan.crates.len() {
        indices.add(format_args!("{i} "));
    }
    let indices = indices.parse();
    quote! {
        /// `map_crates!(f)` is the array `[f(CrateId::A), f(CrateId::B), …]` of what `f`, which takes a `CrateId`, makes of
        /// every crate.
        macro_rules! map_crates {
            ($($f:expr)?) => { $(#support::__private::map_crates!($f; #indices))? };
        }
        // So that it counts as used, with no lint to allow: some compilers check that one in expansions too.
        map_crates! {}
        pub(crate) use map_crates;
    }
}
