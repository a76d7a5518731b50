//! Text of others, made harmless for a terminal: rules, events and file names may hold control sequences.

use std::fmt::Write as _;

const ESCAPE: char = '\u{1b}';

/// The text on one line, every control character and every character that nobody sees, or that reorders text, written as `\u{…}`.
pub(crate) fn harmless(text: &str) -> String {
    escaped(text, |_| false)
}

/// Alerts as a terminal can show them: newlines stay, other characters are written as JSON escapes them, so that JSON stays JSON.
pub(crate) fn harmless_alerts(lines: &str) -> String {
    let mut out = String::with_capacity(lines.len());
    for c in lines.chars() {
        if c != '\n' && is_harmful(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// The same for a block of text: its newlines stay, and its colours if they are wanted.
pub(crate) fn harmless_block(text: &str, colors: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(ESCAPE) {
        let (before, sequence) = rest.split_at(at);
        let color = color_len(sequence).filter(|_| colors);
        let (sequence, after) = sequence.split_at(color.unwrap_or(ESCAPE.len_utf8()));
        out.push_str(&escaped(before, |c| c == '\n'));
        out.push_str(&escaped(sequence, |_| color.is_some()));
        rest = after;
    }
    out.push_str(&escaped(rest, |c| c == '\n'));
    out
}

fn escaped(text: &str, kept: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if kept(c) || !is_harmful(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c => out.extend(c.escape_unicode()),
        }
    }
    out
}

/// Control characters, ends of lines, and what Unicode has drawn as nothing (`Default_Ignorable_Code_Point`): the module
/// escapes the same.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
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

/// The length of the colour sequence at the start: `ESC [ digits and semicolons m`.
fn color_len(sequence: &str) -> Option<usize> {
    let body = sequence.strip_prefix("\u{1b}[")?;
    let end = body.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    body.get(end..)?.starts_with('m').then_some(2 + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_written_out() {
        assert_eq!(
            harmless("a\u{1b}[31mb\u{7}\u{9b}2J\r\n\tc"),
            "a\\u{1b}[31mb\\u{7}\\u{9b}2J\\r\\n\\tc"
        );
    }

    #[test]
    fn marks_that_reorder_text_are_written_out() {
        assert_eq!(harmless("user\u{202e}nimda"), "user\\u{202e}nimda");
    }

    #[test]
    fn alerts_stay_json_on_a_terminal() {
        let alert = "{\"output\":\"a\u{9b}2J\u{7f}\u{202e}\u{e0041}\\u001b ü\"}\n";
        let shown = harmless_alerts(alert);
        assert_eq!(
            shown,
            "{\"output\":\"a\\u009b2J\\u007f\\u202e\\udb40\\udc41\\u001b ü\"}\n"
        );
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&shown), value(alert));
    }

    #[test]
    fn other_letters_stay() {
        assert_eq!(harmless("Grüße, 世界 🦅"), "Grüße, 世界 🦅");
    }

    #[test]
    fn newlines_and_wanted_colours_stay_in_a_block() {
        let text = "\u{1b}[1;31merror\u{1b}[0m\n  here\n";
        assert_eq!(harmless_block(text, true), text);
        assert_eq!(
            harmless_block(text, false),
            "\\u{1b}[1;31merror\\u{1b}[0m\n  here\n"
        );
    }

    #[test]
    fn other_sequences_are_written_out_in_a_block() {
        let text = "\u{1b}]0;title\u{7}\u{1b}[2J\u{1b}[31";
        assert_eq!(
            harmless_block(text, true),
            "\\u{1b}]0;title\\u{7}\\u{1b}[2J\\u{1b}[31"
        );
    }
}
