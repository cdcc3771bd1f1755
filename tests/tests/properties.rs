//! Whatever is written, the validator answers; what it answers adds up.

use std::fmt::Write as _;

use memory_budgets_validator::{Kind, Outcome, Request, Severity, size, validate};
use proptest::prelude::*;

fn inline(text: &str) -> Outcome {
    validate(&Request { inline: Some(text.to_owned()), environment: Some(Vec::new()), ..Request::default() })
}

/// Pieces that a configuration is made of, in any order and number.
fn fragments() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "wrt-runtime",
        "\"wrt-host\"",
        "total_budget",
        "safety_margin",
        "preset",
        "strict_mode",
        "budget",
        "min",
        "variant",
        "[crates.wrt-wasi]",
        "[crates.",
        "[target.'cfg(unix)']",
        "[target.'cfg(all(",
        "[profile.p]",
        "[[crates]]",
        "=",
        " = ",
        "\"32MB\"",
        "\"16mb\"",
        "\"20%\"",
        "\"none\"",
        "\"Self\"",
        "true",
        "16.5",
        "-1",
        "99999999999999999999",
        "{",
        "}",
        "]",
        "'",
        "\"",
        "\n",
        "\n",
        "\r\n",
        "\u{feff}",
        "\0",
        "é",
        "#",
        ".",
        ",",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_answered(text in prop_oneof![any::<String>(), fragments(), "\\PC{0,200}"]) {
        let outcome = inline(&text);
        prop_assert!(!outcome.plan.crates.is_empty());
        for finding in &outcome.findings {
            prop_assert!(!finding.to_string().is_empty());
        }
        // After an error too, every name can be emitted and no two are one.
        let names: std::collections::HashSet<_> = outcome.plan.crates.iter().flat_map(|entry| [&entry.variant, &entry.constant]).collect();
        prop_assert_eq!(names.len(), 2 * outcome.plan.crates.len());
    }

    #[test]
    fn any_variable_is_answered(value in any::<String>(), name in "[A-Z_]{0,30}") {
        let variables = [("WRT_RUNTIME_BUDGET", &value), ("WRT_TOTAL_BUDGET", &value), ("WRT_BUDGET_PROFILE", &value), (&name, &value)];
        let environment = variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let outcome = validate(&Request { inline: Some(String::new()), environment: Some(environment), ..Request::default() });
        let good = size::parse(&value).is_ok();
        let refused = outcome.findings.iter().any(|finding| matches!(finding.kind, Kind::InvalidSize | Kind::EmptyVariable));
        prop_assert_eq!(refused, !good);
    }

    #[test]
    fn a_printed_size_reads_back(bytes in 0..=size::MAX) {
        prop_assert_eq!(size::parse(&size::print(bytes.into())), Ok(bytes));
    }

    #[test]
    fn any_size_text_is_answered(text in "[0-9_.]{0,40}[ A-Za-z+-]{0,4}") {
        if let Ok(bytes) = size::parse(&text) {
            prop_assert!(bytes <= size::MAX);
        }
    }

    #[test]
    fn the_sum_is_the_sum(sizes in prop::collection::vec(0..1u64 << 40, 1..30)) {
        let mut text = format!("preset = \"none\"\ntotal_budget = {}\n", sizes.iter().sum::<u64>());
        for (i, size) in sizes.iter().enumerate() {
            writeln!(text, "[crates.c{i}]\nbudget = {size}").expect("a string takes it");
        }
        let outcome = inline(&text);
        prop_assert!(outcome.findings.is_empty());
        prop_assert_eq!(outcome.plan.sum(&[]), u128::from(sizes.iter().sum::<u64>()));
        let one_less = text.replace(&format!("total_budget = {}", sizes.iter().sum::<u64>()), &format!("total_budget = {}", sizes.iter().sum::<u64>().saturating_sub(1)));
        let kinds: Vec<_> = inline(&one_less).findings.iter().map(|finding| finding.kind).collect();
        prop_assert_eq!(kinds, if sizes.iter().sum::<u64>() == 0 { vec![] } else { vec![Kind::Total] });
    }

    #[test]
    fn the_order_of_flat_entries_changes_positions_alone(order in Just((0..5usize).collect::<Vec<_>>()).prop_shuffle()) {
        let lines = ["\"wrt-runtime\" = \"2MB\"", "\"wrt-host\" = \"8MB\"", "\"wrt-math\" = \"64MB\"", "total_budget = \"80MB\"", "\"wrt-debug\" = \"3MB\""];
        let text = |order: &[usize]| order.iter().map(|&i| lines[i]).collect::<Vec<_>>().join("\n");
        let (straight, shuffled) = (inline(&text(&[0, 1, 2, 3, 4])), inline(&text(&order)));
        let values = |outcome: &Outcome| outcome.plan.crates.iter().map(|entry| (entry.name.clone(), entry.budget.base.bytes)).collect::<Vec<_>>();
        let titles = |outcome: &Outcome| {
            let mut titles: Vec<_> = outcome.findings.iter().map(|finding| finding.title.clone()).collect();
            titles.sort();
            titles
        };
        prop_assert_eq!(values(&straight), values(&shuffled));
        prop_assert_eq!(titles(&straight), titles(&shuffled));
        prop_assert_eq!(titles(&straight).len(), 3);
    }

    #[test]
    fn strict_mode_knows_no_warnings(text in fragments()) {
        let request = Request { inline: Some(text), strict_mode: Some(true), environment: Some(Vec::new()), ..Request::default() };
        let outcome = validate(&request);
        prop_assert!(outcome.findings.iter().all(|finding| finding.severity == Severity::Error));
        prop_assert!(outcome.assertions.conditional.is_empty());
    }
}
