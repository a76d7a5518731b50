//! Numbers, as C's `sscanf("%llu")` reads them.

use super::ValueError;
use super::error::shown;
use crate::c_number;

/// A number and nothing behind it.
pub(super) fn convert(value: &[u8]) -> Result<u64, ValueError> {
    match c_number::prefix(value) {
        Some((number, [])) => Ok(number),
        _ => Err(ValueError::Number(shown(value))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_digits_with_white_space_and_a_sign_in_front_are_numbers() {
        let cases: [(&str, u64); 9] = [
            ("0", 0),
            ("007", 7),
            ("+5", 5),
            (" \t\u{b}5", 5),
            ("-1", u64::MAX),
            ("-0", 0),
            ("18446744073709551615", u64::MAX),
            ("18446744073709551616", u64::MAX),
            ("-99999999999999999999", u64::MAX),
        ];
        for (text, number) in cases {
            assert_eq!(convert(text.as_bytes()), Ok(number), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_number() {
        for text in ["", " ", "-", "+-1", "0x5", "1.5", "1e3", "5 ", "1s", "five"] {
            let error = convert(text.as_bytes()).unwrap_err();
            assert_eq!(error.to_string(), format!("{text} is not a valid number"));
        }
    }
}
