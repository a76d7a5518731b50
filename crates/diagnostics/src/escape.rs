//! Making hostile text safe to show.

use std::borrow::Cow;

/// Replaces every character that could steer a terminal, or make text look like other text, by its escape. A tab stays.
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

/// Whether a character could steer a terminal, or make text look like other text: control characters but the tab, and what
/// is drawn as nothing at all, such as Unicode's direction marks, joiners and tags.
pub fn is_unsafe(character: char) -> bool {
    (character.is_control() && character != '\t') || is_invisible(character)
}

/// Whether Unicode has it drawn as nothing where it is not known (`Default_Ignorable_Code_Point`), or as the end of a line.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
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
    fn what_cannot_be_seen_is_spelled_out() {
        assert_eq!(escape_control("x\u{202e}y"), "x\\u{202e}y");
        assert_eq!(escape_control("\u{feff}a\u{200b}"), "\\u{feff}a\\u{200b}");
        assert_eq!(escape_control("é 漢 ☂ 😀"), "é 漢 ☂ 😀");
    }

    #[test]
    fn blanking_keeps_byte_offsets_and_newlines() {
        let text = "a\u{1b}b\u{202e}c\nd\u{9b}";
        let blanked = blank_control(text);
        assert_eq!(blanked, "a?b???c\nd??");
        assert_eq!(blanked.len(), text.len());
    }
}
