//! Which bytes of a file each part of a scalar's text was written with.

use saphyr_parser::ScalarStyle;

/// A text of more runs is attributed to its raw text as a whole.
const MOST_RUNS: usize = 1 << 16;

/// A stretch of a scalar's text. It reaches to the start of the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// Offset in the scalar's text.
    pub(crate) text: usize,
    /// Offset of the first byte in the raw text it was written with.
    pub(crate) raw: usize,
    /// The bytes behind are the same in both; else the whole stretch is spelled by `raw..raw + raw_length`.
    pub(crate) raw_length: Option<usize>,
}

/// Aligns a scalar's text with the raw text it was decoded from, its anchor and tag included.
///
/// Never fails: where the two cannot be aligned, what is left is attributed to the raw text that is left.
pub(crate) fn spell(text: &str, raw: &str, style: ScalarStyle) -> Vec<Run> {
    let start = content_start(raw, style);
    let mut aligner = Aligner {
        raw: raw.as_bytes(),
        at: start,
        style,
        runs: Vec::new(),
    };
    for (offset, character) in text.char_indices() {
        aligner.step(offset, character);
        if aligner.runs.len() > MOST_RUNS {
            return vec![Run {
                text: 0,
                raw: 0,
                raw_length: Some(raw.len()),
            }];
        }
    }
    aligner.runs
}

/// Offset of the first byte behind the anchor, the tag and the opening indicator.
pub(super) fn content_start(raw: &str, style: ScalarStyle) -> usize {
    let mut rest = raw;
    while rest.starts_with(['&', '!']) {
        let property = rest.find([' ', '\t', '\r', '\n']).unwrap_or(rest.len());
        rest = rest.get(property..).unwrap_or_default().trim_start();
    }
    let start = raw.len() - rest.len();
    match style {
        ScalarStyle::Plain => start,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => start + 1,
        ScalarStyle::Literal | ScalarStyle::Folded => {
            start + rest.find('\n').map_or(rest.len(), |newline| newline + 1)
        }
    }
}

struct Aligner<'r> {
    raw: &'r [u8],
    at: usize,
    style: ScalarStyle,
    runs: Vec<Run>,
}

