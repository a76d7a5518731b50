//! `b64(x)`: strict Base64 of the standard alphabet.
//!
//! Up to two trailing `=` are dropped whatever the length is. Any other character, a lone last one, or
//! bits that are left over and not zero make the whole expression absent.

use super::{Made, Output};
use crate::program::Arguments;

/// `b64(json.value[/userData]) contains curl`.
pub(super) fn decode(arguments: &Arguments<'_>, out: &mut Output) -> Made {
    out.map_texts(&arguments.first(), |text, out| {
        let mut decoded = true;
        out.write_with(|buffer| decoded = append_decoded(without_padding(text), buffer).is_some());
        out.cut_at_nul();
        decoded
    })
}

fn without_padding(text: &[u8]) -> &[u8] {
    let text = text.strip_suffix(b"=").unwrap_or(text);
    text.strip_suffix(b"=").unwrap_or(text)
}

fn append_decoded(text: &[u8], out: &mut Vec<u8>) -> Option<()> {
    text.chunks(4)
        .try_for_each(|chunk| append_group(chunk, out))
}

/// Decodes up to four characters into one byte less than there are.
fn append_group(group: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let mut bits = 0_u32;
    for &character in group {
        bits = bits << 6 | sextet(character)?;
    }
    let spare_bits = match group.len() {
        4 => 0,
        3 => 2,
        2 => 4,
        _ => return None,
    };
    let dropped = bits & ((1 << spare_bits) - 1);
    let [_, bytes @ ..] = (bits >> spare_bits).to_be_bytes();
    let first = 4 - group.len();
    out.extend_from_slice(bytes.get(first..)?);
    (dropped == 0).then_some(())
}

fn sextet(character: u8) -> Option<u32> {
    let value = match character {
        b'A'..=b'Z' => character - b'A',
        b'a'..=b'z' => character - b'a' + 26,
        b'0'..=b'9' => character - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        append_decoded(without_padding(text.as_bytes()), &mut out).map(|()| out)
    }

    #[test]
    fn padding_is_optional() {
        assert_eq!(decoded("YQ==").unwrap(), b"a");
        assert_eq!(decoded("YQ").unwrap(), b"a");
        assert_eq!(decoded("YWI").unwrap(), b"ab");
        assert_eq!(decoded("YWJj=").unwrap(), b"abc");
        assert_eq!(decoded("").unwrap(), b"");
        assert_eq!(decoded("==").unwrap(), b"");
    }

    #[test]
    fn anything_else_has_no_value() {
        for text in ["YR==", "Y", "YWJjY", "YW J", "YW-_", "=YWJ", "YQ==="] {
            assert_eq!(decoded(text), None, "{text}");
        }
    }
}
