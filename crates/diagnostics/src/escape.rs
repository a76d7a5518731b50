//! Making hostile text safe to show.

use std::borrow::Cow;

/// Replaces every character that could steer a terminal, or make text look like other text, by its escape:
/// control characters, and Unicode's direction marks. A tab stays.
pub fn escape_control(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        push_escaped(&mut escaped, character);
    }
    Cow::Owned(escaped)
}

fn push_escaped(out: &mut String, character: char) {
    if is_unsafe(character) {
        out.extend(character.escape_default());
    } else {
        out.push(character);
    }
}

/// Like [`escape_control`], but keeps every byte offset: each unsafe character becomes as many `?` as it has bytes.
pub(crate) fn blank_control(text: &str) -> Cow<'_, str> {
    let is_unsafe = |character: char| character != '\n' && is_unsafe(character);
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut blanked = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            unsafe_one if is_unsafe(unsafe_one) => {
                blanked.extend(std::iter::repeat_n('?', unsafe_one.len_utf8()));
            }
            safe => blanked.push(safe),
        }
    }
    Cow::Owned(blanked)
}

fn is_unsafe(character: char) -> bool {
    (character.is_control() && character != '\t') || is_direction_mark(character)
}

const fn is_direction_mark(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_borrowed() {
        assert!(matches!(
            escape_control("ct.name = \u{e9}\t"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn an_escape_sequence_cannot_reach_the_terminal() {
        assert_eq!(
            escape_control("a\u{1b}[31mb\n\u{9b}2J"),
            "a\\u{1b}[31mb\\n\\u{9b}2J"
        );
    }

    #[test]
    fn direction_marks_are_spelled_out() {
        assert_eq!(escape_control("x\u{202e}y"), "x\\u{202e}y");
    }

    #[test]
    fn blanking_keeps_byte_offsets_and_newlines() {
        let text = "a\u{1b}b\u{202e}c\nd\u{9b}";
        let blanked = blank_control(text);
        assert_eq!(blanked, "a?b???c\nd??");
        assert_eq!(blanked.len(), text.len());
    }
}
