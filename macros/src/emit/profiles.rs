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
    let variants = Code::list_of(profiles, &mut |code, profile| {
        let (name, total) = (docs::verbatim(&profile.name), size::print(profile.plan.total.base.bytes.into()));
        let doc = format!("The profile {name}: a total of {total}.");
        code.add(format_args!("#[doc = {doc:?}] {}", profile.variant));
    });
    let all = Code::list_of(profiles, &mut |code, profile| code.add(format_args!("Self::{}", profile.variant)));
    let names = Code::list_of(profiles, &mut |code, profile| code.add(format_args!("{:?}", profile.name)));
    let part = |part: usize| {
        let numbers: Vec<usize> = (0..profiles.len()).collect();
        Code::list_of(&numbers, &mut |code, i| code.add(format_args!("__BUDGETS_PROFILE_{i}.{part}")))
    };
    let (tables, totals) = (part(0), part(1));
    let mut every_rule = TokenStream::new();
    for (i, profile) in profiles.iter().enumerate() {
        every_rule.extend(checked(outcome, i, profile));
    }
    quote! {
        /// The profiles of the configuration, selected or not, in its order.
        #[derive(
            __budgets::Clone, __budgets::Copy, __budgets::Debug, __budgets::PartialEq, __budgets::Eq, __budgets::PartialOrd,
            __budgets::Ord, __budgets::Hash,
        )]
        #[repr(u8)]
        #[allow(clippy::exhaustive_enums)]
        pub enum Profile { #variants }

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

        #every_rule
    }
}

/// The budgets and the total of a profile, beside every rule about them, with its own numbers in the place of the module's.
fn checked(outcome: &Outcome, i: usize, profile: &Profile) -> TokenStream {
    let name = Ident::new(&format!("__BUDGETS_PROFILE_{i}"), Span::call_site());
    let assertions = assertions::of_profile(outcome, profile);
    let (numbers, origins) = (api::numbers(&profile.plan), api::origins(&profile.plan));
    quote! {
        const #name: ([__budgets::usize; CrateId::COUNT], __budgets::usize) = {
            #numbers
            #origins
            #assertions
            (__budgets::budgets(&__BUDGETS_SIZES), __budgets::bytes(__BUDGETS_TOTAL))
        };
    }
}
