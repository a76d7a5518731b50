//! Array indices spelt as text, as Go's `strconv.Atoi` reads them.

/// The index that a step of a path spells: digits with an optional sign and leading zeros. Negative and
/// absurdly large ones are none, as no array has them.
pub(crate) fn spelt(step: &[u8]) -> Option<u32> {
    let (negative, digits) = match step.split_first()? {
        (b'+', rest) => (false, rest),
        (b'-', rest) => (true, rest),
        _ => (false, step),
    };
    let index = decimal(digits)?;
    (!negative || index == 0).then_some(index)
}

/// Whether an index is spelt without sign and leading zeros.
pub(crate) fn is_canonical(step: &[u8]) -> bool {
    step == b"0" || matches!(step.first(), Some(b'1'..=b'9'))
}

fn decimal(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u32, |sum, digit| {
        let value = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        sum.checked_mul(10)?.checked_add(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_leading_zeros_are_read_as_go_reads_them() {
        for (step, index) in [
            ("0", 0),
            ("7", 7),
            ("+1", 1),
            ("01", 1),
            ("-0", 0),
            ("0000000000000000012", 12),
        ] {
            assert_eq!(spelt(step.as_bytes()), Some(index));
        }
    }

    #[test]
    fn what_is_no_index_is_none() {
        for step in [
            "",
            "-",
            "+",
            "-1",
            "1x",
            " 1",
            "0x1",
            "1_0",
            "++1",
            "4294967296",
        ] {
            assert_eq!(spelt(step.as_bytes()), None);
        }
    }

    #[test]
    fn only_plain_decimal_is_canonical() {
        assert!(is_canonical(b"0") && is_canonical(b"10"));
        assert!(!is_canonical(b"01") && !is_canonical(b"+1") && !is_canonical(b""));
    }
}
