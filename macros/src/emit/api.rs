//! The enum, the constants, `map_crates!`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use wrt_memory_validator::{Choice, Outcome, Plan};

use super::{Names, allow_cfgs, docs, quote_literal, size, text};
use crate::args::Args;

/// Everything that code can name.
pub(crate) fn api(outcome: &Outcome, args: &Args, names: &Names) -> TokenStream {
    let plan = &outcome.plan;
    let mut tokens = crate_id(plan, args, names);
    tokens.extend(tables(plan, names));
    tokens.extend(methods(plan, names));
    tokens.extend(traits(plan, names));
    tokens.extend(constants(plan, names));
    tokens.extend(map_crates(plan, names));
    tokens
}

fn crate_id(plan: &Plan, args: &Args, names: &Names) -> TokenStream {
    let private = &names.private;
    let repr = match plan.crates.len() {
        0..=0x100 => "u8",
        0x101..=0x1_0000 => "u16",
        _ => "u32",
    };
    let repr = Ident::new(repr, Span::call_site());
    let (derives, docs) = (args.derives.iter().map(|path| &path.tokens), docs::enumeration(plan));
    let mut default = args.derives_default().then(|| quote!(#[default]));
    let variants = plan.crates.iter().enumerate().map(|(i, entry)| {
        let (docs, default) = (docs::variant(entry, plan), default.take());
        let (variant, discriminant) = (Ident::new(&entry.variant, Span::call_site()), Literal::usize_unsuffixed(i));
        quote!(#docs #default #variant = #discriminant,)
    });
    quote! {
        #docs
        #[derive(#private::Clone, #private::Copy, #private::PartialEq, #private::Eq, #private::PartialOrd, #private::Ord, #private::Hash)]
        #(#[derive(#derives)])*
        #[repr(#repr)]
        #[allow(clippy::exhaustive_enums)]
        pub enum CrateId { #(#variants)* }
    }
}

/// The tables that methods and assertions look things up in.
fn tables(plan: &Plan, names: &Names) -> TokenStream {
    let (private, count) = (&names.private, Literal::usize_unsuffixed(plan.crates.len()));
    let Names { sizes, total, crates: crate_names, origins, .. } = names;
    let size_of = plan.crates.iter().map(|entry| size(&entry.budget, plan, names));
    let (total_size, allow) = (size(&plan.total, plan, names), allow_cfgs(plan));
    let name_of = plan.crates.iter().map(|entry| &entry.name);
    let origin_of = plan.crates.iter().map(|entry| text(&origin(&entry.budget), plan, names));
    quote! {
        #allow
        const #sizes: [#private::u64; #count] = [#(#size_of),*];
        #allow
        const #total: #private::u64 = #total_size;
        const #crate_names: &[&#private::str; #count] = &[#(#name_of),*];
        #allow
        const #origins: &[&#private::str; #count] = &[#(#origin_of),*];
    }
}

fn origin(layered: &wrt_memory_validator::Layered) -> Choice {
    let overlays = layered.overlays.iter().map(|(section, value)| (*section, value.origin.short())).collect();
    Choice { base: layered.base.origin.short(), overlays }
}

fn methods(plan: &Plan, names: &Names) -> TokenStream {
    let (private, count) = (&names.private, Literal::usize_unsuffixed(plan.crates.len()));
    let Names { crates: crate_names, origins, .. } = names;
    let variants: Vec<_> = variants(plan).collect();
    let purposes = plan.crates.iter().map(|entry| &entry.purpose);
    quote! {
        #[allow(clippy::same_name_method)]
        impl CrateId {
            /// How many crates have a budget.
            pub const COUNT: #private::usize = #count;
            /// All of them, in the order of their indices.
            pub const ALL: [Self; #count] = [#(Self::#variants),*];

            /// The package's name.
            #[must_use]
            pub const fn name(self) -> &'static #private::str {
                #crate_names[self.index()]
            }

            /// The budget in bytes.
            #[must_use]
            pub const fn budget(self) -> #private::usize {
                (&CRATE_BUDGETS)[self.index()]
            }

            /// The position in [`ALL`](Self::ALL), from 0.
            #[must_use]
            pub const fn index(self) -> #private::usize {
                self as #private::usize
            }

            /// The crate at a position in [`ALL`](Self::ALL).
            #[must_use]
            pub const fn from_index(index: #private::usize) -> #private::Option<Self> {
                if index < Self::COUNT { #private::Option::Some((&Self::ALL)[index]) } else { #private::Option::None }
            }

            /// Whether an amount in bytes is within the budget.
            #[must_use]
            pub const fn fits(self, bytes: #private::usize) -> #private::bool {
                bytes <= self.budget()
            }

            /// What the crate is for; empty where the configuration does not say.
            #[must_use]
            pub const fn purpose(self) -> &'static #private::str {
                const PURPOSES: &[&#private::str; #count] = &[#(#purposes),*];
                PURPOSES[self.index()]
            }

            /// Where the budget came from: a line of a file, an environment variable, or the preset.
            #[must_use]
            pub const fn origin(self) -> &'static #private::str {
                #origins[self.index()]
            }
        }
    }
}

fn variants(plan: &Plan) -> impl Iterator<Item = Ident> {
    plan.crates.iter().map(|entry| Ident::new(&entry.variant, Span::call_site()))
}

fn traits(plan: &Plan, names: &Names) -> TokenStream {
    let (support, private) = (&names.support, &names.private);
    let count = Literal::usize_unsuffixed(plan.crates.len());
    let variant_names = plan.crates.iter().map(|entry| &entry.variant);
    quote! {
        // By hand: a derived one costs a branch for each crate.
        impl #private::Debug for CrateId {
            fn fmt(&self, formatter: &mut #private::Formatter<'_>) -> #private::FmtResult {
                const VARIANTS: &[&#private::str; #count] = &[#(#variant_names),*];
                formatter.write_str(VARIANTS[self.index()])
            }
        }

        impl #private::Display for CrateId {
            fn fmt(&self, formatter: &mut #private::Formatter<'_>) -> #private::FmtResult {
                formatter.pad(self.name())
            }
        }

        impl #private::FromStr for CrateId {
            type Err = #support::UnknownCrate;

            fn from_str(name: &#private::str) -> #private::Result<Self, #support::UnknownCrate> {
                #private::find(name)
            }
        }

        #[allow(clippy::same_name_method)]
        impl #support::BudgetedCrate for CrateId {
            const COUNT: #private::usize = #count;
            const ALL: &'static [Self] = &Self::ALL;

            fn index(self) -> #private::usize {
                Self::index(self)
            }

            fn name(self) -> &'static #private::str {
                Self::name(self)
            }

            fn budget(self) -> #private::usize {
                Self::budget(self)
            }
        }
    }
}

