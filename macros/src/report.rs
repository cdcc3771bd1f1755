//! From findings to what the compiler prints.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use wrt_memory_validator::{Finding, Outcome, Severity};

use crate::args::{Args, Problem};
use crate::emit::{Names, allow_cfgs, predicate};

/// The errors about the attribute itself.
pub(crate) fn problems(problems: &[Problem], names: &Names) -> TokenStream {
    problems.iter().map(|(span, finding)| error(finding, *span, names)).collect()
}

/// The errors and warnings about the configuration.
pub(crate) fn findings(outcome: &Outcome, args: &Args, names: &Names) -> TokenStream {
    let mut tokens = TokenStream::new();
    for finding in &outcome.findings {
        let span = args.span_of(finding);
        tokens.extend(match finding.severity {
            Severity::Error => error(finding, span, names),
            Severity::Warning => warning(finding, span),
        });
    }
    for (scenario, finding) in &outcome.assertions.conditional {
        let only = scenario.predicate.as_ref().map(|only| {
            let only = predicate(only);
            quote!(#[cfg(#only)])
        });
        let (allow, warning) = (allow_cfgs(&outcome.plan), warning(finding, Span::call_site()));
        // The lint's level counts where the `cfg` stands, so that it is set outside.
        tokens.extend(quote!(#allow const _: () = { #only #warning };));
    }
    tokens
}

/// The attribute stands on something else: the item stays as it is.
pub(crate) fn misplaced(problems: &[Problem], args: &Args, item: TokenStream) -> TokenStream {
    let mut tokens = self::problems(problems, &Names::new(args));
    tokens.extend(item);
    tokens
}

fn error(finding: &Finding, span: Span, names: &Names) -> TokenStream {
    let (message, private) = (finding.to_string(), names.private_at(span));
    quote_spanned!(span=> #private::compile_error! { #message })
}

/// The use of something deprecated is the one warning that a macro can raise on stable Rust. `warn` lets it through
/// where the workspace allows the lint, and `deny(warnings)` still makes an error of it.
fn warning(finding: &Finding, span: Span) -> TokenStream {
    let message = finding.to_string();
    let name = Ident::new("MemoryBudgetWarning", span);
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #message)]
            struct #name;
            #[warn(deprecated)]
            const _: () = {
                let _ = #name;
            };
        };
    }
}
