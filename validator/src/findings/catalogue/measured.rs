//! A measured program against the budgets.

use crate::findings::{Finding, Kind, Origin, Severity};

pub(crate) fn over_budget(name: &str, used: &str, over: &str, budget: &str, origin: &Origin) -> Finding {
    let title = format!("{name} has {used} in RAM, and a budget of {budget}");
    let solution = format!("Reduce what {name} has by {over}, or increase its budget");
    Finding::new(Kind::OverBudget, title, solution, origin)
}

pub(crate) fn undecided(name: &str, used: &str, most: &str, budget: &str, origin: &Origin) -> Finding {
    let title = format!("{name} has between {used} and {most} in RAM, and a budget of {budget}");
    let solution = "Let more of the program be attributed: build it with debug information or with \
                    `-C symbol-mangling-version=v0`, or give the linker's map";
    Finding::new(Kind::Undecided, title, solution.to_owned(), origin)
}

pub(crate) fn over_total(used: &str, total: &str, origin: &Origin) -> Finding {
    let title = format!("The program has {used} in RAM, more than the system budget ({total})");
    Finding::new(Kind::OverTotal, title, "Reduce what the program has, or increase total budget".to_owned(), origin)
}

pub(crate) fn over_limit(used: &str, limit: &str, origin: &Origin) -> Finding {
    let title = format!("The program has {used} in RAM, more than the platform limit ({limit})");
    Finding::new(Kind::OverLimit, title, "Reduce what the program has".to_owned(), origin)
}

/// The same with the safety margin: the program fits, and what is to be left free does not.
pub(crate) fn over_with_margin(kind: Kind, used: (&str, &str), margin: &str, bound: &str, origin: &Origin) -> Finding {
    let what = if kind == Kind::OverLimit { "the platform limit" } else { "the system budget" };
    let title = format!(
        "The program has {} in RAM, with a {margin} safety margin ({}) more than {what} ({bound})",
        used.0, used.1
    );
    let mut finding =
        Finding::new(kind, title, "Reduce what the program has, or lower safety_margin".to_owned(), origin);
    finding.severity = Severity::Warning;
    finding
}
