//! The known name that was probably meant.

use crate::work;

/// How much one search costs at most, in steps; beyond that nothing is suggested. A slip among ten thousand crates takes
/// a fraction of it, and a file of nothing but slips no longer than one of a few.
const EFFORT: usize = 1 << 21;

/// The longest name that anything is suggested for, in bytes.
const LONGEST: usize = 128;

/// The nearest of `known` that is near enough to be a slip of the keyboard; the first of equals. For short lists.
pub(crate) fn nearest<'a>(wrong: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    Search::default().nearest(wrong, known)
}

/// The setting that was probably meant: a misspelt one, one that is called otherwise, or one by a word of its name.
pub(crate) fn setting(wrong: &str, settings: &[&'static str]) -> Option<&'static str> {
    let near = nearest(wrong, &mut settings.iter().copied());
    if near.is_some() || wrong.len() > LONGEST {
        return near;
    }
    let mut own = Vec::new();
    for word in wrong.to_ascii_lowercase().split(is_between_words) {
        if !word.is_empty() {
            own.push(known_word(word).to_owned());
        }
    }
    // `max_budget` is a max: the later setting is the more special one.
    let mut meant = None;
    for &setting in settings {
        let (mut has_all, mut has_one) = (true, false);
        for part in setting.split(is_between_words) {
            let has = own.iter().any(|word| word == part);
            has_all &= has;
            has_one |= has;
        }
        if has_all || (own.len() == 1 && has_one) {
            meant = Some(setting);
        }
    }
    meant
}

fn is_between_words(c: char) -> bool {
    matches!(c, '_' | '-' | ' ')
}

/// The word that settings use for what others call so.
fn known_word(word: &str) -> &str {
    match word {
        "minimum" | "least" | "lowest" => "min",
        "maximum" | "most" | "highest" => "max",
        "size" | "bytes" | "default" => "budget",
        "sum" => "total",
        "description" | "comment" => "purpose",
        "headroom" | "reserve" => "margin",
        other => other,
    }
}

/// Looks for many names among many, with a bound on all of it together.
pub(crate) struct Search {
    left: usize,
}

impl Default for Search {
    fn default() -> Self {
        Search { left: EFFORT }
    }
}

impl Search {
    /// As [`nearest`].
    pub(crate) fn nearest<'a>(&mut self, wrong: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
        if wrong.len() > LONGEST || self.left == 0 {
            return None;
        }
        let mut limit = wrong.chars().count().div_ceil(4).min(3);
        let mut best = None;
        for name in known {
            let mut steps = 1;
            let mut within = |edits| within(wrong.as_bytes(), name.as_bytes(), edits, &mut steps);
            if within(limit) {
                let mut distance = 0;
                while distance < limit && !within(distance) {
                    distance += 1;
                }
                best = Some(name);
                match distance.checked_sub(1) {
                    Some(nearer) => limit = nearer,
                    None => return best,
                }
            }
            work::steps(steps);
            self.left = self.left.saturating_sub(steps);
            if self.left == 0 {
                return None;
            }
        }
        best
    }
}

/// Whether so many insertions, deletions, replacements or swaps of neighbours lead from one to the other, letters' case
/// aside and `-` like `_`.
fn within(one: &[u8], other: &[u8], edits: usize, steps: &mut usize) -> bool {
    if one.len().abs_diff(other.len()) > edits {
        return false;
    }
    let folded = |byte: &u8| if *byte == b'-' { b'_' } else { byte.to_ascii_lowercase() };
    let mut same = 0;
    while same < one.len().min(other.len()) && folded(&one[same]) == folded(&other[same]) {
        same += 1;
    }
    *steps += 1 + same;
    let (one, other) = (&one[same..], &other[same..]);
    if one.is_empty() || other.is_empty() {
        return true; // what is left of the longer is no more than the edits
    }
    if edits == 0 {
        return false;
    }
    let swapped = match (one, other) {
        ([a, b, ..], [c, d, ..]) => folded(a) == folded(d) && folded(b) == folded(c),
        _ => false,
    };
    within(&one[1..], &other[1..], edits - 1, steps)
        || within(&one[1..], other, edits - 1, steps)
        || within(one, &other[1..], edits - 1, steps)
        || (swapped && within(&one[2..], &other[2..], edits - 1, steps))
}

#[cfg(test)]
mod tests {
    use super::{Search, nearest, setting};
    use crate::findings::catalogue::Context;

    #[test]
    fn finds_the_nearest() {
        let known = ["wrt-runtime", "wrt-format", "total_budget"];
        for (wrong, meant) in [
            ("wrt-runtme", Some("wrt-runtime")),
            ("wrt-rutnime", Some("wrt-runtime")),
            ("WRT_RUNTIME", Some("wrt-runtime")),
            ("wrt-rüntime", Some("wrt-runtime")),
            ("total-budget", Some("total_budget")),
            ("totl_bugdet", Some("total_budget")),
            ("something", None),
            ("", None),
        ] {
            assert_eq!(nearest(wrong, &mut known.into_iter()), meant, "{wrong}");
        }
    }

    #[test]
    fn finds_settings_by_their_words() {
        for (context, wrong, meant) in [
            (Context::Root, "total", Some("total_budget")),
            (Context::Root, "Total", Some("total_budget")),
            (Context::Root, "budget", Some("total_budget")),
            (Context::Root, "total_memory_budget", Some("total_budget")),
            (Context::Root, "totalBudget", Some("total_budget")),
            (Context::Root, "limit", Some("platform_limit")),
            (Context::Root, "platform", Some("platform_limit")),
            (Context::Root, "margin", Some("safety_margin")),
            (Context::Root, "strict", Some("strict_mode")),
            (Context::Root, "mode", Some("strict_mode")),
            (Context::Root, "integration_chek", Some("integration_check")),
            (Context::Root, "crate", Some("crates")),
            (Context::Root, "targets", Some("target")),
            (Context::Root, "taget", Some("target")),
            (Context::Root, "profiles", Some("profile")),
            (Context::Root, "presets", Some("preset")),
            (Context::Root, "colour", None),
            (Context::Root, "wrt", None),
            (Context::Root, "", None),
            (Context::Root, "_", None),
            (Context::Target, "limit", Some("platform_limit")),
            (Context::Target, "total", Some("total_budget")),
            (Context::Target, "margin", None),
            (Context::Profile, "strict", Some("strict_mode")),
            (Context::Profile, "total_system_budget", Some("total_budget")),
            (Context::Crate, "maximum", Some("max")),
            (Context::Crate, "minimum_budget", Some("min")),
            (Context::Crate, "max_budget", Some("max")),
            (Context::Crate, "budget_max", Some("max")),
            (Context::Crate, "bugdet", Some("budget")),
            (Context::Crate, "size", Some("budget")),
            (Context::Crate, "memory", Some("memory_system")),
            (Context::Crate, "memorysystem", Some("memory_system")),
            (Context::Crate, "porpose", Some("purpose")),
            (Context::Crate, "description", Some("purpose")),
            (Context::Crate, "varient", Some("variant")),
            (Context::Crate, "speed", None),
            (Context::Metadata, "file", Some("config_file")),
            (Context::Metadata, "strict", Some("strict_mode")),
        ] {
            assert_eq!(setting(wrong, context.settings()), meant, "{wrong}");
        }
    }

    #[test]
    fn prefers_the_nearer_and_the_first_of_equals() {
        let known = ["mac", "mai", "max", "min"];
        for (wrong, meant) in [("max", "max"), ("maxx", "max"), ("mab", "mac"), ("mix", "max"), ("mn", "min")] {
            assert_eq!(nearest(wrong, &mut known.into_iter()), Some(meant), "{wrong}");
        }
    }

    /// The distance as the table of a textbook has it.
    fn distance(a: &str, b: &str) -> usize {
        let (a, b) = (a.as_bytes(), b.as_bytes());
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let replaced = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let mut least = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                    least
                };
            }
        }
        table[a.len()][b.len()]
    }

    #[test]
    fn agrees_with_the_textbook() {
        let mut words = vec![String::new()];
        for _ in 0..5 {
            let longer = words.iter().flat_map(|word| ["a", "b", "c"].map(|letter| format!("{word}{letter}")));
            words = std::iter::once(String::new()).chain(longer).collect();
        }
        for a in words.iter().step_by(3) {
            for b in &words {
                for limit in 0..4 {
                    let within = super::within(a.as_bytes(), b.as_bytes(), limit, &mut 0);
                    assert_eq!(within, distance(a, b) <= limit, "{a} {b} {limit}");
                }
            }
        }
    }

    #[test]
    fn gives_up_after_a_bounded_effort() {
        let known: Vec<String> = (0..3000).map(|i| format!("crate-{i:04}")).collect();
        let mut search = Search::default();
        let mut found = 0;
        let steps = crate::work::during(|| {
            for i in 0..3000 {
                let wrong = format!("crate_{i:04}x");
                found += usize::from(search.nearest(&wrong, &mut known.iter().map(String::as_str)).is_some());
            }
        });
        assert!(found > 10, "{found}");
        assert!(steps <= (super::EFFORT + 4096) as u64, "{steps}");
        assert_eq!(search.nearest("crate-0001", &mut known.iter().map(String::as_str)), None, "for good");
    }
}
