//! A place in the text that moves over one token at a time.

use crate::ast::{Literal, Modifier, Operator, Transformer};
use crate::{EscapeError, Span, escape, lexical};

/// A place in a condition text, and the last token that was taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    offset: usize,
    token: Span,
}

impl<'t> Cursor<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            text,
            offset: 0,
            token: Span::default(),
        }
    }

    pub(crate) const fn offset(&self) -> usize {
        self.offset
    }

    pub(crate) const fn is_at_end(&self) -> bool {
        self.offset == self.text.len()
    }

    /// From `start` to the end of the last token.
    pub(crate) const fn span_from(&self, start: usize) -> Span {
        Span::new(start, self.token.end)
    }

    /// The last token as Falco names it in messages: without quotes, unescaped.
    pub(crate) fn last_token(&self) -> String {
        let token = self.slice(self.token).as_bytes();
        let quoted = matches!(token.first(), Some(b'"' | b'\''));
        let unescaped = quoted.then(|| escape::unescape(token).unwrap_or_default());
        String::from_utf8_lossy(unescaped.as_deref().unwrap_or(token)).into_owned()
    }

    pub(crate) fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Whether there was a blank to skip.
    pub(crate) fn skip_blank(&mut self) -> bool {
        let length = lexical::blanks(self.rest());
        self.offset += length;
        length > 0
    }

    /// Takes `word` if the text goes on with it, whatever follows.
    pub(crate) fn take(&mut self, word: &str) -> bool {
        let length = self
            .rest()
            .starts_with(word.as_bytes())
            .then_some(word.len());
        self.token(length).is_some()
    }

    /// Takes `word` if no longer word begins with it.
    pub(crate) fn take_word(&mut self, word: &str) -> bool {
        let behind = self.rest().get(word.len());
        let goes_on =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
        !behind.is_some_and(goes_on) && self.take(word)
    }

    /// Takes a character, whatever it is.
    pub(crate) fn take_character(&mut self) -> bool {
        let next = self
            .text
            .get(self.offset..)
            .and_then(|rest| rest.chars().next());
        self.token(next.map(char::len_utf8)).is_some()
    }

    pub(crate) fn take_not(&mut self) -> bool {
        self.token(lexical::not_word(self.rest())).is_some()
    }

    pub(crate) fn take_identifier(&mut self) -> Option<Span> {
        self.token(lexical::identifier(self.rest()))
    }

    pub(crate) fn take_field_name(&mut self) -> Option<Span> {
        self.token(lexical::field_name(self.rest()))
    }

    pub(crate) fn take_bare_argument(&mut self) -> Option<Span> {
        self.token(lexical::bare_argument(self.rest()))
    }

    pub(crate) fn take_bare_string(&mut self) -> Option<Literal> {
        self.token(lexical::bare_string(self.rest()))
            .map(|span| self.literal(span))
    }

    /// A hexadecimal or decimal number.
    pub(crate) fn take_number(&mut self) -> Option<Literal> {
        let length = lexical::hex_number(self.rest()).or_else(|| lexical::number(self.rest()));
        self.token(length).map(|span| self.literal(span))
    }

    /// A quoted string. It is taken even if it holds a bad escape, for that is where Falco reports it.
    pub(crate) fn take_quoted(&mut self) -> Result<Option<Literal>, EscapeError> {
        let Some(span) = self.token(lexical::quoted_string(self.rest())) else {
            return Ok(None);
        };
        let value = escape::unescape(self.slice(span).as_bytes())?;
        Ok(Some(Literal { value, span }))
    }

    /// The name of a transformer and the parenthesis behind it; never `val`.
    pub(crate) fn take_transformer(&mut self) -> Option<Transformer> {
        let mut all = Transformer::ALL.iter().copied();
        let transformer = all.find(|transformer| self.rest_calls(*transformer))?;
        self.token(Some(transformer.word().len() + 1))?;
        Some(transformer)
    }

    /// An operator. Words of string comparison are operators only in front of a blank, which is left there.
    pub(crate) fn take_operator(&mut self) -> Option<Operator> {
        let operator = Operator::ALL
            .iter()
            .copied()
            .find(|operator| self.rest_starts(*operator))?;
        self.token(Some(operator.word().len()))?;
        Some(operator)
    }

    pub(crate) fn take_modifier(&mut self) -> Option<Modifier> {
        Modifier::ALL
            .iter()
            .copied()
            .find(|modifier| self.take(modifier.word()))
    }

    fn rest_calls(&self, transformer: Transformer) -> bool {
        let behind = self.rest().strip_prefix(transformer.word().as_bytes());
        transformer != Transformer::Val && behind.is_some_and(|behind| behind.starts_with(b"("))
    }

    fn rest_starts(&self, operator: Operator) -> bool {
        let behind = self.rest().strip_prefix(operator.word().as_bytes());
        behind.is_some_and(|behind| !operator.needs_blank() || lexical::blanks(behind) > 0)
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.offset..).unwrap_or_default()
    }

    fn literal(&self, span: Span) -> Literal {
        Literal {
            value: self.slice(span).as_bytes().to_vec(),
            span,
        }
    }

    fn token(&mut self, length: Option<usize>) -> Option<Span> {
        let span = Span::new(self.offset, self.offset + length?);
        self.offset = span.end;
        self.token = span;
        Some(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_token_is_named_without_its_quotes() {
        let mut cursor = Cursor::new(r#""a\n" x"#);
        cursor.take_quoted().unwrap();
        cursor.skip_blank();
        assert_eq!(cursor.last_token(), "a\n");
        cursor.take_identifier();
        assert_eq!(cursor.last_token(), "x");
    }

    #[test]
    fn a_token_that_is_not_there_leaves_the_place() {
        let mut cursor = Cursor::new("9");
        assert_eq!(cursor.take_identifier(), None);
        assert_eq!(cursor.take_quoted(), Ok(None));
        assert!(!cursor.take("("));
        assert_eq!((cursor.offset(), cursor.last_token()), (0, String::new()));
    }

    #[test]
    fn a_bad_escape_is_reported_behind_the_string() {
        let mut cursor = Cursor::new(r#""\q" x"#);
        assert_eq!(cursor.take_quoted(), Err(EscapeError::Unsupported('q')));
        assert_eq!(cursor.offset(), 4);
    }

    #[test]
    fn operators_match_by_prefix_in_their_order() {
        let operator = |text| Cursor::new(text).take_operator();
        assert_eq!(operator("<=5"), Some(Operator::LessOrEqual));
        assert_eq!(operator("inlist"), Some(Operator::In));
        assert_eq!(operator("existsfoo"), Some(Operator::Exists));
        assert_eq!(operator("contains\tx"), Some(Operator::Contains));
        assert_eq!(operator("contains'x'"), None);
    }

    #[test]
    fn a_transformer_needs_its_parenthesis() {
        assert_eq!(
            Cursor::new("len(").take_transformer(),
            Some(Transformer::Len)
        );
        assert_eq!(Cursor::new("len (").take_transformer(), None);
        assert_eq!(Cursor::new("val(").take_transformer(), None);
    }

    #[test]
    fn nothing_is_seen_behind_a_nul() {
        let mut cursor = Cursor::new("ab\0cd");
        assert!(cursor.take_identifier().is_some());
        assert_eq!(cursor.take_bare_string(), None);
        assert!(!cursor.is_at_end());
    }
}
