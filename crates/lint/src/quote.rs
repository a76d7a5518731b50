//! Short quotations of what was written.

use falconet_diagnostics::{Label, Sources};

/// A longer quotation is cut.
const MOST_CHARACTERS: usize = 60;

/// What stands at the first of some places, on one line, in backticks.
pub(crate) fn quoted_text(sources: &Sources, labels: &[Label]) -> String {
    let text = labels.first().and_then(|label| {
        let source = sources.get(label.source)?;
        source.text().get(label.span.range())
    });
    quoted(text.unwrap_or_default())
}

/// A text on one line, in backticks, not too long.
pub(crate) fn quoted(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace().take(MOST_CHARACTERS) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().take(MOST_CHARACTERS + 1));
    }
    match line.char_indices().nth(MOST_CHARACTERS) {
        Some((cut, _)) => format!("`{}…`", line.get(..cut).unwrap_or_default()),
        None => format!("`{line}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_short_and_on_one_line() {
        assert_eq!(quoted("a\n   b"), "`a b`");
        assert_eq!(quoted(&"é".repeat(99)), format!("`{}…`", "é".repeat(60)));
    }
}
