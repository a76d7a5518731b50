//! The place in a condition at which the parser stopped.

use falconet_condition::Span;

use super::SyntaxAdvice;
use crate::advice::brackets::nesting;

/// How much of a text is looked at on either side.
const REACH: usize = 64 << 10;

/// A condition around the place at which the parser stopped.
pub(super) struct Place<'t> {
    text: &'t str,
    at: usize,
    /// What was understood.
    pub(super) before: &'t str,
    /// What was not.
    pub(super) rest: &'t str,
    /// The first word or sign of the rest.
    pub(super) word: &'t str,
}

impl<'t> Place<'t> {
    pub(super) fn new(text: &'t str, index: usize) -> Self {
        let start = text.floor_char_boundary(index.saturating_sub(REACH));
        let index = text.floor_char_boundary(index);
        let end = text.floor_char_boundary(index.saturating_add(REACH));
        let rest = text.get(index..end).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start().len();
        let rest = rest.get(blanks..).unwrap_or_default();
        Self {
            text,
            at: index + blanks,
            before: text.get(start..index).unwrap_or_default().trim_end(),
            rest,
            word: first_word(rest),
        }
    }

    pub(super) fn word_span(&self) -> Span {
        Span::new(self.at, self.at + self.word.len().max(1))
    }

    /// The first character of the rest.
    pub(super) fn sign(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// The last occurrence of a text before the place.
    pub(super) fn last(&self, wanted: &str) -> Option<Span> {
        let read = self.text.get(..self.at)?;
        let start = read.rfind(wanted)?;
        Some(Span::new(start, start + wanted.len()))
    }

    /// The last word before the place that looks like a field.
    pub(super) fn field(&self) -> &str {
        let is_end = |sign: char| sign.is_whitespace() || "()=!<>".contains(sign);
        let words = self.before.rsplit(is_end);
        let mut fields = words.filter(|word| word.contains('.') && !word.contains(['"', '\'']));
        fields.next().unwrap_or("FIELD")
    }

    /// Something that is open to the end, which is worth more than where the parser noticed.
    pub(super) fn unclosed(&self) -> Option<SyntaxAdvice> {
        if self.text.len() > 2 * REACH {
            return None;
        }
        let nesting = nesting(self.text);
        let opened = match nesting.quote() {
            Some(quote) if quote.offset <= self.at => quote,
            _ if self.rest.is_empty() => *nesting.open.last()?,
            _ => return None,
        };
        Some(SyntaxAdvice {
            help: Some(format!("add the missing `{}`", closing(opened.sign))),
            place: Some((
                opened.span(),
                format!("this `{}` is never closed", opened.sign),
            )),
        })
    }
}

const fn closing(sign: char) -> char {
    match sign {
        '(' => ')',
        '[' => ']',
        quote => quote,
    }
}

/// A word up to a blank or a sign, or a run of signs of operators, or one other sign.
fn first_word(rest: &str) -> &str {
    let is_word = |sign: char| sign.is_alphanumeric() || "._-*/$".contains(sign);
    let is_sign = |sign: char| "=<>!~&|:".contains(sign);
    let end = match rest.chars().next() {
        None => 0,
        Some(first) if is_word(first) => end_of(rest, is_word),
        Some(first) if is_sign(first) => end_of(rest, is_sign),
        Some(other) => other.len_utf8(),
    };
    rest.get(..end).unwrap_or_default()
}

fn end_of(rest: &str, is_part: impl Fn(char) -> bool) -> usize {
    rest.find(|sign| !is_part(sign)).unwrap_or(rest.len())
}
