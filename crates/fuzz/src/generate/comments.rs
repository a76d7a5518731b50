//! Comments among the lines of a file.

use crate::choices::Choices;

/// The text with comments on lines of their own before some of its lines. In a block of text they are text.
pub fn with_comments(
    text: &str,
    choices: &mut Choices<'_>,
    mut comment: impl FnMut(&mut Choices<'_>) -> String,
) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        if choices.chance(15) {
            out.push_str(choices.word(&["", "", "  ", "      "]));
            out.push_str(&comment(choices));
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}