impl Aligner<'_> {
    fn step(&mut self, offset: usize, character: char) {
        self.skip_what_yields_nothing(character);
        let length = self.spelling_length(character);
        let same = length == character.len_utf8() && self.starts_with(character);
        self.push(offset, length, same);
        self.at = (self.at + length).min(self.raw.len());
    }

    fn starts_with(&self, character: char) -> bool {
        let mut buffer = [0; 4];
        self.raw
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(character.encode_utf8(&mut buffer).as_bytes()))
    }

    fn peek(&self) -> Option<u8> {
        self.raw.get(self.at).copied()
    }

    /// Skips folded line breaks, indentation and escaped line ends in front of `character`.
    fn skip_what_yields_nothing(&mut self, character: char) {
        while !self.starts_with(character)
            && self
                .peek()
                .is_some_and(|byte| self.yields_nothing(byte, character))
        {
            self.at += 1;
        }
        self.skip_indentation_before_blank(character);
    }

    fn yields_nothing(&self, byte: u8, character: char) -> bool {
        let is_folded =
            matches!(byte, b' ' | b'\t' | b'\r' | b'\n') && !matches!(character, ' ' | '\n');
        let is_line_end = byte == b'\\'
            && self.style == ScalarStyle::DoubleQuoted
            && matches!(self.raw.get(self.at + 1), Some(b'\n' | b'\r'));
        is_folded || is_line_end
    }

    /// A line break that became a blank is the blank's spelling, not the blanks of the indentation behind it.
    fn skip_indentation_before_blank(&mut self, character: char) {
        if character == '\n' {
            while matches!(self.peek(), Some(b' ' | b'\t' | b'\r')) {
                self.at += 1;
            }
        }
    }

    /// How many raw bytes spell `character` at the current place.
    fn spelling_length(&self, character: char) -> usize {
        match self.peek() {
            Some(b'\\') if self.style == ScalarStyle::DoubleQuoted => self.escape_length(),
            Some(b'\'') if self.style == ScalarStyle::SingleQuoted && character == '\'' => 2,
            Some(b'\r' | b'\n') if character == ' ' => 1,
            Some(_) => character.len_utf8(),
            None => 0,
        }
    }

    fn escape_length(&self) -> usize {
        match self.raw.get(self.at + 1) {
            Some(b'x') => 4,
            Some(b'u') => 6,
            Some(b'U') => 10,
            _ => 2,
        }
    }

    fn push(&mut self, text: usize, length: usize, same: bool) {
        let continues = same
            && self.runs.last().is_some_and(|run| {
                run.raw_length.is_none()
                    && self.at.checked_sub(run.raw) == text.checked_sub(run.text)
            });
        if !continues {
            self.runs.push(Run {
                text,
                raw: self.at,
                raw_length: (!same).then_some(length),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The raw text that the piece `of` of the decoded text was written with.
    fn spelled(text: &str, raw: &str, style: ScalarStyle, of: &str) -> String {
        let runs = spell(text, raw, style);
        let start = text.find(of).expect("a part of the text");
        let place = |offset: usize| {
            let run = runs
                .iter()
                .rev()
                .find(|run| run.text <= offset)
                .expect("a run");
            let (raw_start, length) = run
                .raw_length
                .map_or((run.raw + offset - run.text, 1), |length| (run.raw, length));
            (raw_start, raw_start + length)
        };
        raw[place(start).0..place(start + of.len() - 1).1].to_owned()
    }

    #[test]
    fn a_plain_scalar_on_one_line_is_one_run() {
        assert_eq!(
            spell("ct.name = x", "ct.name = x", ScalarStyle::Plain),
            [Run {
                text: 0,
                raw: 0,
                raw_length: None
            }]
        );
    }

    #[test]
    fn anchor_and_tag_are_not_content() {
        assert_eq!(
            spell("x", "&a !!str x", ScalarStyle::Plain),
            [Run {
                text: 0,
                raw: 9,
                raw_length: None
            }]
        );
    }

    #[test]
    fn a_folded_scalar_is_found_behind_its_indentation() {
        let raw = ">\n    ct.name = a\n    and ct.user = b\n";
        assert_eq!(
            spelled(
                "ct.name = a and ct.user = b\n",
                raw,
                ScalarStyle::Folded,
                "and ct.user"
            ),
            "and ct.user"
        );
    }

    #[test]
    fn a_literal_scalar_is_found_behind_its_indentation() {
        let raw = "|\n  one\n    two\n  three\n";
        assert_eq!(
            spelled("one\n  two\nthree\n", raw, ScalarStyle::Literal, "two"),
            "two"
        );
        assert_eq!(
            spelled("one\n  two\nthree\n", raw, ScalarStyle::Literal, "three"),
            "three"
        );
    }

    #[test]
    fn escapes_are_longer_than_what_they_stand_for() {
        let raw = r#""a \"b\x41\u00e9 c""#;
        assert_eq!(
            spelled("a \"bA\u{e9} c", raw, ScalarStyle::DoubleQuoted, "c"),
            "c"
        );
        assert_eq!(
            spelled("a \"bA\u{e9} c", raw, ScalarStyle::DoubleQuoted, "\"b"),
            "\\\"b"
        );
    }

    #[test]
    fn a_doubled_quote_is_one_character() {
        assert_eq!(
            spelled("it's me", "'it''s me'", ScalarStyle::SingleQuoted, "me"),
            "me"
        );
    }

    #[test]
    fn a_text_of_too_many_runs_is_attributed_as_a_whole() {
        let (text, raw) = (
            "A".repeat(1 << 17),
            format!("\"{}\"", "\\x41".repeat(1 << 17)),
        );
        assert_eq!(
            spell(&text, &raw, ScalarStyle::DoubleQuoted),
            [Run {
                text: 0,
                raw: 0,
                raw_length: Some(raw.len())
            }]
        );
    }

    #[test]
    fn texts_that_do_not_belong_together_are_still_answered() {
        assert!(!spell("abc", "", ScalarStyle::Plain).is_empty());
        assert!(!spell("a b", "\"", ScalarStyle::DoubleQuoted).is_empty());
    }
}
