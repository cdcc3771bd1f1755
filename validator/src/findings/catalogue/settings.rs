//! Settings: keys that there are not, values that are no size and no percentage, what a file has to say and does not.

use super::joined;
use crate::findings::{Edit, Finding, Kind, Origin};
use crate::name;
use crate::printable::printable;
use crate::size;

/// A table of settings.
pub(crate) enum Context {
    Root,
    Target,
    Profile,
    Crate,
    SectionCrate,
    Limit,
    Metadata,
    Integration,
}

impl Context {
    /// All that such a table takes besides crates: the one list of it.
    pub(crate) fn settings(&self) -> &'static [&'static str] {
        match self {
            Context::Root => &[
                "total_budget",
                "platform_limit",
                "strict_mode",
                "safety_margin",
                "integration_check",
                "integration",
                "preset",
                "prefix",
                "crates",
                "target",
                "profile",
            ],
            Context::Target => &["total_budget", "platform_limit", "crates"],
            Context::Profile => &["total_budget", "strict_mode"],
            Context::Crate => &["budget", "min", "max", "purpose", "variant", "memory_system"],
            Context::SectionCrate => &["budget", "min", "max"],
            Context::Limit => &["linker_script", "region"],
            Context::Integration => &["exempt"],
            Context::Metadata => &["config_file", "strict_mode", "targets"],
        }
    }
}

pub(crate) fn unknown_key(key: &str, context: &Context, suggestion: Option<&str>, origin: &Origin) -> Finding {
    let shown = printable(key);
    let declared = if name::is_crate_name(key) { &*shown } else { "NAME" };
    let declare = format!("Declare a crate with `[crates.{declared}]` and a `budget`");
    let settings = context.settings();
    let solution = match (suggestion, context) {
        (Some(meant), _) => format!("Did you mean `{}`?", printable(meant)),
        (None, Context::Root) => declare,
        (None, Context::Target | Context::Profile) => {
            format!("{declare}, or use one of: {}", joined(settings, ", "))
        }
        (None, _) => format!("Use {}", joined(settings, " or ")),
    };
    let title = match context {
        Context::Root | Context::Target | Context::Profile => {
            format!("`{shown}` is neither a setting nor a known crate")
        }
        Context::Crate => format!("`{shown}` is no setting of a crate"),
        Context::SectionCrate => format!("`{shown}` is no setting of a crate in a target section"),
        Context::Limit => format!("`{shown}` is no setting of platform_limit"),
        Context::Metadata => format!("`{shown}` is no setting of memory_validation"),
        Context::Integration => format!("`{shown}` is no setting of the integration check"),
    };
    let mut finding = Finding::new(Kind::UnknownKey, title, solution, origin);
    if let Some(meant) = suggestion {
        finding.edit = Edit::replace(origin, meant.to_owned());
    }
    finding
}

/// A crate of the other project's, where the file does not say that it goes by that preset.
pub(crate) fn other_preset(key: &str, preset: &str, origin: &Origin) -> Finding {
    let title = format!("`{}` is a crate of the preset \"{preset}\"", printable(key));
    Finding::new(Kind::UnknownKey, title, format!("Write `preset = \"{preset}\"` at the top of the file"), origin)
}

pub(crate) fn misplaced_key(key: &str, belongs: &str, origin: &Origin) -> Finding {
    let title = format!("`{key}` cannot be set here");
    Finding::new(Kind::MisplacedKey, title, format!("Move it to {belongs}"), origin)
}

pub(crate) fn wrong_type(key: &str, accepted: &str, found: &str, origin: &Origin) -> Finding {
    let article = if found.starts_with(['a', 'i']) { "an" } else { "a" };
    let title = format!("`{}` takes {accepted}, not {article} {found}", printable(key));
    Finding::new(Kind::WrongType, title, format!("Write {accepted}"), origin)
}

pub(crate) fn invalid_size(what: &str, shown: &str, fault: &size::Fault, origin: &Origin) -> Finding {
    let shown = if shown.is_empty() { String::new() } else { format!(" {}", printable(shown)) };
    let title = format!("{}{shown} is not a size: {}", printable(what), fault.reason);
    let solution = match &fault.suggestion {
        Some(meant) => format!("Write \"{meant}\"; {}", size::ACCEPTED),
        None => format!("A{}", &size::ACCEPTED[1..]),
    };
    let solution = if what == "total_budget" { solution + ", or \"sum\": what the crates come to" } else { solution };
    let mut finding = Finding::new(Kind::InvalidSize, title, solution, origin);
    if let Some(meant) = &fault.suggestion {
        finding.edit = Edit::replace(origin, format!("\"{meant}\""));
    }
    finding
}

pub(crate) fn invalid_margin(shown: &str, origin: &Origin) -> Finding {
    let title = format!("safety_margin {} is not a percentage", printable(shown));
    let solution = "Write a string such as \"20%\" or \"12.5%\", from \"0%\" to \"1000%\" with at most two decimals";
    Finding::new(Kind::InvalidMargin, title, solution.to_owned(), origin)
}

/// A margin beside a total that leaves none.
pub(crate) fn margin_of_sum(total: &Origin, margin: &Origin) -> Finding {
    let title = "safety_margin cannot hold where total_budget is \"sum\": the crates leave nothing of it".to_owned();
    let solution = "Remove safety_margin, or write the total as a size".to_owned();
    Finding::new(Kind::MarginOfSum, title, solution, total).and("the margin", margin)
}

pub(crate) fn unknown_preset(shown: &str, origin: &Origin) -> Finding {
    let title = format!("There is no preset \"{}\"", printable(shown));
    Finding::new(Kind::UnknownPreset, title, "Write \"wrt\", \"kiln\" or \"none\"".to_owned(), origin)
}

pub(crate) fn invalid_prefix(shown: &str, meant: Option<&str>, origin: &Origin) -> Finding {
    let title = format!("`{}` is no prefix of crate names", printable(shown));
    let solution = "Write what the names begin with, without the dash behind it: ASCII letters, digits, `-` and `_`, starting \
                    with a letter and not ending with `-`";
    let mut finding = Finding::new(Kind::InvalidPrefix, title, solution.to_owned(), origin);
    if let Some(meant) = meant {
        finding.edit = Edit::replace(origin, format!("\"{meant}\""));
    }
    finding
}

pub(crate) fn missing_total(origin: &Origin) -> Finding {
    let title = "total_budget is missing: without a preset there is no default".to_owned();
    let solution = "Add `total_budget = \"…\"` at the top of the file; \"sum\" is what the crates come to".to_owned();
    Finding::new(Kind::MissingTotal, title, solution, origin)
}

pub(crate) fn no_crates(origin: &Origin) -> Finding {
    let title = "No crate has a budget: without a preset each one is declared".to_owned();
    Finding::new(Kind::NoCrates, title, "Declare a crate with `[crates.NAME]` and a `budget`".to_owned(), origin)
}
