//! Every rule again, in constants that stand on their own.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use wrt_memory_validator::{Amount, BudgetedCrate, Check, Choice, Kind, Outcome, Plan, Severity, catalogue};

use super::{Names, allow_cfgs, predicate, quote_literal, size, text};

/// Room for the numbers of a message.
const NUMBERS: usize = 6 * 24;

pub(crate) fn assertions(outcome: &Outcome, names: &Names) -> TokenStream {
    let plan = &outcome.plan;
    let mut tokens = TokenStream::new();
    let failed = outcome.findings.iter().any(|finding| finding.severity == Severity::Error);
    for kind in [Kind::Total, Kind::BelowMinimum, Kind::AboveMaximum, Kind::Platform, Kind::Limits, Kind::Margin] {
        let settled: Vec<&Check> = outcome.assertions.settled.iter().filter(|check| check.kind == kind).collect();
        // After an error the rules are decided already, and would fail here once more.
        if !failed && !settled.is_empty() {
            tokens.extend(again(&settled, plan, names));
        }
    }
    let (wide, narrow): (Vec<&Check>, Vec<&Check>) =
        outcome.assertions.open.iter().partition(|check| !in_address_loop(check, plan));
    if !narrow.is_empty() {
        tokens.extend(address_loop(&narrow, plan, names));
    }
    tokens.extend(wide.into_iter().map(|check| open(check, plan, names)));
    tokens
}

/// Whether a check of the address space can fail for 16-bit targets alone: one loop does for all of those.
fn in_address_loop(check: &Check, plan: &Plan) -> bool {
    let small = |i: usize| plan.crates[i].budget.alternatives().all(|value| u32::try_from(value.bytes).is_ok());
    check.kind == Kind::AddressSpace && check.of_crate.is_some_and(small)
}

/// A rule that was found to hold, in one item for all crates.
fn again(checks: &[&Check], plan: &Plan, names: &Names) -> TokenStream {
    let private = &names.private;
    let Names { crates: crate_names, origins, .. } = names;
    let Some(first) = checks.first() else { return TokenStream::new() };
    if first.of_crate.is_none() {
        return checks.iter().map(|check| open(check, plan, names)).collect();
    }
    // One entry for each crate; where the rule has nothing to say, one that holds.
    let mut left = vec![quote!(0); plan.crates.len()];
    let mut right = vec![quote_literal(Literal::u64_suffixed(u64::MAX)); plan.crates.len()];
    for check in checks {
        let Some(i) = check.of_crate else { continue };
        if let Amount::Bytes(bytes) = check.left {
            left[i] = quote_literal(Literal::u64_suffixed(bytes));
        }
        if let Amount::Bytes(bytes) = check.right {
            right[i] = quote_literal(Literal::u64_suffixed(bytes));
        }
    }
    let sizes = &names.sizes;
    let left = if matches!(first.left, Amount::Budget(_)) { quote!(&#sizes) } else { quote!(&[#(#left),*]) };
    let right = if matches!(first.right, Amount::Budget(_)) { quote!(&#sizes) } else { quote!(&[#(#right),*]) };
    let template = message_for_any(first.kind);
    let room = quote_literal(Literal::usize_unsuffixed(room(&template, plan)));
    assertion(
        &quote!(#private::first_violation::<#room>(#crate_names, #left, #right, #template, #origins)),
        None,
        names,
    )
}

fn address_loop(checks: &[&Check], plan: &Plan, names: &Names) -> TokenStream {
    let private = &names.private;
    let Names { crates: crate_names, origins, sizes, .. } = names;
    let space = quote!(#private::address_space());
    let right = if checks.len() == plan.crates.len() {
        quote!(&[#space])
    } else {
        let mut right = vec![quote_literal(Literal::u64_suffixed(u64::MAX)); plan.crates.len()];
        for check in checks {
            if let Some(i) = check.of_crate {
                right[i].clone_from(&space);
            }
        }
        quote!(&[#(#right),*])
    };
    let template = message_for_any(Kind::AddressSpace);
    let room = quote_literal(Literal::usize_unsuffixed(room(&template, plan)));
    assertion(
        &quote!(#private::first_violation::<#room>(#crate_names, &#sizes, #right, #template, #origins)),
        None,
        names,
    )
}

/// A rule for the compiler to decide, with the origins that are in force on its target.
fn open(check: &Check, plan: &Plan, names: &Names) -> TokenStream {
    let private = &names.private;
    let sizes = &names.sizes;
    let (left, right) = (amount(check.left, plan, names), amount(check.right, plan, names));
    let (title, solution) = plan.wording(check);
    let template = message(&title, &solution);
    let (_, evidence) = plan.evidence(check);
    let longest = |choice: &Choice| choice.overlays.iter().map(|(_, text)| text.len()).chain([choice.base.len()]).max();
    let evidence_room: usize = evidence.iter().filter_map(longest).sum();
    let room = quote_literal(Literal::usize_unsuffixed(template.len() + evidence_room + NUMBERS));
    let evidence = evidence.iter().map(|choice| text(choice, plan, names));
    assertion(
        &quote!(#private::violation::<#room>("", #left, #right, #private::sum(&#sizes), #template, &[#(#evidence),*])),
        allow_cfgs(plan).as_ref(),
        names,
    )
}

fn assertion(violation: &TokenStream, allow: Option<&TokenStream>, names: &Names) -> TokenStream {
    let private = &names.private;
    quote! {
        #allow
        const _: () = match #violation {
            #private::Option::Some(message) => #private::panic!("{}", message.as_str()),
            #private::Option::None => {}
        };
    }
}

/// A message up to its origins.
fn message(title: &str, solution: &str) -> String {
    format!("{title}\n\nSolution: {solution}\n\n")
}

/// A rule's message for whichever crate breaks it.
fn message_for_any(kind: Kind) -> String {
    let (title, solution) = catalogue::template(kind, false);
    message(title, solution)
}

fn room(template: &str, plan: &Plan) -> usize {
    let longest = |text: fn(&BudgetedCrate) -> usize| plan.crates.iter().map(text).max().unwrap_or(0);
    let name = longest(|entry| entry.name.len());
    let origin =
        longest(|entry| entry.budget.alternatives().map(|value| value.origin.short().len()).max().unwrap_or(0));
    template.len() + 3 * name + origin + NUMBERS
}

fn amount(amount: Amount, plan: &Plan, names: &Names) -> TokenStream {
    let private = &names.private;
    let Names { sizes, total, .. } = names;
    match amount {
        Amount::Bytes(bytes) => quote_literal(Literal::u64_suffixed(bytes)),
        Amount::Budget(i) => size(&plan.crates[i].budget, plan, names),
        Amount::Total => total.to_token_stream(),
        Amount::Limit(i) => {
            let limit = quote_literal(Literal::u64_suffixed(plan.limits[i].value.bytes));
            let unlimited = quote_literal(Literal::u64_suffixed(u64::MAX));
            match &plan.limits[i].predicate {
                None => limit,
                Some(only) => {
                    let only = predicate(only);
                    quote!(if #private::cfg!(#only) { #limit } else { #unlimited })
                }
            }
        }
        Amount::Sum => quote!(#private::sum(&#sizes)),
        Amount::SumWithMargin => {
            let hundredths = plan.margin.as_ref().map_or(0, |margin| margin.hundredths);
            let hundredths = quote_literal(Literal::u64_suffixed(hundredths.into()));
            quote!(#private::with_margin(#private::sum(&#sizes), #hundredths))
        }
        Amount::AddressSpace => quote!(#private::address_space()),
    }
}
