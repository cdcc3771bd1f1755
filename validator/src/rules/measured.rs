//! The rules over a measured program: what each crate has in RAM, against its budget, and all of it, against the total and the limits.

use crate::findings::{Edit, Finding, Kind, catalogue, settle};
use crate::plan::{Plan, Value};
use crate::printable::printable;
use crate::size;

/// What a program has been measured to have. All sizes are bytes of RAM, that of one thread included.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// Its crates; several rows of one package, such as two versions, are added up.
    pub crates: Vec<MeasuredCrate>,
    /// What no crate is known to have.
    pub unattributed: u64,
    /// All of it: crates, unattributed, padding, and what was counted at run time.
    pub ram: u64,
}

/// What a crate of the program has.
#[derive(Clone, Debug, Default)]
pub struct MeasuredCrate {
    /// The package's name; where that is not known the library's, in which `-` is `_`.
    pub name: String,
    /// Its statics.
    pub statics: u64,
    /// The most that it has had at run time beside them, where that was counted.
    pub peak: Option<u64>,
    /// Whether it is a member of the workspace.
    pub member: bool,
    /// Its largest symbols with their sizes, the largest first.
    pub largest: Vec<(String, u64)>,
}

/// How a crate or a whole stands against what it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// What is known to be its is more than its budget.
    Over,
    /// It is within its budget even with all that is unattributed.
    Fits,
    /// What is known is within its budget, and with what is unattributed it is not.
    Undecided,
    /// It is in the program and has no budget.
    Unbudgeted,
    /// It has a budget, and nothing of it is in the program.
    Absent,
}

impl Standing {
    /// In one word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Standing::Over => "over",
            Standing::Fits => "fits",
            Standing::Undecided => "undecided",
            Standing::Unbudgeted => "unbudgeted",
            Standing::Absent => "absent",
        }
    }
}

/// How a crate stands.
#[derive(Clone, Debug)]
pub struct CrateJudgement {
    /// The package's name where it has a budget, else as it was measured.
    pub name: String,
    /// The place among the plan's crates, where it has a budget.
    pub of_plan: Option<usize>,
    /// What it has in bytes, its peak included.
    pub used: u64,
    /// How it stands.
    pub standing: Standing,
}

/// What a measurement means.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The crates with a budget, in the order of the plan, and then the others as they were measured.
    pub crates: Vec<CrateJudgement>,
    /// Whether the program is within the total.
    pub total: Standing,
    /// Whether it is within every platform limit.
    pub limit: Standing,
    /// What is wrong, in the order of the sources.
    pub findings: Vec<Finding>,
}

/// Compares what a program has with a plan that is resolved for its target.
#[must_use]
pub fn judge(plan: &Plan, measured: &Measured) -> Judgement {
    let mut judgement =
        Judgement { crates: Vec::new(), total: Standing::Fits, limit: Standing::Fits, findings: Vec::new() };
    budgets(plan, measured, &mut judgement);
    others(plan, measured, &mut judgement);
    if plan.total.readable {
        judgement.total = whole(plan, measured, Kind::OverTotal, &plan.total.base, &mut judgement.findings);
    }
    for limit in &plan.limits {
        let standing = whole(plan, measured, Kind::OverLimit, &limit.value, &mut judgement.findings);
        if standing == Standing::Over {
            judgement.limit = standing;
        }
    }
    judgement.findings = settle(judgement.findings, plan.strict_mode);
    judgement
}

