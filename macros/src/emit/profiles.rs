//! The file's profiles: a table of budgets for each, all of one `CrateId`, and every rule about each of them.

use memory_budgets_validator::{Outcome, Profile, size};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{Code, api, assertions, docs};

pub(super) fn profiles(outcome: &Outcome) -> TokenStream {
    let profiles = &outcome.profiles;
    if profiles.is_empty() {
        return TokenStream::new();
    }
    let count = Literal::usize_unsuffixed(profiles.len());
    let variants = profiles.iter().map(|profile| {
        let (name, total) = (docs::verbatim(&profile.name), size::print(profile.plan.total.base.bytes.into()));
        let doc = format!("The profile {name}: a total of {total}.");
        let variant = Ident::new(&profile.variant, Span::call_site());
        quote!(#[doc = #doc] #variant,)
    });
    let all = Code::list_of(profiles, |code, profile| code.add(format_args!("Self::{}", profile.variant)));
    let names = Code::list_of(profiles, |code, profile| code.add(format_args!("{:?}", profile.name)));
    let tables = Code::list_of(profiles, |code, profile| {
        code.add(format_args!("__budgets::budgets(&["));
        code.list(&profile.plan.crates, |code, entry| code.size(&entry.budget));
        code.add(format_args!("])"));
    });
    let totals = Code::list_of(profiles, |code, profile| {
        code.add(format_args!("__budgets::bytes(__budgets::wide("));
        code.size(&profile.plan.total);
        code.add(format_args!("))"));
    });
    let rules = profiles.iter().map(|profile| rules(outcome, profile));
    quote! {
        /// The profiles of the configuration, selected or not, in its order.
        #[derive(
            __budgets::Clone, __budgets::Copy, __budgets::Debug, __budgets::PartialEq, __budgets::Eq, __budgets::PartialOrd,
            __budgets::Ord, __budgets::Hash,
        )]
        #[repr(u8)]
        #[allow(clippy::exhaustive_enums)]
        pub enum Profile { #(#variants)* }

        impl Profile {
            /// How many there are.
            pub const COUNT: __budgets::usize = #count;

            /// All of them, in the order of the file.
            pub const ALL: [Self; #count] = [#all];
        }

        const __BUDGETS_PROFILE_NAMES: &[&__budgets::str; #count] = &[#names];
        const __BUDGETS_PROFILE_BUDGETS: &[[__budgets::usize; CrateId::COUNT]; #count] = &[#tables];
        const __BUDGETS_PROFILE_TOTALS: &[__budgets::usize; #count] = &[#totals];
        __budgets::implement_profile! {}

        #(#rules)*
    }
}

/// Every rule about a profile that is not in force, with its own numbers in the place of the module's.
fn rules(outcome: &Outcome, profile: &Profile) -> TokenStream {
    let assertions = assertions::of_profile(outcome, profile);
    let (numbers, origins) = (api::numbers(&profile.plan), api::origins(&profile.plan));
    quote! {
        const _: () = {
            #numbers
            #origins
            #assertions
        };
    }
}
