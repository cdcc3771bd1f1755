//! What makes Cargo rebuild when something that was read changes.

use proc_macro2::TokenStream;
use quote::quote;
use wrt_memory_validator::Outcome;

use super::Names;

/// The compiler notes every file it includes and every variable it looks up; nothing of either is kept.
pub(crate) fn tracking(outcome: &Outcome, names: &Names) -> TokenStream {
    let private = &names.private;
    let files = outcome.files.iter().filter_map(|file| file.to_str());
    let variables = &outcome.variables;
    quote! {
        #(const _: &[#private::u8] = #private::include_bytes!(#files);)*
        const _: &[#private::Option<&#private::str>] = &[#(#private::option_env!(#variables)),*];
    }
}
