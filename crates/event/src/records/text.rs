//! Passing over JSON strings.

use memchr::{memchr2, memchr3};

/// Where a scanner is, as far as strings go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Text {
    /// Between strings.
    #[default]
    Outside,
    /// In a string.
    Inside,
    /// In a string, after a backslash.
    Escaped,
}

impl Text {
    /// Goes on from `at` in a string: to behind its closing quote, behind a newline, or to the end of the bytes.
    pub(super) fn pass(&mut self, bytes: &[u8], at: usize) -> usize {
        let mut at = at;
        loop {
            if *self == Self::Escaped {
                let Some(&escaped) = bytes.get(at) else {
                    return at;
                };
                *self = Self::Inside;
                at += 1;
                if escaped == b'\n' {
                    return at;
                }
            }
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(found) = memchr3(b'"', b'\\', b'\n', rest) else {
                return bytes.len();
            };
            at += found + 1;
            match rest.get(found) {
                Some(b'\\') => *self = Self::Escaped,
                Some(b'"') => {
                    *self = Self::Outside;
                    return at;
                }
                _ => return at,
            }
        }
    }

    /// As [`pass`](Self::pass), without stopping at newlines.
    pub(super) fn pass_whole(&mut self, bytes: &[u8], at: usize) -> usize {
        let mut at = at;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(found) = memchr2(b'"', b'\\', rest) else {
                return bytes.len();
            };
            if rest.get(found) == Some(&b'"') {
                *self = Self::Outside;
                return at + found + 1;
            }
            at += found + 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(bytes: &[u8]) -> (usize, Text) {
        let mut text = Text::Inside;
        let end = text.pass(bytes, 0);
        (end, text)
    }

    #[test]
    fn it_stops_behind_the_closing_quote() {
        assert_eq!(pass(br#"abc",1"#), (4, Text::Outside));
        assert_eq!(pass(br#"a\"b\\",1"#), (7, Text::Outside));
    }

    #[test]
    fn it_stops_behind_a_newline_even_an_escaped_one() {
        assert_eq!(pass(b"ab\ncd\""), (3, Text::Inside));
        assert_eq!(pass(b"ab\\\ncd\""), (4, Text::Inside));
    }

    #[test]
    fn it_remembers_a_backslash_at_the_end() {
        let (end, mut text) = pass(br"ab\");
        assert_eq!((end, text), (3, Text::Escaped));
        assert_eq!(text.pass(br#"""#, 0), 1);
        assert_eq!(text, Text::Inside);
    }

    #[test]
    fn a_whole_string_may_hold_newlines_and_may_lack_its_end() {
        let mut text = Text::Inside;
        assert_eq!(text.pass_whole(b"a\nb\\\"\"x", 0), 6);
        assert_eq!(text.pass_whole(b"a\\", 0), 2);
    }
}
