//! From findings to what the compiler prints.

use memory_budgets_validator::for_macros::Assertions;
use memory_budgets_validator::{Finding, Outcome, Severity};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::args::{Args, Problem};
use crate::emit::allow_cfgs;

/// The errors about the attribute itself.
pub(crate) fn problems(problems: &[Problem], args: &Args) -> TokenStream {
    let mut tokens = TokenStream::new();
    for (span, finding) in problems {
        tokens.extend(error(finding, *span, args));
    }
    tokens
}

/// The errors and warnings about the configuration.
pub(crate) fn findings(outcome: &Outcome, args: &Args) -> TokenStream {
    let mut tokens = TokenStream::new();
    for finding in &outcome.findings {
        let span = args.span_of(finding);
        tokens.extend(match finding.severity {
            Severity::Warning => warning(finding, span),
            Severity::Note => TokenStream::new(),
            _ => error(finding, span, args),
        });
    }
    conditional(&outcome.assertions, outcome, args, &mut tokens);
    for profile in &outcome.profiles {
        conditional(&profile.assertions, outcome, args, &mut tokens);
    }
    tokens
}

fn conditional(assertions: &Assertions, outcome: &Outcome, args: &Args, tokens: &mut TokenStream) {
    for (scenario, finding) in &assertions.conditional {
        let (mut allow, mut only) = ("", String::new());
        if let Some(predicate) = &scenario.predicate {
            allow = allow_cfgs(std::slice::from_ref(predicate), outcome);
            only = format!("#[cfg({predicate})]");
        }
        let (allow, only) = (valid(allow), valid(&only));
        let reported = match finding.severity {
            Severity::Warning => warning(finding, Span::call_site()),
            _ => error(finding, Span::call_site(), args),
        };
        // The lint's level counts where the `cfg` stands, so that it is set outside.
        tokens.extend(quote!(#allow const _: () = { #only #reported };));
    }
}

/// An attribute as tokens. A predicate that was read is made of names and of texts without quotes and escapes.
fn valid(attribute: &str) -> TokenStream {
    attribute.parse().expect("a predicate is valid Rust")
}

fn error(finding: &Finding, span: Span, args: &Args) -> TokenStream {
    let message = finding.to_string();
    // The compiler shows the place of the path, which therefore has to be that of the finding.
    let mut support = TokenStream::new();
    for mut token in args.support.clone() {
        token.set_span(span.resolved_at(token.span()));
        support.extend(TokenStream::from(token));
    }
    quote_spanned!(span=> #support::__private::compile_error! { #message })
}

/// The use of something deprecated is the one warning that a macro can raise on stable Rust, and of a macro the shortest: of
/// anything else the compiler names the whole path. `warn` lets it through where the workspace allows the lint, and
/// `deny(warnings)` still makes an error of it.
///
/// Under `forbid(deprecated)`, which makes an error of it too, the compiler complains of `warn` besides. Nothing else serves:
/// without `warn`, a workspace that allows the lint would never see a warning, and no other lint shows a text of ours in its
/// first line.
fn warning(finding: &Finding, span: Span) -> TokenStream {
    let message = finding.to_string();
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #message)]
            macro_rules! budget_warning {
                () => {};
            }
            #[warn(deprecated)]
            const _: () = {
                budget_warning! {}
            };
        };
    }
}
