//! Bytes that are not UTF-8 as Falco's JSON of field values has them.
//!
//! Falco writes alerts with two JSON libraries. The one for values decodes UTF-8 without looking at continuation
//! bytes, so that wrong bytes become other characters instead of replacement characters.

use std::borrow::Cow;

/// The text that stands for a value in `output_fields`: UTF-8 stays as it is.
pub fn decode(bytes: &[u8]) -> Cow<'_, [u8]> {
    let Err(error) = std::str::from_utf8(bytes) else {
        return Cow::Borrowed(bytes);
    };
    let (valid, mut rest) = bytes.split_at(error.valid_up_to());
    let mut out = valid.to_vec();
    while let Some((character, length)) = character(rest) {
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        rest = rest.get(length..).unwrap_or_default();
    }
    Cow::Owned(out)
}

/// The first character and how many bytes it takes; where those are not there, the first byte is replaced.
fn character(bytes: &[u8]) -> Option<(char, usize)> {
    let first = *bytes.first()?;
    let (length, smallest) = match first {
        0..0x80 => (1, 0),
        0x80..0xe0 => (2, 0x80),
        0xe0..0xf0 => (3, 0x800),
        0xf0..0xf8 => (4, 0x1_0000),
        0xf8.. => (1, u32::MAX),
    };
    let Some(sequence) = bytes.get(..length) else {
        return Some((char::REPLACEMENT_CHARACTER, 1));
    };
    let code = code_point(sequence);
    let found = (code >= smallest)
        .then(|| wrapped(code))
        .and_then(char::from_u32);
    Some((found.unwrap_or(char::REPLACEMENT_CHARACTER), length))
}

fn code_point(sequence: &[u8]) -> u32 {
    let mut bytes = sequence.iter().map(|byte| u32::from(*byte));
    let first = bytes.next().unwrap_or_default();
    let lead = match sequence.len() {
        1 => first,
        2 => first & 0x1f,
        3 => first & 0x0f,
        _ => first & 0x07,
    };
    bytes.fold(lead, |code, byte| code << 6 | (byte & 0x3f))
}

/// Beyond Unicode, the surrogates that the library writes say a smaller number.
const fn wrapped(code: u32) -> u32 {
    if code < 0x1_0000 {
        return code;
    }
    0x1_0000 + ((code - 0x1_0000) & 0xf_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> String {
        String::from_utf8(decode(bytes).into_owned()).unwrap()
    }

    #[test]
    fn utf8_stays_and_is_borrowed() {
        for text in ["", "plain", "é→😀\u{10ffff}\u{fffe}\0"] {
            assert!(
                matches!(decode(text.as_bytes()), Cow::Borrowed(same) if same == text.as_bytes())
            );
        }
    }

    #[test]
    fn valid_characters_read_alike_behind_wrong_bytes() {
        assert_eq!(
            decoded("\u{7f}é→😀\u{10ffff}".as_bytes()),
            "\u{7f}é→😀\u{10ffff}"
        );
        let mut bytes = b"\xff".to_vec();
        bytes.extend_from_slice("é→😀\u{10ffff}".as_bytes());
        assert_eq!(decoded(&bytes), "\u{fffd}é→😀\u{10ffff}");
    }

    #[test]
    fn continuation_bytes_are_not_looked_at() {
        assert_eq!(decoded(b"<\xc3(>"), "<è>");
        assert_eq!(decoded(b"<\xe2\x28\xa1>"), "<\u{2a21}>");
        assert_eq!(decoded(b"<\xbf\xbf>"), "<\u{7ff}>");
        assert_eq!(decoded(b"<\xc3>"), "<þ");
    }

    #[test]
    fn overlong_forms_surrogates_and_cut_characters_are_replaced() {
        assert_eq!(decoded(b"\xc0\x80|"), "\u{fffd}|");
        assert_eq!(decoded(b"\xed\xa0\x80|"), "\u{fffd}|");
        assert_eq!(decoded(b"\xf8|"), "\u{fffd}|");
        assert_eq!(decoded(b"\xe2\x82"), "\u{fffd}\u{fffd}");
    }

    #[test]
    fn numbers_beyond_unicode_wrap_around() {
        assert_eq!(decoded(b"\xf4\x90\x80\x80"), "\u{10000}");
    }
}
