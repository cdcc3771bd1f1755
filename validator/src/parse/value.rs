//! What a value of the file says, by itself.

use toml::de::DeValue;

use crate::size::{self, Fault};

/// A size in bytes: a whole number, or a string.
pub(super) fn size(value: &DeValue<'_>) -> Result<u64, Fault> {
    let (reason, suggestion) = match value {
        DeValue::String(text) => return size::parse(text),
        DeValue::Integer(number) => {
            let digits = number.as_str();
            match (digits.as_bytes().first(), u64::from_str_radix(digits, number.radix())) {
                (Some(b'-'), _) => ("it is negative".to_owned(), None),
                (Some(b'+'), Ok(bytes)) if bytes <= size::MAX => {
                    ("a size has no sign".to_owned(), Some(bytes.to_string()))
                }
                (Some(b'+'), _) => ("a size has no sign".to_owned(), None),
                (_, Ok(bytes)) if bytes <= size::MAX => return Ok(bytes),
                _ => ("it is larger than 2^63-1 bytes".to_owned(), None),
            }
        }
        DeValue::Float(number) => {
            let whole = match number.as_str().split_once('.') {
                Some((whole, zeros)) if zeros.trim_matches('0').is_empty() => Some(whole.to_owned()),
                _ => None,
            };
            ("a float is no number of bytes".to_owned(), whole)
        }
        other => {
            let article = if other.is_array() { "an" } else { "a" };
            (format!("it is {article} {}", other.type_str()), None)
        }
    };
    Err(Fault { reason, suggestion })
}

/// A percentage in hundredths of a percent, with its text.
pub(super) fn margin(value: &DeValue<'_>) -> Option<(u32, String)> {
    let text = value.as_str()?;
    let number = text.strip_suffix('%')?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || whole.len() > 8 || fraction.is_empty() || fraction.len() > 2 {
        return None;
    }
    let mut hundredths: u32 = 0;
    for &byte in format!("{whole}{fraction:0<2}").as_bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        hundredths = hundredths.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
    }
    if hundredths <= 100_000 { Some((hundredths, text.to_owned())) } else { None }
}
