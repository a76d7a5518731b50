//! Which texts need no quotes.

/// Words that some YAML reader takes for something else than a text.
const RESERVED: [&str; 9] = ["y", "yes", "n", "no", "on", "off", "true", "false", "null"];

/// Whether a text clearly needs no quotes, neither in brackets nor outside of them.
pub(crate) fn is_plain_anywhere(text: &str) -> bool {
    is_plain_in_block(text) && is_plain_in_flow(text)
}

/// Whether a text that is written without quotes outside of brackets may be written so inside.
pub(crate) fn is_plain_in_flow(text: &str) -> bool {
    !text.contains([',', '[', ']', '{', '}', ':', '"', '\''])
}

/// Whether a text clearly needs no quotes outside of brackets.
pub(crate) fn is_plain_in_block(text: &str) -> bool {
    text.starts_with(starts_word)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(is_special)
        && !RESERVED.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// No number, no indicator of YAML.
const fn starts_word(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '/' | '_' | '(')
}

/// Control characters, and what some reader could take for a line break or a byte order mark.
fn is_special(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_sentences_are_plain() {
        for text in [
            "ConsoleLogin",
            "/etc/passwd",
            "a-b_c.d",
            "Grüße an alle",
            "(a = b)",
        ] {
            assert!(is_plain_anywhere(text), "{text}");
        }
    }

    #[test]
    fn what_could_be_read_as_something_else_is_not() {
        for text in [
            "", "1", "1e3", "No", "NULL", "~", "a #b", "a:", "*a", "- a", "a\tb", " a", "a ", "?",
            "=", "@a",
        ] {
            assert!(!is_plain_in_block(text), "{text}");
        }
    }

    #[test]
    fn commas_and_colons_are_plain_outside_of_brackets_only() {
        assert!(is_plain_in_block("a, b") && !is_plain_in_flow("a, b"));
        assert!(is_plain_in_block("arn:aws:x") && !is_plain_in_flow("arn:aws:x"));
    }
}
