//! Texts of rules in sentences.

/// Characters of a text in a sentence.
const MOST_CHARACTERS: usize = 120;

/// A text, cut where it is long.
pub(crate) fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
