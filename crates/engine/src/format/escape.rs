//! JSON strings as Falco's JSON library writes them.

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
    for chunk in text.utf8_chunks() {
        write_valid(chunk.valid().as_bytes(), out);
        if !chunk.invalid().is_empty() {
            out.extend_from_slice(REPLACEMENT);
        }
    }
}

fn write_valid(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|&byte| is_special(byte)) {
        let (plain, behind) = rest.split_at(at);
        out.extend_from_slice(plain);
        let Some((&special, behind)) = behind.split_first() else {
            return;
        };
        write_special(special, out);
        rest = behind;
    }
    out.extend_from_slice(rest);
}

fn is_special(byte: u8) -> bool {
    matches!(byte, 0..=0x1f | b'"' | b'\\')
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
    fn each_invalid_sequence_is_one_replacement() {
        assert_eq!(
            written(b"a\xff\xe2\x82b\xe0\x80"),
            "\"a\u{fffd}\u{fffd}b\u{fffd}\u{fffd}\""
        );
    }
}
