//! `glob` and `iglob`: POSIX `fnmatch` without flags, over the whole value, in the C locale.
//!
//! `*` crosses `/` and a leading dot, `?` is any one byte, `[…]` a set, `\` takes the next byte literally.
//! `iglob` is the same with ASCII letters folded.
//!
//! A pattern is cut at its stars into segments of fixed length. Matching each at its first place is
//! enough, so there is no backtracking over stars and no exponential case.

mod bracket;

use bracket::{Bracket, ByteSet};
use memchr::memmem::Finder;

use super::{TextTest, Work};

/// A compiled shell pattern.
#[derive(Clone, Debug)]
pub(crate) struct Glob {
    /// What must stand at the start; the whole value if there is no star.
    head: Vec<Token>,
    /// What must follow, in this order.
    middle: Vec<Segment>,
    /// What must stand at the end; `None` if there is no star.
    tail: Option<Vec<Token>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Byte(u8),
    Any,
    Set(ByteSet),
    /// Ill-formed: takes nothing.
    Never,
}

#[derive(Clone, Debug)]
enum Segment {
    Literal(Box<Finder<'static>>),
    Tokens(Vec<Token>),
}

impl Glob {
    /// Compiles `pattern`; with `fold`, ASCII letters match in either case.
    pub(crate) fn new(pattern: &[u8], fold: bool) -> Self {
        let mut parts = segments(pattern, fold);
        let tail = if parts.len() > 1 { parts.pop() } else { None };
        let mut parts = parts.into_iter();
        Self {
            head: parts.next().unwrap_or_default(),
            middle: parts
                .filter(|part| !part.is_empty())
                .map(Segment::new)
                .collect(),
            tail,
        }
    }

    /// Whether the whole `value` matches.
    pub(crate) fn matches(&self, value: &[u8]) -> bool {
        let Some(tail) = &self.tail else {
            return value.len() == self.head.len() && starts_with(value, &self.head);
        };
        let Some(end) = value
            .len()
            .checked_sub(tail.len())
            .filter(|&end| end >= self.head.len())
        else {
            return false;
        };
        let (Some(inner), Some(last)) = (value.get(self.head.len()..end), value.get(end..)) else {
            return false;
        };
        starts_with(value, &self.head) && starts_with(last, tail) && self.middle_matches(inner)
    }

    fn middle_matches(&self, inner: &[u8]) -> bool {
        let mut rest = inner;
        self.middle.iter().all(|segment| {
            let behind = segment.find(rest).and_then(|end| rest.get(end..));
            rest = behind.unwrap_or_default();
            behind.is_some()
        })
    }
}

impl TextTest for Glob {
    fn holds(&self, value: &[u8], _: &mut Work) -> bool {
        self.matches(value)
    }
}

impl Segment {
    fn new(tokens: Vec<Token>) -> Self {
        let literal: Option<Vec<u8>> = tokens.iter().map(Token::literal).collect();
        literal.map_or(Self::Tokens(tokens), |bytes| {
            Self::Literal(Box::new(Finder::new(&bytes).into_owned()))
        })
    }

    /// Where the first match ends.
    fn find(&self, value: &[u8]) -> Option<usize> {
        match self {
            Self::Literal(finder) => finder.find(value).map(|at| at + finder.needle().len()),
            Self::Tokens(tokens) => value
                .windows(tokens.len())
                .position(|window| starts_with(window, tokens))
                .map(|at| at + tokens.len()),
        }
    }
}

impl Token {
    fn takes(&self, byte: u8) -> bool {
        match self {
            Self::Byte(own) => *own == byte,
            Self::Any => true,
            Self::Set(set) => set.contains(byte),
            Self::Never => false,
        }
    }

    fn literal(&self) -> Option<u8> {
        match self {
            Self::Byte(byte) => Some(*byte),
            _ => None,
        }
    }

