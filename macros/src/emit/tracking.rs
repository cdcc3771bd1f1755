//! What makes Cargo rebuild when something that was read changes.

use memory_budgets_validator::Outcome;
use proc_macro2::TokenStream;
use quote::quote;

use super::Code;

/// The compiler notes every file it includes and every variable it looks up; nothing of either is kept.
pub(super) fn tracking(outcome: &Outcome) -> TokenStream {
    let files = outcome.watch.files.iter().filter_map(|file| file.to_str());
    let variables = Code::list_of(&outcome.watch.variables, &mut |code, variable| {
        code.add(format_args!("__budgets::option_env!({variable:?})"));
    });
    quote! {
        #(const _: &[__budgets::u8] = __budgets::include_bytes!(#files);)*
        const _: &[__budgets::Option<&__budgets::str>] = &[#variables];
    }
}
