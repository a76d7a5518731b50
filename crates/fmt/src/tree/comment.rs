//! Comments, found between what the parser reports.

use super::lines::Lines;

/// A comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Comment<'t> {
    /// From its `#`, without blanks behind it.
    pub(crate) text: &'t str,
    /// Whether an empty line stands before it.
    pub(crate) blank_before: bool,
    pub(super) offset: usize,
    pub(super) column: usize,
}

/// The comments of a stretch of text that holds no scalars.
pub(super) fn find<'t>(
    text: &'t str,
    start: usize,
    end: usize,
    lines: &Lines<'t>,
    found: &mut Vec<Comment<'t>>,
) {
    let mut at = start;
    while let Some(hash) = text.get(at..end).and_then(|rest| rest.find('#')) {
        let offset = at + hash;
        if !starts_comment(text, offset) {
            at = offset + 1;
            continue;
        }
        let rest = text.get(offset..).unwrap_or_default();
        let length = rest.find('\n').unwrap_or(rest.len());
        found.push(Comment {
            text: rest.get(..length).unwrap_or_default().trim_end(),
            blank_before: lines.follows_blank(offset),
            offset,
            column: lines.column(offset),
        });
        at = offset + length;
    }
}

/// A `#` starts a comment only at the start of a line or behind a blank.
fn starts_comment(text: &str, offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or_default();
    before.is_empty() || before.ends_with([' ', '\t', '\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, 0, text.len(), &Lines::new(text), &mut found);
        found.into_iter().map(|comment| comment.text).collect()
    }

    #[test]
    fn a_comment_reaches_to_the_end_of_its_line() {
        assert_eq!(texts("# a # b  \n  #c\n"), ["# a # b", "#c"]);
    }

    #[test]
    fn a_hash_inside_a_word_starts_none() {
        assert!(texts("!tag#x ]#").is_empty());
    }
}
