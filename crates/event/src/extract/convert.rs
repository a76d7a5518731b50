//! From JSON values to field values.

use super::{Reading, fastfloat};
use crate::catalogue::Conversion;
use crate::fields::{Stored, Text};
use crate::json::{Kind, Node};
use crate::scan::trie::SlotId;

/// The converted value of a slot.
pub(super) fn read(slot: SlotId, conversion: Conversion, event: &mut Reading<'_>) -> Stored {
    match conversion {
        Conversion::Text => optional(event.text(slot), event),
        Conversion::Json => optional(event.json(slot), event),
        Conversion::TrueOrFalse => true_or_false(event.kind(slot)),
        Conversion::Number => event
            .node(slot)
            .map_or(Stored::Absent, |node| Stored::Number(number(node))),
        Conversion::TextOrEmpty => text_or_empty(slot, event),
    }
}

/// A text that may be missing as a value.
pub(super) fn optional(text: Option<Text>, event: &Reading<'_>) -> Stored {
    text.map_or(Stored::Absent, |text| event.stored(text))
}

/// The text `true` for JSON's true, `false` for any other value.
fn true_or_false(kind: Option<Kind>) -> Stored {
    match kind {
        Some(Kind::True) => Stored::Text(Text::Static(b"true")),
        Some(_) => Stored::Text(Text::Static(b"false")),
        None => Stored::Absent,
    }
}

fn text_or_empty(slot: SlotId, event: &mut Reading<'_>) -> Stored {
    let text = event.string(slot).unwrap_or(Text::EMPTY);
    event.stored(text)
}

/// A number as the CloudTrail plugin makes it unsigned; 0 for anything but a number.
pub(super) fn number(node: Node<'_>) -> u64 {
    if node.kind() != Kind::Number {
        return 0;
    }
    let raw = node.raw();
    whole(raw)
        .or_else(|| fastfloat::parse(raw).map(truncate))
        .unwrap_or(0)
}

/// Digits only.
pub(super) fn whole(raw: &[u8]) -> Option<u64> {
    if raw.is_empty() {
        return None;
    }
    raw.iter().try_fold(0_u64, |sum, digit| {
        let value = digit.is_ascii_digit().then(|| u64::from(digit - b'0'))?;
        sum.checked_mul(10)?.checked_add(value)
    })
}

/// What Go's conversion from float to unsigned does on amd64: negative numbers wrap around, what fits in no 64
/// bits becomes 2^63.
fn truncate(number: f64) -> u64 {
    const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;
    if number < TWO_TO_63 {
        signed(number).cast_unsigned()
    } else {
        signed(number - TWO_TO_63).cast_unsigned() | 1 << 63
    }
}

/// The processor's conversion: what fits in no signed 64 bits becomes the smallest number.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast is guarded to lose nothing but the fraction"
)]
fn signed(number: f64) -> i64 {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if (-LIMIT..LIMIT).contains(&number) {
        number as i64
    } else {
        i64::MIN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> u64 {
        number(Node::new(text.as_bytes()))
    }

    #[test]
    fn whole_numbers_and_floats_become_unsigned() {
        assert_eq!(of("33"), 33);
        assert_eq!(of("33.0"), 33);
        assert_eq!(of("1e3"), 1000);
        assert_eq!(of("2.99"), 2);
        assert_eq!(of("18446744073709551615"), u64::MAX);
    }

    #[test]
    fn negative_and_huge_numbers_become_what_amd64_makes_of_them() {
        assert_eq!(of("-5"), 18_446_744_073_709_551_611);
        assert_eq!(of("18446744073709551616"), 1 << 63);
        assert_eq!(of("NaN"), 1 << 63);
        assert_eq!(of("1e300"), 1 << 63);
        assert_eq!(of("-1e300"), 1 << 63);
        assert_eq!(of("9223372036854775808.0"), 1 << 63);
        assert_eq!(of("13835058055282163712.5"), 13_835_058_055_282_163_712);
    }

    #[test]
    fn what_is_no_number_is_zero() {
        for text in ["\"5\"", "null", "true", "[1]", "{}", "1-2", "--", "e"] {
            assert_eq!(of(text), 0, "{text}");
        }
    }
}
