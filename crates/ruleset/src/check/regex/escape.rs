//! Backslash escapes, inside and outside of sets.

use super::RegexError;
use super::cursor::Cursor;
use super::error::shown;
use super::syntax::MAX_CODE_POINT;

/// Reads an escape and gives the code point it stands for.
pub(super) fn parse_escape(cursor: &mut Cursor<'_>) -> Result<u32, RegexError> {
    let before = *cursor;
    cursor.skip(1);
    if cursor.is_at_end() {
        return Err(RegexError::TrailingBackslash);
    }
    let escaped = cursor.code_point()?;
    let code_point = match escaped {
        'a' => Some(0x07),
        'f' => Some(0x0C),
        'n' => Some(0x0A),
        'r' => Some(0x0D),
        't' => Some(0x09),
        'v' => Some(0x0B),
        'x' => parse_hex(cursor)?,
        '0'..='7' => parse_octal(cursor, escaped),
        _ => itself(escaped),
    };
    code_point.ok_or_else(|| RegexError::Escape(shown(cursor.since(&before))))
}

/// Escaped ASCII punctuation is itself.
fn itself(escaped: char) -> Option<u32> {
    let plain = escaped.is_ascii() && !escaped.is_ascii_alphanumeric();
    plain.then_some(u32::from(escaped))
}

/// Up to three octal digits. A lone one other than `0` would be a back reference.
fn parse_octal(cursor: &mut Cursor<'_>, first: char) -> Option<u32> {
    let is_octal = |byte| matches!(byte, b'0'..=b'7');
    if first != '0' && !cursor.peek().is_some_and(is_octal) {
        return None;
    }
    let mut code_point = first.to_digit(8)?;
    for _ in 0..2 {
        let Some(digit) = cursor.eat_if(is_octal) else {
            break;
        };
        code_point = code_point * 8 + u32::from(digit - b'0');
    }
    Some(code_point)
}

/// Two hex digits, or any number of them in braces. Nothing where RE2 finds something else.
fn parse_hex(cursor: &mut Cursor<'_>) -> Result<Option<u32>, RegexError> {
    if cursor.is_at_end() {
        return Ok(None);
    }
    let first = cursor.code_point()?;
    if first == '{' {
        return parse_braced_hex(cursor);
    }
    if cursor.is_at_end() {
        return Ok(None);
    }
    let second = cursor.code_point()?;
    let digits = first.to_digit(16).zip(second.to_digit(16));
    Ok(digits.map(|(high, low)| high * 16 + low))
}

fn parse_braced_hex(cursor: &mut Cursor<'_>) -> Result<Option<u32>, RegexError> {
    let mut code_point = None;
    loop {
        let next = cursor.code_point()?;
        let Some(digit) = next.to_digit(16) else {
            return Ok(code_point.filter(|_| next == '}'));
        };
        let grown = code_point.unwrap_or(0) * 16 + digit;
        if grown > MAX_CODE_POINT || cursor.is_at_end() {
            return Ok(None);
        }
        code_point = Some(grown);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escape(text: &str) -> Result<u32, String> {
        parse_escape(&mut Cursor::new(text.as_bytes())).map_err(|error| error.to_string())
    }

    #[test]
    fn escapes_name_code_points() {
        let cases = [
            (r"\n", 10),
            (r"\.", 46),
            (r"\_", 95),
            (r"\x41", 65),
            (r"\x{1F600}", 0x1F600),
            (r"\07", 7),
            (r"\12", 10),
            (r"\0", 0),
            (r"\777", 0o777),
        ];
        for (text, code_point) in cases {
            assert_eq!(escape(text), Ok(code_point), "{text}");
        }
    }

    #[test]
    fn other_escapes_are_shown_as_far_as_they_were_read() {
        let cases = [
            (r"\d", r"\d"),
            (r"\1", r"\1"),
            (r"\8", r"\8"),
            (r"\é", r"\é"),
            (r"\xg1", r"\xg1"),
            (r"\x4", r"\x4"),
            (r"\x", r"\x"),
            (r"\x{}", r"\x{}"),
            (r"\x{110000}", r"\x{110000"),
            (r"\x{4", r"\x{4"),
            (r"\x{4g}", r"\x{4g"),
        ];
        for (text, read) in cases {
            let expected = format!("invalid escape sequence: {read}");
            assert_eq!(escape(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn a_backslash_at_the_end_is_trailing() {
        assert_eq!(escape("\\"), Err("trailing \\".to_owned()));
    }
}
