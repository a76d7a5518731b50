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
    let mut rest = text;
    loop {
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

/// How many bytes stand as they are before the first that is escaped or no ASCII.
fn plain_length(text: &[u8]) -> usize {
    let (chunks, rest) = text.as_chunks::<8>();
    for (at, chunk) in chunks.iter().enumerate() {
        let special = specials(*chunk);
        if special != 0 {
            return at * 8 + (special.trailing_zeros() / 8) as usize;
        }
    }
    let at = rest.iter().position(|&byte| is_special(byte));
    text.len() - rest.len() + at.unwrap_or(rest.len())
}

/// A number whose lowest set bit tells the first of eight bytes that is escaped or no ASCII; 0 if none is.
const fn specials(chunk: [u8; 8]) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let bytes = u64::from_le_bytes(chunk);
    let control = bytes.wrapping_sub(ONES * 0x20);
    let quote = (bytes ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let backslash = (bytes ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    ((control | quote | backslash) & !bytes | bytes) & HIGH
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
            for before in 0..20 {
                let text = [&b"x".repeat(before)[..], &[byte], b"yyyyyyyyy"].concat();
                let expected = format!("\"{}{alone}yyyyyyyyy\"", "x".repeat(before));
                assert_eq!(written(&text), expected);
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
