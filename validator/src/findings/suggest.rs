//! The known name that was probably meant.

/// The nearest of `known` that is near enough to be a slip of the keyboard; the first of equals.
pub(crate) fn nearest<'a>(wrong: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = wrong.chars().count().div_ceil(4).min(3);
    let mut best = None;
    for name in known {
        let allowed = best.map_or(limit, |(distance, _)| distance - 1);
        if let Some(distance) = distance_within(wrong, name, allowed) {
            best = Some((distance, name));
            if distance == 0 {
                break;
            }
        }
    }
    best.map(|(_, name)| name)
}

/// How many insertions, deletions, replacements or swaps of neighbours lead from `a` to `b`, letters' case aside
/// and `-` like `_`; `None` above `limit`.
fn distance_within(a: &str, b: &str, limit: usize) -> Option<usize> {
    // Lengths alone settle most pairs, and keep the cost of a hostile file linear.
    if a.len().abs_diff(b.len()) > limit.saturating_mul(4) {
        return None;
    }
    let fold = |text: &str| -> Vec<char> {
        text.chars().map(|c| if c == '-' { '_' } else { c.to_ascii_lowercase() }).collect()
    };
    let (a, b) = (fold(a), fold(b));
    if a.len().abs_diff(b.len()) > limit || a.len() > 128 {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut cost = (above[j] + usize::from(x != y)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_nearest() {
        let known = ["wrt-runtime", "wrt-format", "total_budget"];
        for (wrong, meant) in [
            ("wrt-runtme", Some("wrt-runtime")),
            ("wrt-rutnime", Some("wrt-runtime")),
            ("WRT_RUNTIME", Some("wrt-runtime")),
            ("total-budget", Some("total_budget")),
            ("totl_bugdet", Some("total_budget")),
            ("something", None),
            ("", None),
        ] {
            assert_eq!(nearest(wrong, &mut known.into_iter()), meant, "{wrong}");
        }
    }
}