/// A crate has at most its budget: statics of 60,000 bytes under a budget of 48KB fail.
fn budgets(plan: &Plan, measured: &Measured, judgement: &mut Judgement) {
    for (i, entry) in plan.crates.iter().enumerate() {
        let rows: Vec<&MeasuredCrate> =
            measured.crates.iter().filter(|row| is_same_crate(&entry.name, &row.name)).collect();
        let used = rows.iter().fold(0, |sum: u64, row| sum.saturating_add(row.used()));
        let budget = &entry.budget.base;
        let most = measured.unattributed.saturating_add(used);
        let standing = match () {
            () if rows.is_empty() => Standing::Absent,
            () if !entry.budget.readable => Standing::Undecided,
            () if used > budget.bytes => Standing::Over,
            () if most > budget.bytes => Standing::Undecided,
            () => Standing::Fits,
        };
        let shown = |bytes: u64| size::print(bytes.into());
        let finding = match standing {
            Standing::Over => {
                let (used, over, limit) = (shown(used), shown(used - budget.bytes), shown(budget.bytes));
                Some(catalogue::over_budget(&entry.name, &used, &over, &limit, &budget.origin))
            }
            Standing::Undecided if entry.budget.readable => {
                let (used, most, limit) = (shown(used), shown(most), shown(budget.bytes));
                Some(catalogue::undecided(&entry.name, &used, &most, &limit, &budget.origin))
            }
            _ => None,
        };
        if let Some(mut finding) = finding {
            finding.notes.extend(evidence(&rows));
            if standing == Standing::Over {
                let whole = u128::from(used).next_multiple_of(1024);
                finding = finding.with_edit(Edit::replace(&budget.origin, size::written(whole)));
            }
            judgement.findings.push(finding);
        }
        judgement.crates.push(CrateJudgement { name: entry.name.clone(), of_plan: Some(i), used, standing });
    }
}

/// A crate of the program without a budget; a member of the workspace ought to have one, unless it is exempt.
fn others(plan: &Plan, measured: &Measured, judgement: &mut Judgement) {
    for row in &measured.crates {
        if plan.crates.iter().any(|entry| is_same_crate(&entry.name, &row.name)) {
            continue;
        }
        let exempt = plan.exempt.iter().any(|(name, _)| is_same_crate(name, &row.name));
        if row.member && row.used() > 0 && !exempt {
            let used = size::print(row.used().into());
            let mut finding = catalogue::unbudgeted_in_program(&row.name, &used, &plan.total.base.origin);
            finding.notes.extend(evidence(&[row]));
            judgement.findings.push(finding);
        }
        let (name, standing) = (row.name.clone(), Standing::Unbudgeted);
        judgement.crates.push(CrateJudgement { name, of_plan: None, used: row.used(), standing });
    }
}

/// All RAM is at most the total, and at most every platform limit; with the safety margin too, or there is a warning.
fn whole(plan: &Plan, measured: &Measured, kind: Kind, bound: &Value, findings: &mut Vec<Finding>) -> Standing {
    let (used, most) = (u128::from(measured.ram), u128::from(bound.bytes));
    let margin = plan.margin.as_ref().filter(|margin| margin.on_top_of(used) > most);
    let (shown, limit) = (size::print(used), size::print(most));
    let mut finding = match margin {
        _ if used > most && kind == Kind::OverLimit => catalogue::over_limit(&shown, &limit, &bound.origin),
        _ if used > most => catalogue::over_total(&shown, &limit, &bound.origin),
        Some(margin) => {
            let with = size::print(margin.on_top_of(used));
            catalogue::over_with_margin(kind, (&shown, &with), &margin.text, &limit, &bound.origin)
                .and("the margin", &margin.origin)
        }
        None => return Standing::Fits,
    };
    finding.notes.push(largest_crates(measured));
    findings.push(finding);
    if used > most { Standing::Over } else { Standing::Fits }
}

impl MeasuredCrate {
    fn used(&self) -> u64 {
        self.statics.saturating_add(self.peak.unwrap_or(0))
    }
}

/// Whether two names are one crate's: a library is called like its package, with `_` for `-`.
#[must_use]
pub fn is_same_crate(one: &str, other: &str) -> bool {
    let letter = |byte| if byte == b'-' { b'_' } else { byte };
    one.len() == other.len() && one.bytes().map(letter).eq(other.bytes().map(letter))
}

