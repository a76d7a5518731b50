//! The escapes of quoted strings.

use crate::EscapeError;

/// The bytes that a quoted string stands for; `token` includes its quotes.
pub(crate) fn unescape(token: &[u8]) -> Result<Vec<u8>, EscapeError> {
    let [quote, content @ .., _] = token else {
        return Ok(Vec::new());
    };
    let mut value = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some((&byte, behind)) = rest.split_first() {
        rest = match behind.split_first() {
            Some((&escaped, behind)) if byte == b'\\' => {
                escape(&mut value, *quote, escaped, behind)?
            }
            _ => plain(&mut value, byte, behind),
        };
    }
    Ok(value)
}

fn plain<'t>(value: &mut Vec<u8>, byte: u8, behind: &'t [u8]) -> &'t [u8] {
    value.push(byte);
    behind
}

/// Writes what `\` and `escaped` stand for; returns what follows the escape.
fn escape<'t>(
    value: &mut Vec<u8>,
    quote: u8,
    escaped: u8,
    behind: &'t [u8],
) -> Result<&'t [u8], EscapeError> {
    if escaped == b'x' {
        let (byte, behind) = hex_byte(behind)?;
        value.push(byte);
        return Ok(behind);
    }
    value.push(single(quote, escaped)?);
    Ok(behind)
}

fn single(quote: u8, escaped: u8) -> Result<u8, EscapeError> {
    match escaped {
        b'b' => Ok(0x08),
        b'f' => Ok(0x0c),
        b'n' => Ok(b'\n'),
        b'r' => Ok(b'\r'),
        b't' => Ok(b'\t'),
        // Old rules wrote a lone backslash before a blank, and Falco still takes it.
        b' ' | b'\\' => Ok(b'\\'),
        b'/' => Ok(b'/'),
        b'"' | b'\'' => same_quote(quote, escaped),
        other => Err(EscapeError::Unsupported(printable(other))),
    }
}

fn same_quote(quote: u8, escaped: u8) -> Result<u8, EscapeError> {
    let mismatch = || EscapeError::OtherQuote {
        escaped: escaped.into(),
        quote: quote.into(),
    };
    (quote == escaped).then_some(escaped).ok_or_else(mismatch)
}

fn hex_byte(digits: &[u8]) -> Result<(u8, &[u8]), EscapeError> {
    let (pair, behind) = digits
        .split_first_chunk::<2>()
        .ok_or(EscapeError::TruncatedHex)?;
    let invalid = || EscapeError::InvalidHex(String::from_utf8_lossy(pair).into_owned());
    let [high, low] = pair.map(|digit| {
        char::from(digit)
            .to_digit(16)
            .and_then(|value| u8::try_from(value).ok())
    });
    let byte = high
        .zip(low)
        .map(|(high, low)| high << 4 | low)
        .ok_or_else(invalid)?;
    Ok((byte, behind))
}

/// Falco prints the first byte alone, which for a longer character is no text.
fn printable(byte: u8) -> char {
    if byte.is_ascii() {
        char::from(byte)
    } else {
        char::REPLACEMENT_CHARACTER
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(token: &str) -> String {
        unescape(token.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn every_escape_stands_for_one_byte() {
        let value = unescape(br#""\b\f\n\r\t\\\/\x41\xfF\"""#).unwrap();
        assert_eq!(value, b"\x08\x0c\n\r\t\\/A\xff\"");
    }

    #[test]
    fn a_backslash_before_a_blank_swallows_the_blank() {
        assert_eq!(unescape(br#""a\ b""#).unwrap(), br"a\b");
    }

    #[test]
    fn each_quote_is_escaped_in_its_own_strings_only() {
        assert_eq!(unescape(br"'\''").unwrap(), b"'");
        assert_eq!(error(r#"'\"'"#), "invalid \\\" escape in '-quoted string");
        assert_eq!(error(r#""\'""#), "invalid \\' escape in \"-quoted string");
    }

    #[test]
    fn other_escapes_are_refused() {
        assert_eq!(error(r#""\q""#), "unsupported string escape sequence: \\q");
        assert_eq!(
            error(r#""\é""#),
            "unsupported string escape sequence: \\\u{fffd}"
        );
    }

    #[test]
    fn hex_escapes_take_exactly_two_digits() {
        assert_eq!(error(r#""\xf""#), "truncated hex char escape sequence");
        assert_eq!(error(r#""\x+a""#), "invalid hex char escape sequence: +a");
        assert_eq!(error(r#""\xé""#), "invalid hex char escape sequence: é");
    }
}
