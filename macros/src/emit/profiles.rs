//! The file's profiles: a table of budgets for each, all of one `CrateId`, and every rule about each of them.

use memory_budgets_validator::{Outcome, Profile, size};
use proc_macro2::TokenStream;

use super::{Code, api, assertions, docs};

pub(super) fn profiles(outcome: &Outcome) -> TokenStream {
    if outcome.profiles.is_empty() {
        return TokenStream::new();
    }
    Code::tokens(&mut |code| {
        enumeration(&outcome.profiles, code);
        for (i, profile) in outcome.profiles.iter().enumerate() {
            checked(outcome, i, profile, code);
        }
    })
}

/// The enum, and the tables that it is made of.
fn enumeration(profiles: &[Profile], code: &mut Code) {
    let count = profiles.len();
    code.add(format_args!(
        "/// The profiles of the configuration, selected or not, in its order.
        #[derive(
            __budgets::Clone, __budgets::Copy, __budgets::Debug, __budgets::PartialEq, __budgets::Eq, __budgets::PartialOrd,
            __budgets::Ord, __budgets::Hash,
        )]
        #[repr(u8)]
        #[allow(clippy::exhaustive_enums)]
        pub enum Profile {{ "
    ));
    code.list(profiles, &mut |code, profile| {
        let (name, total) = (docs::verbatim(&profile.name), size::print(profile.plan.total.base.bytes.into()));
        code.doc(&format!("The profile {name}: a total of {total}."), None);
        code.add(format_args!("{}", profile.variant));
    });
    code.add(format_args!(
        "}}

        impl Profile {{
            /// How many there are.
            pub const COUNT: __budgets::usize = {count};

            /// All of them, in the order of the file.
            pub const ALL: [Self; {count}] = ["
    ));
    code.list(profiles, &mut |code, profile| code.add(format_args!("Self::{}", profile.variant)));
    code.add(format_args!("]; }} const __BUDGETS_PROFILE_NAMES: &[&__budgets::str; {count}] = &["));
    code.list(profiles, &mut |code, profile| code.add(format_args!("{:?}", profile.name)));
    code.add(format_args!(
        "];
        const __BUDGETS_PROFILE_BUDGETS: &[[__budgets::usize; CrateId::COUNT]; {count}] = &["
    ));
    for i in 0..count {
        code.add(format_args!("__BUDGETS_PROFILE_{i}.0,"));
    }
    code.add(format_args!("]; const __BUDGETS_PROFILE_TOTALS: &[__budgets::usize; {count}] = &["));
    for i in 0..count {
        code.add(format_args!("__BUDGETS_PROFILE_{i}.1,"));
    }
    code.add(format_args!("]; __budgets::implement_profile! {{}}"));
}

/// The budgets and the total of a profile, beside every rule about them, with its own numbers in the place of the module's.
fn checked(outcome: &Outcome, i: usize, profile: &Profile, code: &mut Code) {
    code.add(format_args!("const __BUDGETS_PROFILE_{i}: ([__budgets::usize; CrateId::COUNT], __budgets::usize) = {{ "));
    api::numbers(&profile.plan, code);
    api::origins(&profile.plan, code);
    assertions::of_profile(outcome, profile, code);
    code.add(format_args!("(__budgets::budgets(&__BUDGETS_SIZES), __budgets::bytes(__BUDGETS_TOTAL)) }};"));
}
