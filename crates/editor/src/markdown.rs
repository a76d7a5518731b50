//! Markdown around texts of others.

use falconet_diagnostics::escape_control;

use crate::limits::LONGEST_SHOWN;

/// A text of some lines as code, which nothing in it can end.
pub(crate) fn code_block(text: &str) -> String {
    let text = cut(text);
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    format!("{fence}\n{text}\n{fence}")
}

/// A text as code inside of a line.
pub(crate) fn code(text: &str) -> String {
    let text = cut(text).replace('\n', " ");
    let fence = "`".repeat(longest_run(&text) + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{blank}{text}{blank}{fence}")
}

fn cut(text: &str) -> String {
    let end = text.floor_char_boundary(LONGEST_SHOWN);
    let lines = text.get(..end).unwrap_or_default().lines();
    let mut shown = lines
        .map(|line| escape_control(line).into_owned())
        .collect::<Vec<_>>()
        .join("\n");
    if end < text.len() {
        shown.push_str(" …");
    }
    shown
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|sign| sign != '`').map(str::len);
    runs.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_not_ended_by_what_it_holds() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code_block("a\n```\nb"), "````\na\n```\nb\n````");
    }

    #[test]
    fn what_is_long_is_cut_and_control_characters_are_shown() {
        let shown = code(&"\u{e9}".repeat(2000));
        assert!(shown.len() < LONGEST_SHOWN + 10 && shown.ends_with(" …`"));
        assert!(!code("a\u{1b}[31m").contains('\u{1b}'));
    }
}
