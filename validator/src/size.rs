//! Sizes in bytes, as they are written and as they are printed.

use crate::printable::printable;

/// The largest size that can be written, in bytes: 2^63 - 1.
pub const MAX: u64 = i64::MAX as u64;

/// What a size may look like, for a message's solution.
pub(crate) const ACCEPTED: &str = "a size is a whole number of bytes, or a string such as \"512KB\", \"1.5MB\" or \"2GB\" \
     (units B, KB, MB, GB or KiB, MiB, GiB)";

const UNITS: [(&str, u32); 10] = [
    ("", 0),
    ("B", 0),
    ("byte", 0), // as `print` writes it
    ("bytes", 0),
    ("KB", 10),
    ("MB", 20),
    ("GB", 30),
    ("KiB", 10),
    ("MiB", 20),
    ("GiB", 30),
];

/// What stands for the sum of the crate budgets where a total is written.
pub(crate) const SUM: &str = "sum";

/// The longest size that is suggested, in bytes: no sensible one has more digits.
const LONGEST: usize = 40;

/// Why a text is not a size.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, to follow a colon.
    pub reason: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl Fault {
    fn new(reason: &str) -> Self {
        Fault { reason: reason.to_owned(), suggestion: None }
    }

    /// The size that is suggested, in bytes.
    pub(crate) fn meant(&self) -> Option<u64> {
        read(self.suggestion.as_deref()?).ok()
    }
}

/// Reads a size as it stands in a string of the file or in a variable; the result is in bytes.
///
/// # Errors
/// A [`Fault`] that says what is wrong and, where there is one, the probable meaning.
///
/// ```
/// assert_eq!(memory_budgets_validator::size::parse("1.5MB"), Ok(1_572_864));
/// assert!(memory_budgets_validator::size::parse("16mb").is_err());
/// ```
pub fn parse(text: &str) -> Result<u64, Fault> {
    let mut size = read(text);
    if let Err(fault) = &mut size {
        if fault.suggestion.is_none() {
            fault.suggestion = probable_meaning(text);
        }
    }
    size
}

fn read(text: &str) -> Result<u64, Fault> {
    if text.is_empty() {
        return Err(Fault::new("it is empty"));
    }
    let (number, rest) = split_number(text);
    if text == SUM {
        return Err(Fault::new("it has to be a number: only total_budget in the file can be \"sum\""));
    }
    if number.is_empty() {
        return Err(Fault::new(match text.chars().next() {
            Some('+' | '-') => "a size has no sign",
            Some(c) if c.is_whitespace() => "it starts with white space",
            _ => "it does not start with a digit",
        }));
    }
    let mut unit = rest;
    while let Some(rest) = unit.strip_prefix(' ').or(unit.strip_prefix('\t')) {
        unit = rest;
    }
    let Some(shift) = shift_of(unit) else {
        return Err(if power_of_ten(unit).is_some() {
            Fault::new("a size has no exponent")
        } else if unit.trim_end() != unit {
            Fault::new("it ends with white space")
        } else {
            Fault::new(&format!("there is no unit \"{}\"", printable(unit)))
        });
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((_, "")) => return Err(Fault::new("digits are missing after the point")),
        Some((whole, fraction)) => (whole, fraction),
        None => (number, ""),
    };
    let underscores_between_digits = !whole.starts_with('_') && !whole.ends_with('_') && !whole.contains("__");
    if whole.is_empty() || !underscores_between_digits {
        return Err(Fault::new("`_` may only stand between digits"));
    }
    for &byte in fraction.as_bytes() {
        if !byte.is_ascii_digit() {
            return Err(Fault::new("a fraction is digits alone"));
        }
    }
    let too_large = "it is larger than 2^63-1 bytes";
    let Some(whole) = whole_of(whole, shift) else { return Err(Fault::new(too_large)) };
    let Some(fraction) = fraction_of(fraction.trim_end_matches('0'), shift) else {
        let mut fault = Fault::new("it does not come to whole bytes");
        if whole > 0 {
            fault.suggestion = Some(print(whole.into()));
        }
        return Err(fault);
    };
    match whole.checked_add(fraction) {
        Some(bytes) if bytes <= MAX => Ok(bytes),
        _ => Err(Fault::new(too_large)),
    }
}

/// What a text begins with that may be a number, and the rest.
fn split_number(text: &str) -> (&str, &str) {
    let mut end = 0;
    for &byte in text.as_bytes() {
        if !matches!(byte, b'0'..=b'9' | b'_' | b'.') {
            break;
        }
        end += 1;
    }
    text.split_at(end)
}

fn shift_of(unit: &str) -> Option<u32> {
    for &(name, shift) in &UNITS {
        if name == unit {
            return Some(shift);
        }
    }
    None
}

/// The power in `e6`, and whether it is negative.
fn power_of_ten(unit: &str) -> Option<(u64, bool)> {
    let power = unit.strip_prefix('e').or(unit.strip_prefix('E'))?;
    match power.strip_prefix('-') {
        Some(digits) if !digits.starts_with('+') => Some((digits.parse().ok()?, true)),
        _ => Some((power.parse().ok()?, false)),
    }
}

/// `digits * 2^shift`
fn whole_of(digits: &str, shift: u32) -> Option<u64> {
    let mut number: u64 = 0;
    for &byte in digits.as_bytes() {
        if byte != b'_' {
            number = number.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
        }
    }
    number.checked_mul(1 << shift)
}

