//! The named sets inside of sets: `[:alpha:]`, `[:^alpha:]`.

use super::RegexError;
use super::cursor::Cursor;
use super::error::shown;
use super::syntax::MAX_CODE_POINT;

/// Inclusive ranges of code points, in order.
type Ranges = &'static [(u32, u32)];

const CLASSES: &[(&str, Ranges)] = &[
    ("alnum", &[(0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)]),
    ("alpha", &[(0x41, 0x5A), (0x61, 0x7A)]),
    ("ascii", &[(0x00, 0x7F)]),
    ("blank", &[(0x09, 0x09), (0x20, 0x20)]),
    ("cntrl", &[(0x00, 0x1F), (0x7F, 0x7F)]),
    ("digit", &[(0x30, 0x39)]),
    ("graph", &[(0x21, 0x7E)]),
    ("lower", &[(0x61, 0x7A)]),
    ("print", &[(0x20, 0x7E)]),
    (
        "punct",
        &[(0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)],
    ),
    ("space", &[(0x09, 0x0D), (0x20, 0x20)]),
    ("upper", &[(0x41, 0x5A)]),
    (
        "word",
        &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)],
    ),
    ("xdigit", &[(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)]),
];

/// Reads a named set, if one stands here. `[:` that is never closed stands for its characters.
pub(super) fn parse_posix_class(
    cursor: &mut Cursor<'_>,
) -> Result<Option<Vec<(u32, u32)>>, RegexError> {
    let Some(name) = bracketed_name(cursor.rest()) else {
        return Ok(None);
    };
    let written = cursor.rest().get(..name.len() + 4).unwrap_or_default();
    let ranges = ranges_of(name).ok_or_else(|| RegexError::ClassRange(shown(written)))?;
    cursor.skip(written.len());
    Ok(Some(ranges))
}

/// What stands between `[:` here and the next `:]`.
fn bracketed_name(rest: &[u8]) -> Option<&[u8]> {
    let inside = rest.strip_prefix(b"[:")?;
    let end = inside.windows(2).position(|pair| pair == b":]")?;
    inside.get(..end)
}

fn ranges_of(name: &[u8]) -> Option<Vec<(u32, u32)>> {
    let plain = name.strip_prefix(b"^").unwrap_or(name);
    let (_, ranges) = CLASSES
        .iter()
        .find(|(known, _)| known.as_bytes() == plain)?;
    if plain.len() == name.len() {
        Some(ranges.to_vec())
    } else {
        Some(complement(ranges))
    }
}

fn complement(ranges: Ranges) -> Vec<(u32, u32)> {
    let mut gaps = Vec::new();
    let mut next = 0;
    for &(low, high) in ranges {
        if next < low {
            gaps.push((next, low - 1));
        }
        next = high + 1;
    }
    gaps.push((next, MAX_CODE_POINT));
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(text: &str) -> Result<Option<Vec<(u32, u32)>>, RegexError> {
        parse_posix_class(&mut Cursor::new(text.as_bytes()))
    }

    #[test]
    fn names_stand_for_ranges() {
        assert_eq!(class("[:digit:]]"), Ok(Some(vec![(0x30, 0x39)])));
        assert_eq!(class("[:^ascii:]]"), Ok(Some(vec![(0x80, MAX_CODE_POINT)])));
    }

    #[test]
    fn an_unknown_name_is_a_bad_range() {
        let error = class("[:foo:]]").unwrap_err();
        assert_eq!(error.to_string(), "invalid character class range: [:foo:]");
    }

    #[test]
    fn without_an_end_it_is_no_name() {
        assert_eq!(class("[:alpha]"), Ok(None));
        assert_eq!(class("alpha:]"), Ok(None));
    }
}