    fn byte(byte: u8, fold: bool) -> Self {
        if !fold || !byte.is_ascii_alphabetic() {
            return Self::Byte(byte);
        }
        let mut set = ByteSet::default();
        set.insert(byte.to_ascii_lowercase());
        set.insert(byte.to_ascii_uppercase());
        Self::Set(set)
    }
}

fn starts_with(value: &[u8], tokens: &[Token]) -> bool {
    value.len() >= tokens.len()
        && tokens
            .iter()
            .zip(value)
            .all(|(token, &byte)| token.takes(byte))
}

/// The pattern cut at its stars: one part more than there are stars.
fn segments(pattern: &[u8], fold: bool) -> Vec<Vec<Token>> {
    let mut parts = Vec::new();
    let mut current = Vec::new();
    let mut rest = pattern;
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte == b'*' {
            parts.push(std::mem::take(&mut current));
        } else {
            let (token, length) = token(byte, rest, fold);
            current.push(token);
            rest = rest.get(length..).unwrap_or_default();
        }
    }
    parts.push(current);
    parts
}

/// The token that starts with `byte`, and how many bytes of `rest` belong to it.
fn token(byte: u8, rest: &[u8], fold: bool) -> (Token, usize) {
    match byte {
        b'?' => (Token::Any, 0),
        b'\\' => rest.first().map_or((Token::Never, 0), |&escaped| {
            (Token::byte(escaped, fold), 1)
        }),
        b'[' => bracket_token(rest, fold),
        byte => (Token::byte(byte, fold), 0),
    }
}

fn bracket_token(rest: &[u8], fold: bool) -> (Token, usize) {
    match bracket::parse(rest, fold) {
        Bracket::Set(set, taken) => (Token::Set(set), taken),
        Bracket::Literal => (Token::Byte(b'['), 0),
        Bracket::Never => (Token::Never, rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glob(pattern: &str, value: &str) -> bool {
        Glob::new(pattern.as_bytes(), false).matches(value.as_bytes())
    }

    fn iglob(pattern: &str, value: &str) -> bool {
        Glob::new(pattern.as_bytes(), true).matches(value.as_bytes())
    }

    #[test]
    fn a_star_crosses_slashes_and_a_leading_dot() {
        assert!(glob("*", ".x/y"));
        assert!(glob("*", ""));
        assert!(glob("a*c", "a/b/c"));
        assert!(!glob("a*c", "a/b/c/"));
    }

    #[test]
    fn the_whole_value_must_match() {
        assert!(glob("abc", "abc"));
        assert!(!glob("abc", "abcd"));
        assert!(!glob("b*", "abc"));
        assert!(glob("", ""));
        assert!(!glob("", "a"));
    }

    #[test]
    fn a_question_mark_is_one_byte() {
        assert!(!glob("?", "é"));
        assert!(glob("??", "é"));
    }

    #[test]
    fn head_and_tail_do_not_overlap() {
        assert!(!glob("ab*ba", "aba"));
        assert!(glob("ab*ba", "abba"));
    }

    #[test]
    fn segments_are_found_in_order() {
        assert!(glob("*a*b*a*", "xaxbxa"));
        assert!(!glob("*a*b*a*", "aab"));
        assert!(glob("*?b*", "ab"));
        assert!(!glob("*?b*", "b"));
    }

    #[test]
    fn sets_and_escapes_work_anywhere() {
        assert!(glob("[A-Z]*", "Hello"));
        assert!(!glob("[!A-Z]*", "Hello"));
        assert!(glob("*\\*", "a*"));
        assert!(!glob("*\\*", "ab"));
        assert!(glob("[abc", "[abc"));
        assert!(!glob("a\\", "a\\"));
    }

    #[test]
    fn iglob_folds_ascii_only() {
        assert!(iglob("*HELLO[w]", "xhelloW"));
        assert!(!iglob("É", "é"));
    }

    #[test]
    fn many_stars_take_linear_time() {
        let pattern = "*a".repeat(100) + "*b";
        let value = "a".repeat(200_000);
        assert!(!glob(&pattern, &value));
    }
}
