//! What is written may be hostile: no shape of it costs more than its length. What is counted is steps of inner loops and
//! bytes that are allocated, not time.

use std::fmt::Write as _;

use crate::{Request, Target, validate, work};

/// A shape of input, by its size.
type Shape = fn(usize) -> Request;

const SHAPES: &[(&str, Shape)] = &[
    ("unknown keys", |n| file(n, "", |i| format!("k{i} = 1\n"))),
    ("keys close to a crate", |n| file(n, "", |i| format!("wrt_runtme{i} = 1\n"))),
    ("crates", |n| declared(n, "", |_| String::new())),
    ("crates in one line", |n| {
        file(1, &format!("{}crates = {{ ", head(n)), |_| list(n, |i| format!("c{i} = {{ budget = 1 }}")) + " }")
    }),
    ("unknown keys and crates", |n| declared(n, "", |i| format!("[profile.p{i}]\nc{i}x = 1\n"))),
    ("flat budgets twice", |n| {
        let mut text = head(n);
        for i in 0..n {
            let _ = writeln!(text, "c{i} = 1");
        }
        declared(n, &text, |_| String::new())
    }),
    ("crates below their minimum", |n| declared(n, "", |_| "min = 2\nmax = 3\n".to_owned())),
    ("crates whose limits exclude each other", |n| declared(n, "", |_| "min = 3\nmax = 2\n".to_owned())),
    ("crates with one variant", |n| declared(n, "", |_| "variant = \"Same\"\n".to_owned())),
    ("crates with one variable", |n| {
        file(n, &head(n), |i| {
            let bits = format!("{i:020b}").replace('0', "-").replace('1', "_");
            format!("[crates.a{bits}b]\nbudget = 1\nvariant = \"V{i}\"\n")
        })
    }),
    ("crates without a usable name", |n| declared(n, "", |_| "variant = \"self\"\n".to_owned())),
    ("crates without a budget", |n| file(n, &head(n), |i| format!("[crates.c{i}]\n"))),
    ("settings of a crate", |n| file(n, &format!("{}[crates.a]\nbudget = 1\n", head(n)), |i| format!("s{i} = 1\n"))),
    ("findings on one line", |n| file(1, "", |_| format!("crates = {{ {} }}", list(n, |i| format!("\"é{i}\" = 1"))))),
    ("sizes on one line", |n| {
        file(1, "", |_| format!("crates = {{ {} }}", list(n, |i| format!("c{i} = {{ budget = \"1mb\" }}"))))
    }),
    ("sections with a total", |n| sections(n, |i| format!("total_budget = {}\n", i + 1))),
    ("sections under a sum", |n| sections(n, |i| format!("wrt-host = {}\n", i + 1)).with("total_budget = 'sum'\n")),
    ("sections with a sum", |n| sections(n, |_| "total_budget = 'sum'\n".to_owned())),
    ("sections with a sum and a margin", |n| {
        sections(n, |_| "total_budget = 'sum'\n".to_owned()).with("safety_margin = '10%'\n")
    }),
    ("sections with a limit", |n| sections(n, |i| format!("platform_limit = {}\n", i + 1))),
    ("sections with a total and a limit", |n| {
        sections(n, |i| format!("total_budget = {0}\nplatform_limit = {0}\n", i + 1))
    }),
    ("sections of one crate", |n| sections(n, |i| format!("wrt-runtime = {}\n", i + 1))),
    ("sections with limits of one crate", |n| {
        file(n, "", |i| format!("[target.'cfg(s{i})'.crates.wrt-runtime]\nmin = {}\nmax = {}\n", i + 1, i))
    }),
    ("a section with limits of all crates", |n| {
        let mut text = "[target.'cfg(unix)'.crates]\n".to_owned();
        for i in 0..n {
            let _ = writeln!(text, "c{i} = {{ budget = 3, min = 2, max = 1 }}");
        }
        declared(n, &format!("{}{text}", head(n)), |_| String::new())
    }),
    ("unknown crates in a section", |n| {
        file(n, "[target.'cfg(unix)'.crates]\n", |i| format!("wrt-runtme{i} = {{ min = 1 }}\n"))
    }),
    ("sections of a crate each", |n| declared(n, "", |i| format!("[target.'cfg(s{i})']\nc{i} = 2\n"))),
    ("sections for one target", |n| {
        file(n, "", |i| format!("[target.'cfg(any(unix, s{i}))']\ntotal_budget = {0}\nplatform_limit = {0}\n", i + 1))
    }),
    ("sections that are malformed", |n| file(n, "", |i| format!("[target.'cfg(é{i}']\ntotal_budget = 1\n"))),
    ("sections with a margin", |n| sections(n, |_| "total_budget = 1\n".to_owned()).with("safety_margin = \"10%\"\n")),
    ("names that no target has", |n| predicate(n, |i| format!("unxi{i}"))),
    ("values that no target has", |n| predicate(n, |i| format!("target_os = \"qnx{i}\""))),
    ("long predicates", |n| {
        file(n / 100, "", |i| {
            format!("[target.'cfg(any({}))']\ntotal_budget = 1\n", list(100, |j| format!("s{i}x{j}")))
        })
    }),
    ("profiles", |n| file(n, "", |i| format!("[profile.p{i}]\ntotal_budget = 1\n")).selecting("p1")),
    ("profiles, none of them selected", |n| {
        file(n, "", |i| format!("[profile.p{i}]\ntotal_budget = 1\n")).selecting("production")
    }),
    ("variables", |n| variables(n, |i| format!("WRT_RUNTME{i}_BUDGET"))),
    ("variables and crates", |n| Request {
        environment: variables(n, |i| format!("D{i}_BUDGET")).environment,
        ..declared(n, "", |_| String::new())
    }),
    ("nested arrays", |n| file(1, "", |_| format!("a = {}{}", "[".repeat(n), "]".repeat(n)))),
    ("nested tables", |n| file(1, "", |_| format!("a = {}1{}", "{ a = ".repeat(n), " }".repeat(n)))),
    ("a dotted key", |n| file(1, "", |_| format!("{}a = 1", "a.".repeat(n)))),
    ("dotted keys", |n| file(n, "", |i| format!("{}k{i} = 1\n", "a.".repeat(50)))),
    ("a nested predicate", |n| file(1, "", |_| format!("[target.'cfg({}unix{})']", "not(".repeat(n), ")".repeat(n)))),
    ("a long key", |n| file(1, "", |_| format!("{} = 1", "k".repeat(n)))),
    ("a long name", |n| {
        file(1, &head(n), |_| {
            format!("[crates.{0}]\nmin = 2\nbudget = 1\n[crates.x-{0}]\nbudget = true\n", "k".repeat(n))
        })
    }),
    ("a long size", |n| file(1, "", |_| format!("wrt-runtime = \"{}\"", "1".repeat(n)))),
    ("a long unit", |n| file(1, "", |_| format!("wrt-runtime = \"1{}\"", "M".repeat(n)))),
    ("a long margin", |n| file(1, "", |_| format!("safety_margin = \"{}1%\"", "0".repeat(n)))),
    ("a long value", |n| file(1, "", |_| format!("strict_mode = \"{}\"", "1".repeat(n)))),
    ("a long preset", |n| file(1, "", |_| format!("preset = \"{}\"", "1".repeat(n)))),
    ("a long purpose", |n| file(1, "", |_| format!("[crates.wrt-host]\npurpose = \"{}\"", "1".repeat(n)))),
    ("a long profile", |n| file(1, "", |_| format!("[profile.{}]\n", "p".repeat(n))).selecting(&"q".repeat(n))),
    ("a long variable", |n| variables(1, |_| format!("WRT_{}_BUDGET", "X".repeat(n)))),
    ("a long value of a variable", |n| Request {
        environment: Some(vec![("WRT_RUNTIME_BUDGET".into(), "1".repeat(n).into())]),
        ..file(1, "", |_| String::new())
    }),
    ("lines that are malformed", |n| file(n, "", |_| "= =\n".to_owned())),
    ("lines that are the same", |n| file(n, "", |_| "a = 1\n".to_owned())),
    ("byte order marks", |n| file(1, "", |_| "\u{feff}".repeat(n))),
    ("carriage returns", |n| file(1, "", |_| "\r".repeat(n))),
    ("control characters", |n| file(1, "", |_| format!("\"{}\" = 1", "\\u0007".repeat(n)))),
];

