//! A bar made of text.

use anstyle::Style;

use crate::ink::Ink;

/// The eighths of a block.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Draws `part` of `whole` on `width` columns; more than the whole fills it.
pub(crate) fn bar(part: u128, whole: u128, width: usize) -> String {
    let eighths = part.min(whole).saturating_mul(width as u128 * 8).checked_div(whole).unwrap_or(0);
    let eighths = usize::try_from(eighths).unwrap_or(0).max(usize::from(part > 0));
    let bar = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
    let rest = width.saturating_sub(eighths.div_ceil(8));
    bar + &" ".repeat(rest)
}

/// A bar between two marks, so that its whole can be seen.
pub(crate) fn push(ink: &mut Ink, style: Style, part: u128, whole: u128, width: usize) {
    ink.push(style, &format!("▕{}▏", bar(part, whole, width)));
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn is_as_long_as_the_part_is_large() {
        for (part, whole, drawn) in [
            (0, 8, "    "),
            (1, 1_000_000, "▏   "),
            (3, 8, "█▌  "),
            (8, 8, "████"),
            (9, 8, "████"),
            (0, 0, "    "),
            (1 << 100, 1 << 100, "████"),
        ] {
            assert_eq!(bar(part, whole, 4), drawn, "{part} of {whole}");
        }
    }
}
