//! What makes Cargo rebuild when something that was read changes.

use memory_budgets_validator::Outcome;
use proc_macro2::TokenStream;

use super::Code;

/// The compiler notes every file it includes and every variable it looks up; nothing of either is kept.
pub(super) fn tracking(outcome: &Outcome) -> TokenStream {
    Code::tokens(&mut |code| {
        for file in &outcome.watch.files {
            if let Some(file) = file.to_str() {
                code.add(format_args!("const _: &[__budgets::u8] = __budgets::include_bytes!({file:?});"));
            }
        }
        code.add(format_args!("const _: &[__budgets::Option<&__budgets::str>] = &["));
        code.list(&outcome.watch.variables, &mut |code, variable| {
            code.add(format_args!("__budgets::option_env!({variable:?})"));
        });
        code.add(format_args!("];"));
    })
}
