//! Quotes, parentheses and brackets that are not closed.

use falconet_condition::Span;

/// Something that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    /// Where it stands.
    pub(super) offset: usize,
    /// Which one it is.
    pub(super) sign: char,
}

impl Opening {
    pub(super) const fn span(self) -> Span {
        Span::new(self.offset, self.offset + 1)
    }
}

/// What is open at some place of a text, the outermost first.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    pub(super) open: Vec<Opening>,
    /// A parenthesis or bracket that closes nothing.
    pub(super) stray: Option<usize>,
}

/// What is open behind the last byte of `text`. Inside quotes nothing opens but the quote itself.
pub(super) fn nesting(text: &str) -> Nesting {
    let mut nesting = Nesting::default();
    let mut quote: Option<Opening> = None;
    let mut previous = ' ';
    for (offset, sign) in text.char_indices() {
        match quote {
            Some(opened) if sign == opened.sign && previous != '\\' => quote = None,
            Some(_) => {}
            None if matches!(sign, '"' | '\'') => quote = Some(Opening { offset, sign }),
            None => nesting.take(offset, sign),
        }
        previous = sign;
    }
    nesting.open.extend(quote);
    nesting
}

impl Nesting {
    fn take(&mut self, offset: usize, sign: char) {
        match sign {
            '(' | '[' => self.open.push(Opening { offset, sign }),
            ')' => self.close('(', offset),
            ']' => self.close('[', offset),
            _ => {}
        }
    }

    fn close(&mut self, sign: char, offset: usize) {
        match self.open.pop_if(|opened| opened.sign == sign) {
            Some(_) => {}
            None => self.stray = self.stray.or(Some(offset)),
        }
    }

    /// The innermost one of a sign.
    pub(super) fn innermost(&self, sign: char) -> Option<Opening> {
        self.open
            .iter()
            .rev()
            .find(|opened| opened.sign == sign)
            .copied()
    }

    /// The quote that is open.
    pub(super) fn quote(&self) -> Option<Opening> {
        let last = self.open.last()?;
        matches!(last.sign, '"' | '\'').then_some(*last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(text: &str) -> String {
        nesting(text)
            .open
            .iter()
            .map(|opened| opened.sign)
            .collect()
    }

    #[test]
    fn what_is_closed_is_not_open() {
        assert_eq!(signs("(a.b[c] = \"x(\" and (d"), "((");
        assert_eq!(signs("a = 'b"), "'");
        assert_eq!(signs("a = \"b\\\" ("), "\"");
        assert_eq!(signs("(a) \"b\""), "");
    }

    #[test]
    fn a_parenthesis_that_closes_nothing_is_found() {
        assert_eq!(nesting("a = b) and c").stray, Some(5));
        assert_eq!(nesting("(a = b)").stray, None);
    }
}
