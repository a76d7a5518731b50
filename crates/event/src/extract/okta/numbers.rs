//! Numbers of Okta events; a missing one is 0.

use std::io::Write;

use crate::extract::Reading;
use crate::fields::Stored;
use crate::json::Kind;
use crate::scan::trie::SlotId;

/// A coordinate as text.
pub(super) fn coordinate(slot: SlotId, event: &mut Reading<'_>) -> Stored {
    let number = number(slot, event).unwrap_or(0.0);
    let begun = event.begin_text();
    write_float(number, event.out());
    event.store_text(begun)
}

/// A whole number as text.
pub(super) fn whole_text(slot: SlotId, event: &mut Reading<'_>) -> Stored {
    let number: i64 = number(slot, event).unwrap_or(0);
    let begun = event.begin_text();
    append(event.out(), format_args!("{number}"));
    event.store_text(begun)
}

/// A whole number; a negative one wraps around, as everywhere in Falco.
pub(super) fn whole(slot: SlotId, event: &Reading<'_>) -> Stored {
    let number: i64 = number(slot, event).unwrap_or(0);
    Stored::Number(number.cast_unsigned())
}

fn number<N: std::str::FromStr>(slot: SlotId, event: &Reading<'_>) -> Option<N> {
    let node = event
        .node(slot)
        .filter(|node| node.kind() == Kind::Number)?;
    std::str::from_utf8(node.raw()).ok()?.parse().ok()
}

/// The shortest text that means the number, as Go's `%v` writes it.
fn write_float(number: f64, out: &mut Vec<u8>) {
    let size = number.abs();
    if size == 0.0 || (1e-4..1e21).contains(&size) || !size.is_finite() {
        return append(out, format_args!("{number}"));
    }
    let text = format!("{number:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, exponent) = exponent
        .strip_prefix('-')
        .map_or(('+', exponent), |size| ('-', size));
    append(out, format_args!("{digits}e{sign}{exponent:0>2}"));
}

fn append(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // Writing to memory cannot fail.
    let _ = out.write_fmt(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_go_writes_them() {
        let numbers = [
            (41.9, "41.9"),
            (0.0, "0"),
            (-12.5, "-12.5"),
            (100.0, "100"),
            (0.0001, "0.0001"),
            (0.000_012, "1.2e-05"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (-1.5e300, "-1.5e+300"),
        ];
        for (number, text) in numbers {
            let mut out = vec![];
            write_float(number, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), text);
        }
    }
}
