//! The enum, the constants, `map_crates!`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use wrt_memory_validator::{Choice, Layered, Plan};

use super::{Code, NAMES, ORIGINS, PRIVATE, SIZES, TOTAL, allow_cfgs, docs};
use crate::args::Args;

/// Everything that code can name.
pub(super) fn api(plan: &Plan, args: &Args, code: &mut Code) {
    crate_id(plan, args, code);
    tables(plan, code);
    methods(plan, code);
    traits(plan, code);
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
        code.add(format_args!("{PRIVATE}::{name}"));
    });
    code.list(&args.derives, |code, path| code.add(format_args!("{}", path.tokens)));
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
    code.add(format_args!("{allow} const {SIZES}: [{PRIVATE}::u64; {count}] = ["));
    code.list(&plan.crates, |code, entry| code.size(&entry.budget, plan));
    code.add(format_args!("]; {allow} const {TOTAL}: {PRIVATE}::u64 = "));
    code.size(&plan.total, plan);
    code.add(format_args!("; const {NAMES}: &[&{PRIVATE}::str; {count}] = &["));
    code.list(&plan.crates, |code, entry| code.add(format_args!("{:?}", entry.name)));
    code.add(format_args!("]; {allow} const {ORIGINS}: &[&{PRIVATE}::str; {count}] = &["));
    code.list(&plan.crates, |code, entry| code.text(&origin(&entry.budget), plan));
    code.add(format_args!("];"));
}

fn origin(layered: &Layered) -> Choice {
    let overlays = layered.overlays.iter().map(|(section, value)| (*section, value.origin.short())).collect();
    Choice { base: layered.base.origin.short(), overlays }
}

fn methods(plan: &Plan, code: &mut Code) {
    let count = plan.crates.len();
    code.add(format_args!(
        "#[allow(clippy::same_name_method)]
        impl CrateId {{
            /// How many crates have a budget.
            pub const COUNT: {PRIVATE}::usize = {count};

            /// All of them, in the order of their indices.
            pub const ALL: [Self; {count}] = ["
    ));
    code.list(&plan.crates, |code, entry| code.add(format_args!("Self::{}", entry.variant)));
    code.add(format_args!(
        "];

            /// The package's name.
            #[must_use]
            #[inline]
            pub const fn name(self) -> &'static {PRIVATE}::str {{
                {NAMES}[self.index()]
            }}

            /// The budget in bytes.
            #[must_use]
            #[inline]
            pub const fn budget(self) -> {PRIVATE}::usize {{
                (&CRATE_BUDGETS)[self.index()]
            }}

            /// The position in [`ALL`](Self::ALL), from 0.
            #[must_use]
            #[inline]
            pub const fn index(self) -> {PRIVATE}::usize {{
                self as {PRIVATE}::usize
            }}

            /// The crate at a position in [`ALL`](Self::ALL).
            #[must_use]
            #[inline]
            pub const fn from_index(index: {PRIVATE}::usize) -> {PRIVATE}::Option<Self> {{
                {PRIVATE}::from_index(index)
            }}

            /// Whether an amount in bytes is within the budget.
            #[must_use]
            #[inline]
            pub const fn fits(self, bytes: {PRIVATE}::usize) -> {PRIVATE}::bool {{
                bytes <= self.budget()
            }}

            /// What the crate is for; empty where the configuration does not say.
            #[must_use]
            #[inline]
            pub const fn purpose(self) -> &'static {PRIVATE}::str {{
                const PURPOSES: &[&{PRIVATE}::str; {count}] = &["
    ));
    code.list(&plan.crates, |code, entry| code.add(format_args!("{:?}", entry.purpose)));
    code.add(format_args!(
        "];
                PURPOSES[self.index()]
            }}

            /// Where the budget came from: a line of a file, an environment variable, or the preset.
            #[must_use]
            #[inline]
            pub const fn origin(self) -> &'static {PRIVATE}::str {{
                {ORIGINS}[self.index()]
            }}
        }}"
    ));
}

