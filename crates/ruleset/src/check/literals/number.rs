//! Numbers, as C's `sscanf("%llu")` reads them.

use super::ValueError;
use super::error::shown;

/// White space in front, a sign, and decimal digits up to the end. A negative number wraps, a large one stops
/// at the largest.
pub(super) fn convert(value: &[u8]) -> Result<u64, ValueError> {
    let unpadded = trim_c_space(value);
    let (is_negative, digits) = match unpadded.split_first() {
        Some((b'-', digits)) => (true, digits),
        Some((b'+', digits)) => (false, digits),
        _ => (false, unpadded),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(ValueError::Number(shown(value)));
    }
    let number = digits
        .iter()
        .try_fold(0, |number, digit| append(number, *digit));
    Ok(match number {
        Some(number) if is_negative => number.wrapping_neg(),
        Some(number) => number,
        None => u64::MAX,
    })
}

fn append(number: u64, digit: u8) -> Option<u64> {
    number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
}

/// C's `isspace` has the vertical tab, Rust's has not.
fn trim_c_space(value: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | 0x09..=0x0D);
    let start = value.iter().position(|byte| !is_space(byte));
    start
        .and_then(|start| value.get(start..))
        .unwrap_or_default()
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