/// `0.digits * 2^shift`, where that is a whole number: each digit is worth a fifth and a half of the one before it.
fn fraction_of(digits: &str, shift: u32) -> Option<u64> {
    let (mut numerator, mut fives, mut left) = (0_u128, 1_u128, shift);
    for &byte in digits.as_bytes() {
        numerator = numerator * 10 + u128::from(byte - b'0'); // at most 30 digits
        fives *= 5;
        left = left.checked_sub(1)?;
    }
    if numerator % fives == 0 { u64::try_from((numerator / fives) << left).ok() } else { None }
}

/// The size that a text which is none probably means, as it would be written.
fn probable_meaning(text: &str) -> Option<String> {
    let mut plain = String::new();
    for c in text.trim().trim_start_matches('+').chars() {
        if !matches!(c, ',' | '_' | '\'') {
            plain.push(c);
        }
    }
    let (number, unit) = split_number(&plain);
    let number = number.trim_end_matches('.');
    let unit = unit.trim().to_ascii_uppercase();
    let candidate = match unit.as_str() {
        "" => number.to_owned(),
        "TB" | "TIB" | "T" => format!("{}GB", number.parse::<u64>().ok()?.checked_mul(1024)?),
        "BYTE" | "BYTES" | "OCTETS" => format!("{number}B"),
        _ => match unit.as_bytes()[0] {
            b'E' => {
                let (power, false) = power_of_ten(&unit)? else { return None };
                let power = 10_u64.checked_pow(u32::try_from(power).ok()?)?;
                number.parse::<u64>().ok()?.checked_mul(power)?.to_string()
            }
            prefix @ (b'B' | b'K' | b'M' | b'G')
                if matches!(&unit[1..], "" | "B" | "IB" | "BS" | "I" | "ILOBYTES" | "EGABYTES" | "IGABYTES") =>
            {
                format!("{number}{}{}", char::from(prefix), if prefix == b'B' { "" } else { "B" })
            }
            _ => return None,
        },
    };
    if candidate.len() <= LONGEST && read(&candidate).is_ok() { Some(candidate) } else { None }
}

/// Prints bytes with the largest unit that shows them exactly with at most two decimals.
///
/// ```
/// assert_eq!(memory_budgets_validator::size::print(68_681_728), "65.5MB");
/// assert_eq!(memory_budgets_validator::size::print(1_000), "1000 bytes");
/// ```
#[must_use]
pub fn print(bytes: u128) -> String {
    for &(unit, shift) in &[("GB", 30), ("MB", 20), ("KB", 10)] {
        let unit_bytes = 1u128 << shift;
        // The remainder alone is scaled, so that no amount overflows.
        let hundredths = (bytes % unit_bytes) * 100;
        if bytes >= unit_bytes && hundredths % unit_bytes == 0 {
            let (whole, hundredths) = (bytes >> shift, hundredths >> shift);
            return match (hundredths / 10, hundredths % 10) {
                (0, 0) => format!("{whole}{unit}"),
                (tenths, 0) => format!("{whole}.{tenths}{unit}"),
                _ => format!("{whole}.{hundredths:02}{unit}"),
            };
        }
    }
    if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") }
}

/// Bytes as they would be written in the file: a string with a unit, or a number.
pub(crate) fn written(bytes: u128) -> String {
    let printed = print(bytes);
    match printed.strip_suffix(" bytes") {
        Some(number) => number.to_owned(),
        None => format!("\"{printed}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX, parse, print};

    #[test]
    fn reads_every_form() {
        for (text, bytes) in [
            ("0", 0),
            ("524288", 524_288),
            ("512B", 512),
            ("512 bytes", 512),
            ("1 byte", 1),
            ("4096KB", 4_194_304),
            ("16MB", 16 << 20),
            ("16 MB", 16 << 20),
            ("16\tMiB", 16 << 20),
            ("1_024KiB", 1 << 20),
            ("1.5MB", 3 << 19),
            ("1.50GiB", 3 << 29),
            ("2.0", 2),
            ("0.000000000931322574615478515625GB", 1),
            ("9223372036854775807", MAX),
        ] {
            assert_eq!(parse(text), Ok(bytes), "{text}");
        }
    }

    #[test]
    fn refuses_with_the_probable_meaning() {
        for (text, meaning) in [
            ("", None),
            ("16mb", Some("16MB")),
            ("16Mb", Some("16MB")),
            ("16M", Some("16MB")),
            ("64k", Some("64KB")),
            ("1TB", Some("1024GB")),
            ("+16MB", Some("16MB")),
            ("-16MB", None),
            ("1e6", Some("1000000")),
            ("1e-6", None),
            ("16MB ", Some("16MB")),
            (" 16MB", Some("16MB")),
            ("0.3KB", None),
            ("1.3KB", Some("1KB")),
            ("1.", Some("1")),
            (".5MB", None),
            ("_1", Some("1")),
            ("1__0", Some("10")),
            ("1,024KB", Some("1024KB")),
            ("lots", None),
            ("16 MB MB", None),
            ("9223372036854775808", None),
            ("8589934592GB", None),
            ("99999999999999999999999999999999999999999GB", None),
            ("é", None),
            ("1é", None),
            ("1 e", None),
        ] {
            let fault = parse(text).expect_err(text);
            assert_eq!(fault.suggestion.as_deref(), meaning, "{text}: {}", fault.reason);
        }
    }

    #[test]
    fn prints_exactly() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (2, "2 bytes"),
            (1023, "1023 bytes"),
            (1024, "1KB"),
            (512 << 10, "512KB"),
            (68_681_728, "65.5MB"),
            (3 << 29, "1.5GB"),
            ((1 << 30) + (1 << 28), "1.25GB"),
            ((1 << 30) + (1 << 20), "1025MB"),
            (1025, "1025 bytes"),
            (u128::from(u64::MAX) + 1, "17179869184GB"),
        ] {
            assert_eq!(print(bytes), text);
        }
    }
}
