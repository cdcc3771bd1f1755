//! What a value of the file says, by itself.

use toml::de::DeValue;

use crate::size::{self, Fault};

/// A size in bytes: a whole number, or a string.
pub(super) fn size(value: &DeValue<'_>) -> Result<u64, Fault> {
    let fault = |reason: &str, suggestion| Err(Fault { reason: reason.to_owned(), suggestion });
    match value {
        DeValue::String(text) => size::parse(text),
        DeValue::Integer(number) => {
            let digits = number.as_str();
            let bytes = u64::from_str_radix(digits, number.radix()).ok().filter(|&bytes| bytes <= size::MAX);
            match (digits.as_bytes().first(), bytes) {
                (Some(b'-'), _) => fault("it is negative", None),
                (Some(b'+'), _) => fault("a size has no sign", bytes.map(|bytes| bytes.to_string())),
                (_, Some(bytes)) => Ok(bytes),
                (_, None) => fault("it is larger than 2^63-1 bytes", None),
            }
        }
        DeValue::Float(number) => {
            let whole =
                number.as_str().split_once('.').filter(|(_, zeros)| zeros.as_bytes().iter().all(|&b| b == b'0'));
            fault("a float is no number of bytes", whole.map(|(whole, _)| whole.to_owned()))
        }
        other => {
            let article = if other.is_array() { "an" } else { "a" };
            fault(&format!("it is {article} {}", other.type_str()), None)
        }
    }
}

/// A percentage in hundredths of a percent, with its text.
pub(super) fn margin(value: &DeValue<'_>) -> Option<(u32, String)> {
    let text = value.as_str()?;
    let number = text.strip_suffix('%')?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.as_bytes().iter().all(u8::is_ascii_digit);
    if !digits(whole, 8) || !digits(fraction, 2) {
        return None;
    }
    let hundredths = whole.parse::<u32>().ok()?.checked_mul(100)? + format!("{fraction:0<2}").parse::<u32>().ok()?;
    (hundredths <= 100_000).then(|| (hundredths, text.to_owned()))
}