/// How many symbols or crates are listed.
const SHOWN: usize = 5;

/// What makes it up: the largest symbols, and what was counted at run time.
fn evidence(rows: &[&MeasuredCrate]) -> Vec<String> {
    let mut symbols: Vec<&(String, u64)> = rows.iter().flat_map(|row| &row.largest).collect();
    symbols.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let line = |(name, bytes): &(String, u64)| {
        let name = if name.is_empty() { "(nameless)".to_owned() } else { printable(name) };
        format!("\n  {name} {}", size::print((*bytes).into()))
    };
    let lines: String = symbols.iter().take(SHOWN).map(|symbol| line(symbol)).collect();
    let mut notes = Vec::new();
    if !lines.is_empty() {
        notes.push(format!("the largest symbols:{lines}"));
    }
    if rows.iter().any(|row| row.peak.is_some()) {
        let sum = |part: fn(&MeasuredCrate) -> u64| size::print(rows.iter().map(|row| u128::from(part(row))).sum());
        let (statics, peak) = (sum(|row| row.statics), sum(|row| row.peak.unwrap_or(0)));
        notes.push(format!("statics of {statics}, and {peak} at its peak"));
    }
    notes
}

fn largest_crates(measured: &Measured) -> String {
    let mut crates: Vec<&MeasuredCrate> = measured.crates.iter().filter(|row| row.used() > 0).collect();
    crates.sort_by(|a, b| (b.used(), &a.name).cmp(&(a.used(), &b.name)));
    let line = |row: &&MeasuredCrate| format!("\n  {} {}", printable(&row.name), size::print(row.used().into()));
    let lines: String = crates.iter().take(SHOWN).map(line).collect();
    format!("the largest crates:{lines}")
}

#[cfg(test)]
mod tests {
    use super::{Judgement, Measured, MeasuredCrate, Standing, judge};
    use crate::findings::Severity;
    use crate::{Request, Target, validate};

    fn judged(text: &str, crates: &[(&str, u64)], unattributed: u64) -> Judgement {
        let row = |(name, statics): &(&str, u64)| MeasuredCrate {
            name: (*name).to_owned(),
            statics: *statics,
            member: true,
            largest: vec![(format!("{name}::STATIC"), *statics)],
            ..MeasuredCrate::default()
        };
        let crates: Vec<MeasuredCrate> = crates.iter().map(row).collect();
        let ram = crates.iter().map(|row| row.statics).sum::<u64>() + unattributed;
        judge(&plan(text), &Measured { crates, unattributed, ram })
    }

    fn plan(text: &str) -> crate::Plan {
        let printed = "target_pointer_width=\"32\"\n";
        let target = Target::from_rustc_cfg("thumbv7em-none-eabihf", printed).expect("a width");
        let request = Request { inline: Some(text.to_owned()), target: Some(target), ..Request::default() };
        validate(&request).plan
    }

    const FILE: &str =
        "preset = 'none'\ntotal_budget = '64KB'\n[crates.app-core]\nbudget = '48KB'\n[crates.app-net]\nbudget = 1000\n";

    fn standings(judgement: &Judgement) -> Vec<(&str, Standing)> {
        judgement.crates.iter().map(|one| (one.name.as_str(), one.standing)).collect()
    }

    fn kinds(judgement: &Judgement) -> Vec<&str> {
        judgement.findings.iter().map(|finding| finding.kind.name()).collect()
    }

