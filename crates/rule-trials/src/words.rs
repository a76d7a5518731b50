//! Texts of rules in sentences.

use falconet_diagnostics::excerpt;

/// Characters of a text in a sentence.
const MOST_CHARACTERS: usize = 120;

/// A text, cut where it is long.
pub(crate) fn cut(text: &str) -> String {
    excerpt(text, 0, MOST_CHARACTERS)
}
