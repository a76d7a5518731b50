//! Shows where two outputs begin to differ.

use std::ops::Range;

/// Characters shown before the difference.
const BEFORE: usize = 40;

/// Characters shown of a line at most.
const WIDTH: usize = 120;

/// The first line that differs, both ways, with the differing span marked. Nothing if they are equal.
pub(crate) fn first_difference(expected: &[u8], actual: &[u8]) -> Option<String> {
    if expected == actual {
        return None;
    }
    let expected: Vec<&[u8]> = lines(expected);
    let actual: Vec<&[u8]> = lines(actual);
    let index = expected
        .iter()
        .zip(&actual)
        .take_while(|(expected, actual)| expected == actual)
        .count();
    let counts = format!(
        "  output differs at line {} ({} lines expected, {} printed)",
        index + 1,
        expected.len(),
        actual.len()
    );
    Some(format!(
        "{counts}\n{}",
        pair(expected.get(index).copied(), actual.get(index).copied())
    ))
}

/// Lines with their ends, so that a missing last newline is a difference.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|&byte| byte == b'\n').collect()
}

fn pair(expected: Option<&[u8]>, actual: Option<&[u8]>) -> String {
    let (Some(expected), Some(actual)) = (expected, actual) else {
        return format!(
            "    expected | {}\n    printed  | {}",
            whole(expected),
            whole(actual)
        );
    };
    let (expected, actual) = (shown(expected), shown(actual));
    let start = common(expected.iter(), actual.iter());
    let end = common(
        expected.iter().skip(start).rev(),
        actual.iter().skip(start).rev(),
    );
    let window = start.saturating_sub(BEFORE)..start.saturating_sub(BEFORE) + WIDTH;
    let marked = |line: &[char]| mark(start..line.len() - end, &window);
    let rows = [("expected", &expected), ("printed ", &actual)];
    let rows = rows.map(|(title, line)| {
        format!(
            "    {title} | {}\n             | {}",
            cut(line, &window),
            marked(line)
        )
    });
    rows.join("\n")
}

fn whole(line: Option<&[u8]>) -> String {
    line.map_or_else(
        || "(nothing)".to_owned(),
        |line| cut(&shown(line), &(0..WIDTH)),
    )
}

/// The characters of a line as they may be shown on a terminal.
fn shown(line: &[u8]) -> Vec<char> {
    let text = String::from_utf8_lossy(line);
    text.chars().flat_map(harmless).collect()
}

fn harmless(character: char) -> Vec<char> {
    if character.is_control() {
        character.escape_default().collect()
    } else {
        vec![character]
    }
}

fn common<'a>(
    left: impl Iterator<Item = &'a char>,
    right: impl Iterator<Item = &'a char>,
) -> usize {
    left.zip(right)
        .take_while(|(left, right)| left == right)
        .count()
}

fn cut(line: &[char], window: &Range<usize>) -> String {
    let length = window.len();
    let mut text = String::from(if window.start > 0 { "…" } else { "" });
    text.extend(line.iter().skip(window.start).take(length));
    text.push_str(if line.len() > window.end { "…" } else { "" });
    text
}

/// Carets under a span of a line that is shown through a window. An empty span is marked where it would be.
fn mark(span: Range<usize>, window: &Range<usize>) -> String {
    let indent = span.start - window.start + usize::from(window.start > 0);
    let length = span.end.min(window.end).saturating_sub(span.start).max(1);
    " ".repeat(indent) + &"^".repeat(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_outputs_do_not_differ() {
        assert_eq!(first_difference(b"a\nb\n", b"a\nb\n"), None);
    }

    #[test]
    fn the_first_differing_line_is_shown_with_the_span_marked() {
        let text = first_difference(b"same\nname=alice!\n", b"same\nname=bob!\n").unwrap();
        let expected = "  output differs at line 2 (2 lines expected, 2 printed)
    expected | name=alice!\\n
             |      ^^^^^
    printed  | name=bob!\\n
             |      ^^^";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_missing_line_is_shown_as_nothing() {
        let text = first_difference(b"", b"surplus\n").unwrap();
        assert!(
            text.ends_with("    expected | (nothing)\n    printed  | surplus\\n"),
            "{text}"
        );
    }

    #[test]
    fn a_missing_newline_at_the_end_is_a_difference() {
        assert!(first_difference(b"a\n", b"a").unwrap().contains("line 1"));
    }

    #[test]
    fn of_a_long_line_only_the_place_is_shown() {
        let expected = "x".repeat(100_000) + "1" + &"y".repeat(100_000);
        let text =
            first_difference(expected.as_bytes(), expected.replace('1', "2").as_bytes()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let caret = lines
            .get(2)
            .unwrap()
            .chars()
            .position(|c| c == '^')
            .unwrap();
        assert_eq!(lines.get(1).unwrap().chars().nth(caret), Some('1'));
        assert!(lines.iter().all(|line| line.chars().count() < 150));
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert!(!first_difference(b"\x1b[31m", b"").unwrap().contains('\x1b'));
    }
}
