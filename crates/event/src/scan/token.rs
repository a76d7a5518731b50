//! Where JSON's tokens end, by the grammar of Falco's plugins, which is looser than JSON's.

use memchr::memchr2;

/// The offset of the first byte at or after `at` that is no blank.
#[inline]
pub(crate) fn skip_blanks(text: &[u8], mut at: usize) -> usize {
    if text.get(at).is_some_and(|byte| *byte > b' ') {
        return at;
    }
    while matches!(text.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// A string token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StringToken {
    /// Offset after the closing quote.
    pub(crate) end: usize,
    /// Whether a backslash occurs.
    pub(crate) escaped: bool,
}

/// The string whose opening quote stands before `at`; `None` if nothing closes it. Any byte but a quote may
/// stand in it, and any byte may follow a backslash.
#[inline]
pub(crate) fn string(text: &[u8], at: usize) -> Option<StringToken> {
    let end = at + quote_or_backslash(text.get(at..)?)?;
    if text.get(end) == Some(&b'"') {
        return Some(StringToken {
            end: end + 1,
            escaped: false,
        });
    }
    escaped_string(text, end + 2)
}

/// The rest of a string after its first escape.
fn escaped_string(text: &[u8], mut at: usize) -> Option<StringToken> {
    loop {
        let found = at + quote_or_backslash(text.get(at..)?)?;
        if text.get(found) == Some(&b'"') {
            return Some(StringToken {
                end: found + 1,
                escaped: true,
            });
        }
        at = found + 2;
    }
}

/// Strings of audit events are short: eight bytes at a time beat a call of a search routine, up to a length.
const SHORT: usize = 64;

#[inline]
fn quote_or_backslash(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < SHORT {
        let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk) else {
            break;
        };
        let hits = bytes_equal(*chunk, b'"') | bytes_equal(*chunk, b'\\');
        if hits != 0 {
            return Some(at + (hits.trailing_zeros() / 8) as usize);
        }
        at += 8;
    }
    memchr2(b'"', b'\\', text.get(at..)?).map(|found| at + found)
}

/// A number whose lowest set bit tells the first of eight bytes that equals `byte`; 0 if none does.
#[inline]
const fn bytes_equal(chunk: [u8; 8], byte: u8) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let difference = u64::from_le_bytes(chunk) ^ (ONES * byte as u64);
    difference.wrapping_sub(ONES) & !difference & HIGH
}

/// The end of the number that begins at `at`; `None` if none does. A run of digits, signs, points and
/// exponent letters in any order is a number, and so are `NaN` and `inf` in any case and with a sign.
#[inline]
pub(crate) fn number(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let run = rest
        .iter()
        .position(|byte| !is_number_byte(*byte))
        .unwrap_or(rest.len());
    let names_number = run == 0 || (run == 1 && run < rest.len() && is_sign(rest));
    if !names_number {
        return Some(at + run);
    }
    let word = rest.get(run..run + 3)?;
    is_number_word(word).then_some(at + run + 3)
}

fn is_number_byte(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E')
}

fn is_sign(text: &[u8]) -> bool {
    matches!(text.first(), Some(b'-' | b'+'))
}

fn is_number_word(word: &[u8]) -> bool {
    word.eq_ignore_ascii_case(b"inf") || word.eq_ignore_ascii_case(b"nan")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number_of(text: &str) -> Option<&str> {
        number(text.as_bytes(), 0).map(|end| &text[..end])
    }

    fn string_of(text: &[u8]) -> Option<(usize, bool)> {
        string(text, 1).map(|token| (token.end, token.escaped))
    }

    #[test]
    fn blanks_are_the_four_of_json_and_no_more() {
        assert_eq!(skip_blanks(b" \t\r\n\x0bx", 0), 4);
        assert_eq!(skip_blanks(b"   ", 1), 3);
        assert_eq!(skip_blanks(b"x", 9), 9);
    }

    #[test]
    fn any_run_of_number_characters_is_a_number() {
        for text in ["0", "-5", "01", "1-2", "--", "1.50", "1E5", "e", ".", "+1"] {
            assert_eq!(number_of(text), Some(text));
            assert_eq!(number_of(&format!("{text},")), Some(text));
        }
    }

    #[test]
    fn words_for_numbers_are_accepted_in_any_case_and_signed() {
        for text in ["NaN", "nan", "inf", "INF", "-inf", "+nan"] {
            assert_eq!(number_of(text), Some(text));
        }
        for text in ["", "x", "in", "-x", "-in", "--inf,", "infinity"] {
            assert_ne!(number_of(text), Some(text));
        }
    }

    #[test]
    fn a_lone_sign_is_a_number_only_at_the_end_of_the_text() {
        assert_eq!(number_of("-"), Some("-"));
        assert_eq!(number_of("-,1"), None);
    }

    #[test]
    fn a_string_ends_at_the_first_quote_without_a_backslash() {
        assert_eq!(string_of(br#""ab""#), Some((4, false)));
        assert_eq!(string_of(br#""a\"b"x"#), Some((6, true)));
        assert_eq!(string_of(br#""a\\"b"#), Some((5, true)));
        assert_eq!(string_of(b"\"a\x00\x01\n\xff\""), Some((7, false)));
    }

    #[test]
    fn a_string_without_a_closing_quote_is_none() {
        for text in [&b"\""[..], b"\"abc", b"\"abc\\", b"\"abc\\\""] {
            assert_eq!(string_of(text), None);
        }
    }
}