/// `Debug` is written by hand: a derived one costs a branch for each crate.
fn traits(plan: &Plan, code: &mut Code) {
    let count = plan.crates.len();
    code.add(format_args!(
        "impl {PRIVATE}::Debug for CrateId {{
            #[inline]
            fn fmt(&self, formatter: &mut {PRIVATE}::Formatter<'_>) -> {PRIVATE}::FmtResult {{
                const VARIANTS: &[&{PRIVATE}::str; {count}] = &["
    ));
    code.list(&plan.crates, |code, entry| code.add(format_args!("{:?}", entry.variant)));
    code.add(format_args!(
        "];
                formatter.write_str(VARIANTS[self.index()])
            }}
        }}

        impl {PRIVATE}::Display for CrateId {{
            #[inline]
            fn fmt(&self, formatter: &mut {PRIVATE}::Formatter<'_>) -> {PRIVATE}::FmtResult {{
                formatter.pad(self.name())
            }}
        }}

        impl {PRIVATE}::FromStr for CrateId {{
            type Err = __wrt_memory_budgets::UnknownCrate;

            #[inline]
            fn from_str(name: &{PRIVATE}::str) -> {PRIVATE}::Result<Self, __wrt_memory_budgets::UnknownCrate> {{
                {PRIVATE}::find(name)
            }}
        }}

        #[doc(hidden)]
        pub struct __WrtMemoryBudgetsTable<const LAZY: {PRIVATE}::usize>;

        impl<const LAZY: {PRIVATE}::usize> {PRIVATE}::Table<CrateId> for __WrtMemoryBudgetsTable<LAZY> {{
            const ALL: &'static [CrateId] = &["
    ));
    code.list(&plan.crates, |code, entry| code.add(format_args!("CrateId::{}", entry.variant)));
    code.add(format_args!(
        "];
        }}

        #[allow(clippy::same_name_method)]
        impl __wrt_memory_budgets::BudgetedCrate for CrateId {{
            const COUNT: {PRIVATE}::usize = {count};
            type Table = __WrtMemoryBudgetsTable<0>;

            #[inline]
            fn index(self) -> {PRIVATE}::usize {{
                Self::index(self)
            }}

            #[inline]
            fn name(self) -> &'static {PRIVATE}::str {{
                Self::name(self)
            }}

            #[inline]
            fn budget(self) -> {PRIVATE}::usize {{
                Self::budget(self)
            }}
        }}"
    ));
}

fn constants(plan: &Plan, code: &mut Code) {
    let allow = allow_cfgs(plan);
    code.add(format_args!(
        "/// The budget of every crate in bytes, by `CrateId as usize`.
        pub const CRATE_BUDGETS: [{PRIVATE}::usize; CrateId::COUNT] = {PRIVATE}::budgets(&{SIZES});"
    ));
    for entry in &plan.crates {
        let (name, variant, constant) = (&entry.name, &entry.variant, &entry.constant);
        code.add(format_args!(
            "/// The budget of {name} in bytes: see [`CrateId::{variant}`].
            {allow} pub const {constant}: {PRIVATE}::usize = "
        ));
        // A plain number spares the compiler a call; what no `usize` can hold is refused by its own assertion.
        match u32::try_from(entry.budget.base.bytes) {
            Ok(bytes) if entry.budget.overlays.is_empty() => code.add(format_args!("{bytes};")),
            _ => {
                code.add(format_args!("{PRIVATE}::bytes("));
                code.size(&entry.budget, plan);
                code.add(format_args!(");"));
            }
        }
    }
    docs::sum(plan, code);
    code.add(format_args!(
        "pub const TOTAL_CRATE_BUDGETS: {PRIVATE}::usize = {PRIVATE}::bytes({PRIVATE}::sum(&{SIZES}));"
    ));
    docs::total(plan, code);
    code.add(format_args!(
        "pub const TOTAL_SYSTEM_BUDGET: {PRIVATE}::usize = {PRIVATE}::bytes({TOTAL});

        /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
        pub const TOTAL_MEMORY_BUDGET: {PRIVATE}::usize = TOTAL_SYSTEM_BUDGET;

        /// Where the total budget came from: a line of a file, an environment variable, or the preset.
        {allow} pub const TOTAL_BUDGET_ORIGIN: &{PRIVATE}::str = "
    ));
    code.text(&origin(&plan.total), plan);
    code.add(format_args!(";"));
}

/// The enum's name would mean something else where the macro is used, so that the type is left to the function.
pub(super) fn map_crates(plan: &Plan, args: &Args) -> TokenStream {
    let support = &args.support;
    let indices = (0..plan.crates.len()).map(Literal::usize_unsuffixed);
    quote! {
        /// `map_crates!(f)` is the array `[f(CrateId::A), f(CrateId::B), …]` of what `f`, which takes a `CrateId`, makes of
        /// every crate.
        #[allow(unused_macros)]
        macro_rules! map_crates {
            ($f:expr) => { #support::__private::map_crates!($f; #(#indices)*) };
        }
        #[allow(unused_imports)]
        pub(crate) use map_crates;
    }
}
