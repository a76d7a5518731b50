//! Numbers as `fastjson` reads them: its fast path rounds a little differently from a correct reader, and its
//! grammar is neither JSON's nor Rust's.

use std::io::Write as _;

/// The number that a token spells; `None` if the loose scan let through what is none.
pub(super) fn parse(token: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(token).ok()?;
    let (minus, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let whole = digits(rest);
    let after = rest.get(whole..)?;
    if whole == 0 && !after.starts_with('.') {
        return word(after).map(|size| signed(minus, size));
    }
    if whole > EXACT_DIGITS {
        return correct(text);
    }
    fraction(text, minus, rest, whole)
}

/// With more digits or a larger exponent than this, fastjson hands over to Go's correct reader.
const EXACT_DIGITS: usize = 18;
const LARGEST_FRACTION: usize = 16;
const LARGEST_EXPONENT: i32 = 300;

fn fraction(text: &str, minus: bool, rest: &str, whole: usize) -> Option<f64> {
    let after = rest.get(whole..)?;
    let Some(decimals) = after.strip_prefix('.') else {
        return exponent(text, minus, as_float(rest.get(..whole)?, ""), after);
    };
    if decimals.is_empty() {
        // The sign is lost here, as in fastjson.
        let size = as_float(rest.get(..whole)?, "");
        return (whole > 0).then_some(size);
    }
    let places = digits(decimals);
    if whole == 0 && places == 0 {
        return None;
    }
    if whole + places > LARGEST_FRACTION {
        return correct(text);
    }
    let all = as_float(rest.get(..whole)?, decimals.get(..places)?);
    let size = all / power_of_ten(i32::try_from(places).ok()?);
    exponent(text, minus, size, decimals.get(places..)?)
}

fn exponent(text: &str, minus: bool, size: f64, rest: &str) -> Option<f64> {
    if rest.is_empty() {
        return Some(signed(minus, size));
    }
    let spelt = rest.strip_prefix(['e', 'E'])?;
    let number = spelt.strip_prefix(['+', '-']).unwrap_or(spelt);
    if number.is_empty() || digits(number) != number.len() {
        return None;
    }
    let exponent: i32 = number
        .trim_start_matches('0')
        .parse()
        .unwrap_or_else(|_| zero_or_huge(number));
    if exponent > LARGEST_EXPONENT {
        return correct(text);
    }
    let power = if spelt.starts_with('-') {
        -exponent
    } else {
        exponent
    };
    Some(signed(minus, size * power_of_ten(power)))
}

/// For an exponent that is no `i32` without its leading zeros.
fn zero_or_huge(number: &str) -> i32 {
    if number.bytes().all(|byte| byte == b'0') {
        0
    } else {
        i32::MAX
    }
}

fn word(text: &str) -> Option<f64> {
    let word = text.strip_prefix('+').unwrap_or(text);
    if word.eq_ignore_ascii_case("inf") {
        Some(f64::INFINITY)
    } else {
        word.eq_ignore_ascii_case("nan").then_some(f64::NAN)
    }
}

/// Go's reader: correctly rounded, infinite when too large; it too refuses what is no number.
fn correct(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// The number of at most [`EXACT_DIGITS`] digits, as if there were no point between them.
fn as_float(whole: &str, decimals: &str) -> f64 {
    let digits = whole.bytes().chain(decimals.bytes());
    let sum = digits.fold(0_u64, |sum, digit| {
        sum.wrapping_mul(10).wrapping_add(u64::from(digit & 0x0F))
    });
    #[expect(
        clippy::cast_precision_loss,
        reason = "fastjson converts its 64-bit sum the same way"
    )]
    let float = sum as f64;
    float
}

/// Powers are exact up to 22 and then rounded once, as Go's table has them.
fn power_of_ten(exponent: i32) -> f64 {
    let mut room = [0; "1e-2147483648".len()];
    let spelt = spell(&mut room, exponent);
    spelt.and_then(|spelt| spelt.parse().ok()).unwrap_or(0.0)
}

/// The power as a text, in memory that costs no allocation.
fn spell(room: &mut [u8], exponent: i32) -> Option<&str> {
    let mut free = &mut *room;
    write!(free, "1e{exponent}").ok()?;
    let unused = free.len();
    let used = room.len() - unused;
    std::str::from_utf8(room.get(..used)?).ok()
}

const fn signed(minus: bool, size: f64) -> f64 {
    if minus { -size } else { size }
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_numbers_are_read() {
        for (text, number) in [
            ("0", 0.0),
            ("33.0", 33.0),
            ("1.5", 1.5),
            ("1e3", 1000.0),
            ("2.5E-1", 0.25),
            (".5", 0.5),
        ] {
            assert_eq!(parse(text.as_bytes()), Some(number));
            assert_eq!(parse(format!("-{text}").as_bytes()), Some(-number));
        }
    }

    #[test]
    fn long_numbers_are_read_correctly() {
        assert_eq!(
            parse(b"18446744073709551616"),
            Some(18_446_744_073_709_551_616.0)
        );
        assert_eq!(
            parse(b"0.12345678901234567890"),
            Some(0.123_456_789_012_345_68)
        );
        assert_eq!(parse(b"1e400"), Some(f64::INFINITY));
        assert_eq!(parse(b"1e0000000000000003"), Some(1000.0));
        assert_eq!(parse(b"1e99999999999"), Some(f64::INFINITY));
    }

    #[test]
    fn words_are_read_in_any_case() {
        assert_eq!(parse(b"-INF"), Some(f64::NEG_INFINITY));
        assert_eq!(parse(b"+inf"), Some(f64::INFINITY));
        assert!(parse(b"NaN").is_some_and(f64::is_nan));
    }

    #[test]
    fn powers_are_those_that_are_spelt() {
        assert_eq!(
            (power_of_ten(0), power_of_ten(22), power_of_ten(-3)),
            (1.0, 1e22, 1e-3)
        );
        assert_eq!((power_of_ten(i32::MIN), power_of_ten(300)), (0.0, 1e300));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "", "-", "--", "+1", ".", "-.", "e", "1e", "1e+", "1-2", "1.2.3", "1e1.5", "1ee2",
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_point_at_the_end_loses_the_sign() {
        assert_eq!(parse(b"-5."), Some(5.0));
    }
}
