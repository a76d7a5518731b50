//! A view of a JSON value in text that a scan has found valid. Nothing is decoded before it is asked for.

pub(crate) mod compact;
pub(crate) mod indent;
pub(crate) mod unescape;

use std::borrow::Cow;

use crate::scan::index;
use crate::scan::token::{self, skip_blanks};

/// A value. On text that no scan has checked its answers mean nothing, but they end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'a> {
    /// The text from the value's first byte; it may go on after the value.
    text: &'a [u8],
}

/// Type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `null`
    Null,
    /// `true`
    True,
    /// `false`
    False,
    /// Any number.
    Number,
    /// Any string.
    String,
    /// `[…]`
    Array,
    /// `{…}`
    Object,
}

impl<'a> Node<'a> {
    /// The value that `text` begins with.
    pub(crate) const fn new(text: &'a [u8]) -> Self {
        Self { text }
    }

    /// Its type.
    pub(crate) fn kind(self) -> Kind {
        match self.text {
            [b'"', ..] => Kind::String,
            [b'{', ..] => Kind::Object,
            [b'[', ..] => Kind::Array,
            [b't', ..] => Kind::True,
            [b'f', ..] => Kind::False,
            [b'n', b'u', ..] => Kind::Null,
            _ => Kind::Number,
        }
    }

    /// Its text as it stands in the record.
    pub(crate) fn raw(self) -> &'a [u8] {
        self.text.get(..end(self.text)).unwrap_or_default()
    }

    /// The text of a string between its quotes, escapes left alone; `None` for anything else.
    pub(crate) fn raw_string(self) -> Option<&'a [u8]> {
        (self.kind() == Kind::String).then(|| inside(self.raw()))
    }

    /// The text of a string; `None` for anything else.
    pub(crate) fn string(self) -> Option<Cow<'a, [u8]>> {
        self.raw_string().map(unescape::decode)
    }

    /// The value of a key of an object; the first of equal keys counts.
    pub(crate) fn member(self, key: &[u8]) -> Option<Self> {
        self.members()
            .find(|(raw_key, _)| *unescape::decode(raw_key) == *key)
            .map(|(_, value)| value)
    }

    /// The value one step down: of a key of an object, or of an element of an array by its index as text.
    pub(crate) fn step(self, step: &[u8]) -> Option<Self> {
        match self.kind() {
            Kind::Object => self.member(step),
            Kind::Array => self.elements().nth(index::spelt(step)? as usize),
            _ => None,
        }
    }

    /// Keys, escapes left alone, and values of an object; none for anything else.
    pub(crate) fn members(self) -> impl Iterator<Item = (&'a [u8], Self)> + use<'a> {
        let mut items = Items::new(self, Kind::Object);
        std::iter::from_fn(move || {
            let key = inside(items.next()?.raw());
            Some((key, items.value_after_key()?))
        })
    }

    /// Elements of an array; none for anything else.
    pub(crate) fn elements(self) -> impl Iterator<Item = Self> + use<'a> {
        let mut items = Items::new(self, Kind::Array);
        std::iter::from_fn(move || items.next())
    }
}

/// Walks what stands between commas. What was given out last is passed only when more is asked for, so looking
/// into a value costs no walk over it.
struct Items<'a> {
    rest: &'a [u8],
    /// Whether `rest` begins with a value that was given out.
    given: bool,
}

impl<'a> Items<'a> {
    fn new(node: Node<'a>, kind: Kind) -> Self {
        let rest = if node.kind() == kind { node.text } else { &[] };
        Self {
            rest: rest.get(1..).unwrap_or_default(),
            given: false,
        }
    }

    fn next(&mut self) -> Option<Node<'a>> {
        if self.given {
            self.skip(end(self.rest));
            self.pass(b',')?;
        }
        self.skip(0);
        self.given = true;
        let over = matches!(self.rest.first(), None | Some(b'}' | b']'));
        (!over).then_some(Node::new(self.rest))
    }

    fn value_after_key(&mut self) -> Option<Node<'a>> {
        self.skip(end(self.rest));
        self.pass(b':')?;
        self.skip(0);
        Some(Node::new(self.rest))
    }

    /// Passes some bytes and the blanks after them.
    fn skip(&mut self, bytes: usize) {
        let at = skip_blanks(self.rest, bytes);
        self.rest = self.rest.get(at..).unwrap_or_default();
    }

    fn pass(&mut self, byte: u8) -> Option<()> {
        self.rest = self.rest.strip_prefix(&[byte])?;
        Some(())
    }
}

