//! Literal and folded scalars: their lines stay, their indentation is ours.

use saphyr_parser::ScalarStyle;

use crate::tree::Scalar;

/// A scalar below a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// `>`, `|-`, …
    pub(crate) header: String,
    /// Without indentation.
    pub(crate) lines: Vec<String>,
    /// Whether empty lines behind it would be part of it.
    pub(crate) keeps_blanks: bool,
}

impl Block {
    /// A scalar that has some text.
    pub(crate) fn new(scalar: &Scalar<'_>) -> Self {
        let style = if scalar.style == ScalarStyle::Literal {
            '|'
        } else {
            '>'
        };
        let mut lines = dedented(scalar);
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        let breaks = scalar.value.len() - scalar.value.trim_end_matches('\n').len();
        let chomping = match breaks {
            0 => "-",
            1 => "",
            _ => "+",
        };
        lines.extend(std::iter::repeat_n(String::new(), breaks.saturating_sub(1)));
        let first = lines.iter().find(|line| !line.is_empty());
        let indicator = if first.is_some_and(|line| line.starts_with(' ')) {
            "2"
        } else {
            ""
        };
        Self {
            header: format!("{style}{indicator}{chomping}"),
            lines,
            keeps_blanks: breaks > 1,
        }
    }

    /// Lines that are folded into one text, with a line break behind it.
    pub(crate) fn folded(lines: Vec<String>) -> Self {
        Self {
            header: ">".to_owned(),
            lines,
            keeps_blanks: false,
        }
    }
}

/// The lines below the header without their indentation.
fn dedented(scalar: &Scalar<'_>) -> Vec<String> {
    let (_, body) = scalar.raw.split_once('\n').unwrap_or_default();
    let indent = indentation(body, &scalar.value);
    body.split('\n')
        .take_while(|line| blanks(line) >= indent || line.trim_matches(' ').is_empty())
        .map(|line| line.get(indent..).unwrap_or_default().to_owned())
        .collect()
}

/// How deep the text is indented: the first line of the value tells, where that begins with blanks of its own.
fn indentation(body: &str, value: &str) -> usize {
    let is_text = |line: &&str| !line.trim_matches(' ').is_empty();
    let written = body.split('\n').find(is_text).unwrap_or_default();
    let meant = value
        .split('\n')
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    if meant.starts_with(' ') {
        blanks(written).saturating_sub(blanks(meant))
    } else {
        blanks(written)
    }
}

fn blanks(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(value: &str, style: ScalarStyle, raw: &str) -> (String, String) {
        let value = value.into();
        let block = Block::new(&Scalar { value, style, raw });
        (block.header, block.lines.join("\n"))
    }

    fn pair(header: &str, lines: &str) -> (String, String) {
        (header.to_owned(), lines.to_owned())
    }

    #[test]
    fn lines_keep_what_is_indented_deeper() {
        let raw = ">  # c\n      a\n        b\n\n      c\n   ";
        assert_eq!(
            block("a\n  b\n\nc\n", ScalarStyle::Folded, raw),
            pair(">", "a\n  b\n\nc")
        );
    }

    #[test]
    fn an_indicator_is_written_where_the_first_line_needs_it() {
        assert_eq!(
            block("  a\n", ScalarStyle::Literal, "|1\n   a\n"),
            pair("|2", "  a")
        );
        assert_eq!(
            block("a\n", ScalarStyle::Literal, "|4\n    a\n"),
            pair("|", "a")
        );
    }

    #[test]
    fn chomping_says_what_the_value_is() {
        assert_eq!(
            block("a", ScalarStyle::Literal, "|-\n a\n\n"),
            pair("|-", "a")
        );
        assert_eq!(
            block("a\n", ScalarStyle::Literal, "|+\n a\n"),
            pair("|", "a")
        );
        assert_eq!(
            block("a\n\n", ScalarStyle::Literal, "|+\n a\n\n"),
            pair("|+", "a\n")
        );
        assert_eq!(block("a", ScalarStyle::Literal, "|\n a"), pair("|-", "a"));
    }

    #[test]
    fn blanks_at_the_ends_of_lines_stay() {
        assert_eq!(
            block("a \nb\n", ScalarStyle::Literal, "|\n  a \n  b\n"),
            pair("|", "a \nb")
        );
    }
}