fn constants(plan: &Plan, names: &Names) -> TokenStream {
    let private = &names.private;
    let Names { sizes, total, .. } = names;
    let allow = allow_cfgs(plan);
    let each = plan.crates.iter().map(|entry| {
        let (constant, size) = (Ident::new(&entry.constant, Span::call_site()), size(&entry.budget, plan, names));
        let doc = quote_literal(Literal::string(&format!(
            "The budget of {} in bytes: see [`CrateId::{}`].",
            entry.name, entry.variant
        )));
        quote! {
            #[doc = #doc]
            #allow
            pub const #constant: #private::usize = #private::bytes(#size);
        }
    });
    let (sum_docs, total_docs) = (docs::sum(plan), docs::total(plan));
    let total_origin = text(&origin(&plan.total), plan, names);
    quote! {
        /// The budget of every crate in bytes, by `CrateId as usize`.
        pub const CRATE_BUDGETS: [#private::usize; CrateId::COUNT] = #private::budgets(&#sizes);
        #(#each)*
        #sum_docs
        pub const TOTAL_CRATE_BUDGETS: #private::usize = #private::bytes(#private::sum(&#sizes));
        #total_docs
        pub const TOTAL_SYSTEM_BUDGET: #private::usize = #private::bytes(#total);
        /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
        pub const TOTAL_MEMORY_BUDGET: #private::usize = TOTAL_SYSTEM_BUDGET;
        /// Where the total budget came from: a line of a file, an environment variable, or the preset.
        #allow
        pub const TOTAL_BUDGET_ORIGIN: &#private::str = #total_origin;
    }
}

/// The enum's own name would mean something else where the macro is used, so that its type is left to the function.
fn map_crates(plan: &Plan, names: &Names) -> TokenStream {
    let private = &names.private;
    let indices = (0..plan.crates.len()).map(Literal::usize_unsuffixed);
    quote! {
        /// `map_crates!(f)` is the array `[f(CrateId::A), f(CrateId::B), …]` of what `f`, which takes a `CrateId`, makes of
        /// every crate.
        #[allow(unused_macros)]
        macro_rules! map_crates {
            ($f:expr) => { #private::map_crates!($f; #(#indices)*) };
        }
        #[allow(unused_imports)]
        pub(crate) use map_crates;
    }
}