trait Adjust {
    fn with(self, line: &str) -> Self;
    fn selecting(self, profile: &str) -> Self;
}

impl Adjust for Request {
    fn with(self, line: &str) -> Self {
        Request { inline: self.inline.map(|text| format!("{line}{text}")), ..self }
    }

    fn selecting(self, profile: &str) -> Self {
        Request { profile: Some(profile.to_owned()), ..self }
    }
}

fn file(n: usize, head: &str, line: impl Fn(usize) -> String) -> Request {
    let mut text = head.to_owned();
    for i in 0..n {
        text.push_str(&line(i));
    }
    Request { inline: Some(text), environment: Some(Vec::new()), ..Request::default() }
}

/// The settings of a file with crates of its own, one byte each.
fn head(n: usize) -> String {
    format!("preset = \"none\"\ntotal_budget = {n}\n")
}

fn declared(n: usize, before: &str, more: impl Fn(usize) -> String) -> Request {
    let before = if before.is_empty() { head(n) } else { before.to_owned() };
    file(n, &before, |i| format!("[crates.c{i}]\nbudget = 1\n{}", more(i)))
}

fn sections(n: usize, settings: impl Fn(usize) -> String) -> Request {
    file(n, "", |i| format!("[target.'cfg(s{i})']\n{}", settings(i)))
}

