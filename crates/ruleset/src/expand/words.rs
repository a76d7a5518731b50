//! The words of texts, as lists are searched for.

use std::collections::HashSet;

use super::substitute::is_delimiter;

/// Words that occurred.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    all: HashSet<Box<str>>,
}

impl Words {
    /// Adds the words of a text.
    pub(super) fn note(&mut self, text: &str) {
        for word in words(text) {
            if !self.all.contains(word) {
                self.all.insert(word.into());
            }
        }
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.all.contains(word)
    }
}

/// What stands between the characters that end words; some of it may be empty.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| u8::try_from(character).is_ok_and(is_delimiter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_the_names_of_lists_do() {
        let mut words = Words::default();
        words.note("a.b in (c, \"d e\")or f=g\u{e9}");
        for word in ["a.b", "in", "c", "\"d", "e\"", "or", "f", "g\u{e9}", ""] {
            assert!(words.has(word), "{word}");
        }
        assert!(!words.has("d") && !words.has("a"));
    }
}
