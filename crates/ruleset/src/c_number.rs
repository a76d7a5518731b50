//! Numbers as C's `strtoull` reads them, which `sscanf` uses.

/// The number that a text begins with, and what follows it: white space in front, a sign, decimal digits. A negative number
/// wraps, a large one stops at the largest.
pub(crate) fn prefix(text: &[u8]) -> Option<(u64, &[u8])> {
    let unpadded = trim_c_space(text);
    let (is_negative, digits) = match unpadded.split_first() {
        Some((b'-', digits)) => (true, digits),
        Some((b'+', digits)) => (false, digits),
        _ => (false, unpadded),
    };
    let length = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let (digits, rest) = digits.split_at_checked(length).filter(|_| length > 0)?;
    let number = digits
        .iter()
        .try_fold(0, |number, digit| append(number, *digit));
    let number = match number {
        Some(number) if is_negative => number.wrapping_neg(),
        Some(number) => number,
        None => u64::MAX,
    };
    Some((number, rest))
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
    fn a_number_ends_where_its_digits_do() {
        assert_eq!(prefix(b" +12.5"), Some((12, &b".5"[..])));
        assert_eq!(prefix(b"-1"), Some((u64::MAX, &b""[..])));
        assert_eq!(prefix(b"-99999999999999999999"), Some((u64::MAX, &b""[..])));
        for text in ["", " ", "-", "+-1", "x1"] {
            assert_eq!(prefix(text.as_bytes()), None, "{text}");
        }
    }
}