/// Predicates of so many names in all.
fn predicate(n: usize, name: impl Fn(usize) -> String) -> Request {
    file(n / 100, "", |i| format!("[target.'cfg(all(s{i}, {}))']\n", list(100, |j| name(100 * i + j))))
}

fn variables(n: usize, name: impl Fn(usize) -> String) -> Request {
    let variables = (0..n).map(|i| (name(i).into(), "1".into())).collect();
    Request { inline: Some(String::new()), environment: Some(variables), ..Request::default() }
}

fn list(n: usize, element: impl Fn(usize) -> String) -> String {
    (0..n).map(element).collect::<Vec<_>>().join(", ")
}

/// What validating costs, and printing all that was found.
fn cost(request: &Request) -> u64 {
    let mut printed = 0;
    let mut allocated = 0;
    let steps = work::during(|| {
        let measured = allocation_counter::measure(|| {
            let outcome = validate(request);
            printed = outcome.findings.iter().map(|finding| finding.to_string().len() as u64).sum();
        });
        allocated = measured.bytes_total;
    });
    steps + allocated + printed
}

/// Twice the input costs twice as much: what is added from 2n to 4n is no more than double of what is added from n to 2n,
/// and a little for sorting. What every validation costs is the same in all three and drops out.
fn measure(target: Option<&Target>) {
    let mut failures = String::new();
    for (name, shape) in SHAPES {
        let mut costs = [250, 500, 1000, 2000, 4000].map(|n| (n, 0));
        let mut measured = |from: usize| {
            for (n, cost_of_n) in &mut costs[from..from + 3] {
                *cost_of_n = cost(&Request { target: target.cloned(), ..shape(*n) });
            }
            let added = |i: usize| costs[i + 1].1.saturating_sub(costs[i].1);
            100 * added(from + 1) / added(from).max(1)
        };
        // Where the room of a list happens to double between two sizes, larger ones decide.
        if measured(0) > 205 && measured(1) > 207 && measured(2) > 210 {
            let _ = writeln!(failures, "{name}: {costs:?}");
        }
    }
    assert!(failures.is_empty(), "these grow faster than the input:\n{failures}");
}

#[test]
fn nothing_grows_faster_than_the_input() {
    measure(None);
}

#[test]
fn nothing_grows_faster_than_the_input_for_a_known_target() {
    let printed = "target_arch=\"arm\"\ntarget_pointer_width=\"32\"\nunix\n";
    measure(Target::from_rustc_cfg("arm-unknown-linux-gnueabi", printed).as_ref().ok());
}

/// However long a name, a number or a value is, what is said of it is short, and holds nothing that a terminal would obey.
#[test]
fn what_is_printed_is_short_and_visible() {
    for (name, shape) in SHAPES {
        for finding in validate(&shape(3000)).findings {
            let pieces = [&finding.title, &finding.solution, &finding.origin.short()].map(String::len);
            assert!(pieces.iter().all(|&length| length < 1500), "{name}: {pieces:?}");
            let text = finding.to_string();
            assert!(text.len() < 4000, "{name}: {text}");
            assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{name}: {text:?}");
        }
    }
}

/// Nothing that is read is followed deeper than the stack of a thread, which is a quarter of what the compiler has.
#[test]
fn nothing_nests_too_deep() {
    let nested = SHAPES.iter().filter(|(name, _)| name.contains("nested") || *name == "a dotted key");
    for (name, shape) in nested {
        let outcome = validate(&shape(100_000));
        assert!(!outcome.findings.is_empty(), "{name}");
        for finding in &outcome.findings {
            assert_eq!(finding.line(), Some(1), "{name}: {finding}");
        }
    }
}
