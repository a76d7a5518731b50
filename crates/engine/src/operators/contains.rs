//! `contains` and `icontains`: a substring, ASCII letters folded for the latter.

use memchr::memmem::{self, Finder};

use super::{TextTest, Work, fold_into};

/// `contains literal`; every value contains the empty text.
#[derive(Debug)]
pub(super) struct Contains(Finder<'static>);

impl Contains {
    pub(super) fn new(literal: &[u8]) -> Self {
        Self(Finder::new(literal).into_owned())
    }
}

impl TextTest for Contains {
    fn holds(&self, value: &[u8], _: &mut Work) -> bool {
        self.0.find(value).is_some()
    }
}

/// `icontains literal`.
#[derive(Debug)]
pub(super) struct IContains(Finder<'static>);

impl IContains {
    pub(super) fn new(literal: &[u8]) -> Self {
        Self(Finder::new(&literal.to_ascii_lowercase()).into_owned())
    }
}

impl TextTest for IContains {
    fn holds(&self, value: &[u8], work: &mut Work) -> bool {
        fold_into(&mut work.value, value);
        self.0.find(&work.value).is_some()
    }
}

/// `contains` between two values.
pub(super) fn contains(value: &[u8], part: &[u8]) -> bool {
    memmem::find(value, part).is_some()
}

/// `icontains` between two values.
pub(super) fn icontains(value: &[u8], part: &[u8], work: &mut Work) -> bool {
    fold_into(&mut work.value, value);
    fold_into(&mut work.other, part);
    contains(&work.value, &work.other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_text_is_in_every_value() {
        let work = &mut Work::default();
        assert!(Contains::new(b"").holds(b"", work));
        assert!(IContains::new(b"").holds(b"x", work));
    }

    #[test]
    fn only_icontains_folds_and_only_ascii() {
        let work = &mut Work::default();
        assert!(!Contains::new(b"ELL").holds(b"hello", work));
        assert!(IContains::new(b"ELL").holds(b"hello", work));
        assert!(!IContains::new("É".as_bytes()).holds("é".as_bytes(), work));
        assert!(icontains(b"Hello", b"LLO", work));
        assert!(!contains(b"Hello", b"LLO"));
    }
}
