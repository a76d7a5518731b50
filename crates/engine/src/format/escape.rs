//! JSON strings as Falco's JSON library writes them.

#[cfg(any(not(target_family = "wasm"), target_feature = "simd128"))]
mod vectors;
mod words;

#[cfg(any(not(target_family = "wasm"), target_feature = "simd128"))]
use vectors::{plain_length, write_blocks};
#[cfg(all(target_family = "wasm", not(target_feature = "simd128")))]
use words::{plain_length, write_blocks};

/// What stands for bytes that are not UTF-8.
const REPLACEMENT: &[u8] = "\u{fffd}".as_bytes();

/// Appends `text` as a JSON string with its quotes.
pub(crate) fn write_string(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    write_escaped(text, out);
    out.push(b'"');
}

/// Appends `text` as it stands between the quotes of a JSON string. Bytes that are not UTF-8 become U+FFFD;
/// DEL, `/` and everything beyond ASCII stay as they are.
pub(crate) fn write_escaped(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    loop {
        rest = write_blocks(rest, out);
        let (plain, behind) = rest.split_at(plain_length(rest));
        out.extend_from_slice(plain);
        let Some((&first, after)) = behind.split_first() else {
            return;
        };
        if first.is_ascii() {
            write_special(first, out);
            rest = after;
        } else {
            let end = behind.iter().position(u8::is_ascii);
            let (wide, after) = behind.split_at(end.unwrap_or(behind.len()));
            write_wide(wide, out);
            rest = after;
        }
    }
}

/// Appends text without ASCII, in which no character can begin or end that has bytes outside.
fn write_wide(text: &[u8], out: &mut Vec<u8>) {
    for chunk in text.utf8_chunks() {
        out.extend_from_slice(chunk.valid().as_bytes());
        if !chunk.invalid().is_empty() {
            out.extend_from_slice(REPLACEMENT);
        }
    }
}

/// Appends `text` as [`write_string`] does, if all of it stands as it is; whether it does.
pub(crate) fn write_plain_string(text: &[u8], out: &mut Vec<u8>) -> bool {
    let is_plain = plain_length(text) == text.len();
    if is_plain {
        out.reserve(text.len() + 2);
        out.push(b'"');
        out.extend_from_slice(text);
        out.push(b'"');
    }
    is_plain
}

const fn is_special(byte: u8) -> bool {
    matches!(byte, 0..=0x1f | b'"' | b'\\' | 0x80..)
}

fn write_special(byte: u8, out: &mut Vec<u8>) {
    match byte {
        b'"' | b'\\' => out.extend([b'\\', byte]),
        0x08 => out.extend_from_slice(b"\\b"),
        0x0c => out.extend_from_slice(b"\\f"),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        other => out.extend([b'\\', b'u', b'0', b'0', hex(other >> 4), hex(other & 15)]),
    }
}

fn hex(digit: u8) -> u8 {
    match digit {
        0..=9 => b'0' + digit,
        _ => b'a' + digit - 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &[u8]) -> String {
        let mut out = Vec::new();
        write_string(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn control_characters_quotes_and_backslashes_are_escaped() {
        assert_eq!(
            written(b"a\"b\\c\x08\x0c\n\r\t\x01\x1f"),
            r#""a\"b\\c\b\f\n\r\t\u0001\u001f""#
        );
    }

    #[test]
    fn del_slash_and_other_characters_stay() {
        assert_eq!(written("/\u{7f}é😀".as_bytes()), "\"/\u{7f}é😀\"");
    }

    #[test]
    fn every_byte_is_escaped_the_same_at_every_place_of_a_text() {
        for byte in 0..=u8::MAX {
            let alone = written(&[byte]);
            let alone = &alone[1..alone.len() - 1];
            for before in 0..40 {
                let text = [&b"x".repeat(before)[..], &[byte], b"yyyyyyyyy"].concat();
                let expected = format!("\"{}{alone}yyyyyyyyy\"", "x".repeat(before));
                assert_eq!(written(&text), expected);
                let mut plain = Vec::new();
                let is_plain = write_plain_string(&text, &mut plain);
                assert_eq!(is_plain, !is_special(byte));
                assert_eq!(
                    plain,
                    if is_plain {
                        expected.into_bytes()
                    } else {
                        Vec::new()
                    }
                );
            }
        }
    }

    #[test]
    fn each_invalid_sequence_is_one_replacement() {
        assert_eq!(
            written(b"a\xff\xe2\x82b\xe0\x80"),
            "\"a\u{fffd}\u{fffd}b\u{fffd}\u{fffd}\""
        );
    }
}