/// The length of the value that `text` begins with.
fn end(text: &[u8]) -> usize {
    let length = match text.first() {
        Some(b'"') => string_end(text, 0),
        Some(b'{' | b'[') => container_end(text),
        _ => text.iter().position(|byte| ends_scalar(*byte)),
    };
    length.unwrap_or(text.len())
}

fn string_end(text: &[u8], at: usize) -> Option<usize> {
    token::string(text, at + 1).map(|token| token.end)
}

fn container_end(text: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        at += memchr_structure(text.get(at..)?)?;
        match text.get(at)? {
            b'"' => at = string_end(text, at)? - 1,
            b'{' | b'[' => depth += 1,
            _ => depth = depth.saturating_sub(1),
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

fn memchr_structure(text: &[u8]) -> Option<usize> {
    text.iter()
        .position(|byte| matches!(byte, b'"' | b'{' | b'[' | b']' | b'}'))
}

fn ends_scalar(byte: u8) -> bool {
    matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r')
}

fn inside(quoted: &[u8]) -> &[u8] {
    quoted
        .get(1..quoted.len().saturating_sub(1))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(text: &str) -> Node<'_> {
        Node::new(text.as_bytes())
    }

    fn raw(node: Option<Node<'_>>) -> Option<&str> {
        node.map(|found| std::str::from_utf8(found.raw()).unwrap())
    }

    #[test]
    fn kinds_are_told_by_the_first_bytes() {
        let kinds = [
            ("null", Kind::Null),
            ("nan", Kind::Number),
            ("NaN", Kind::Number),
            ("-1", Kind::Number),
            ("true", Kind::True),
            ("false", Kind::False),
            ("\"\"", Kind::String),
            ("[]", Kind::Array),
            ("{}", Kind::Object),
        ];
        for (text, kind) in kinds {
            assert_eq!(node(text).kind(), kind, "{text}");
        }
    }

    #[test]
    fn raw_text_ends_with_the_value() {
        for text in [
            "null",
            "1e5",
            "\"a\\\"]\"",
            "[1,[2],\"]\"]",
            "{\"a\":{\"}\":1}}",
        ] {
            assert_eq!(raw(Some(node(&format!("{text} ,1]")))), Some(text));
        }
    }

    #[test]
    fn the_first_of_equal_keys_counts() {
        assert_eq!(raw(node(r#"{"a":1,"b":2,"a":3}"#).member(b"a")), Some("1"));
        assert_eq!(raw(node(r#"{"a":1}"#).member(b"c")), None);
        assert_eq!(raw(node("[1]").member(b"a")), None);
    }

    #[test]
    fn keys_are_compared_after_decoding() {
        let text = r#"{"a\/b":1,"a/b":2,"c\u0064":3}"#;
        assert_eq!(raw(node(text).member(b"a/b")), Some("1"));
        assert_eq!(raw(node(text).member(b"cd")), Some("3"));
        assert_eq!(raw(node(text).member(br"a\/b")), None);
    }

    #[test]
    fn a_key_that_keeps_its_backslash_is_found_by_it() {
        assert_eq!(raw(node(r#"{"a\\b":1}"#).member(br"a\b")), Some("1"));
        assert_eq!(raw(node(r#"{"a\qb":2}"#).member(br"a\qb")), Some("2"));
    }

    #[test]
    fn elements_are_reached_by_index_text() {
        let list = node(r#" [ 10 , {"x":[1,2]} , "c" ] "#.trim_start());
        assert_eq!(raw(list.step(b"0")), Some("10"));
        assert_eq!(raw(list.step(b"+2")), Some("\"c\""));
        assert_eq!(raw(list.step(b"01")), Some(r#"{"x":[1,2]}"#));
        assert_eq!(raw(list.step(b"3")), None);
        assert_eq!(raw(list.step(b"-1")), None);
        assert_eq!(raw(list.step(b"x")), None);
    }

    #[test]
    fn empty_containers_have_nothing() {
        assert_eq!(node("{ }").members().count(), 0);
        assert_eq!(node("[ ]").elements().count(), 0);
        assert_eq!(node("5").elements().count(), 0);
    }

    #[test]
    fn unchecked_text_gives_answers_that_end() {
        for text in [
            "", "{", "[", "{\"a", "{\"a\"", "{\"a\":", "[1", "[1,", "[,,,]", "{]", "\"\\",
        ] {
            assert!(node(text).members().count() < 9);
            assert!(node(text).elements().count() < 9);
            assert!(node(text).raw().len() <= text.len());
        }
    }
}