    #[test]
    fn each_crate_stands_somewhere() {
        let fits = judged(FILE, &[("app_core", 48 << 10)], 0);
        assert_eq!(standings(&fits), [("app-core", Standing::Fits), ("app-net", Standing::Absent)]);
        assert!(fits.findings.is_empty());

        // A byte that may be anybody's may be its.
        let undecided = judged(FILE, &[("app_core", 48 << 10)], 1);
        assert_eq!(standings(&undecided)[0].1, Standing::Undecided);
        assert_eq!((kinds(&undecided), undecided.findings[0].severity), (vec!["undecided"], Severity::Warning));

        let over = judged(FILE, &[("app_core", (48 << 10) + 1), ("other", 10)], 0);
        assert_eq!(standings(&over)[0].1, Standing::Over);
        assert_eq!(
            (standings(&over)[2], kinds(&over)),
            (("other", Standing::Unbudgeted), vec!["unbudgeted", "over-budget"])
        );
        let shown = over.findings[1].to_string();
        assert_eq!(
            shown,
            "app-core has 49153 bytes in RAM, and a budget of 48KB\n\n\
             Solution: Reduce what app-core has by 1 byte, or increase its budget\n\n \
             --> inline toml:4:10\n  |\n4 | budget = '48KB'\n  |          ^^^^^^\n\n\
             the largest symbols:\n  app_core::STATIC 49153 bytes"
        );
        let edit = over.findings[1].edit.as_ref().expect("a larger budget");
        assert_eq!(edit.replacement, "\"49KB\"");
        let mended = judge(
            &plan(&edit.applied()),
            &Measured {
                crates: vec![MeasuredCrate {
                    name: "app_core".to_owned(),
                    statics: 49_153,
                    ..MeasuredCrate::default()
                }],
                unattributed: 0,
                ram: 49_153,
            },
        );
        assert!(mended.findings.is_empty(), "{:?}", mended.findings);
    }

    #[test]
    fn who_is_exempt_needs_no_budget() {
        let exempt = format!("{FILE}[integration]\nexempt = ['other-app']\n");
        let judged = judged(&exempt, &[("app_core", 1), ("other_app", 10), ("third", 0)], 0);
        assert_eq!((kinds(&judged), standings(&judged)[2]), (Vec::new(), ("other_app", Standing::Unbudgeted)));
    }

    #[test]
    fn two_versions_share_a_budget() {
        let over = judged(FILE, &[("app_net", 600), ("app_net", 401)], 0);
        assert_eq!(over.crates[1].used, 1001);
        assert_eq!(kinds(&over), ["over-budget"]);
    }

    #[test]
    fn the_whole_has_bounds() {
        let over = judged(FILE, &[("app_core", 1)], 64 << 10);
        assert!(kinds(&over).contains(&"over-total"), "{:?}", kinds(&over));
        assert_eq!(over.total, Standing::Over);

        let limited = format!("platform_limit = '32KB'\n{}", FILE.replace("64KB", "32KB").replace("48KB", "1KB"));
        let over = judged(&limited, &[("app_core", 1000), ("other", 32 << 10)], 0);
        assert_eq!(kinds(&over), ["over-limit", "unbudgeted", "over-total"]);
        assert_eq!((over.total, over.limit), (Standing::Over, Standing::Over));

        let margin = format!("safety_margin = '50%'\n{FILE}");
        let warned = judged(&margin, &[("app_core", 48 << 10)], 0);
        assert_eq!((kinds(&warned), warned.total), (vec!["over-total"], Standing::Fits));
        assert_eq!(warned.findings[0].severity, Severity::Warning);
        assert!(warned.findings[0].title.contains("with a 50% safety margin (72KB)"), "{}", warned.findings[0].title);
        let strict = judged(&format!("strict_mode = true\n{margin}"), &[("app_core", 48 << 10)], 0);
        assert_eq!(strict.findings[0].severity, Severity::Error);
    }

    #[test]
    fn what_was_counted_at_run_time_is_added() {
        let row =
            MeasuredCrate { name: "app-net".to_owned(), statics: 600, peak: Some(500), ..MeasuredCrate::default() };
        let over = judge(&plan(FILE), &Measured { crates: vec![row], unattributed: 0, ram: 1100 });
        assert_eq!((over.crates[1].used, over.crates[1].standing), (1100, Standing::Over));
        assert!(over.findings[0].to_string().ends_with("statics of 600 bytes, and 500 bytes at its peak"));
    }
}
