//! Patterns that need not be any.

use crate::check::{CompileWarning, Misuse};

/// What to write instead of a `regex` that a simpler operator could do.
pub(crate) fn odd_value(warning: &CompileWarning) -> Option<String> {
    let pattern = match warning.misuse {
        Misuse::SimpleRegex => std::str::from_utf8(&warning.value).ok()?,
        Misuse::Field | Misuse::Transformer => return None,
    };
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    let pattern = pattern.strip_suffix('$').unwrap_or(pattern);
    let ends_open = pattern.strip_suffix(".*");
    let text = ends_open.unwrap_or(pattern);
    let starts_open = text.strip_prefix(".*");
    let text = starts_open.unwrap_or(text);
    let operator = match (starts_open.is_some(), ends_open.is_some()) {
        (false, false) => "=",
        (false, true) => "startswith",
        (true, false) => "endswith",
        (true, true) => "contains",
    };
    is_text(text).then(|| format!("write `{operator} {}`", written(text)))
}

/// Whether a pattern stands for itself: one that is simple has no other signs than at its ends.
fn is_text(pattern: &str) -> bool {
    !pattern.is_empty() && !pattern.contains(['.', '+', '*', '?', '^', '$', '"', '\\'])
}

fn written(text: &str) -> String {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || "-_/:".contains(letter);
    if text.chars().all(is_word) {
        text.to_owned()
    } else {
        format!("\"{text}\"")
    }
}

#[cfg(test)]
mod tests {
    use falconet_condition::Span;

    use super::*;

    fn help(pattern: &str) -> Option<String> {
        odd_value(&CompileWarning {
            misuse: Misuse::SimpleRegex,
            value: pattern.as_bytes().to_vec(),
            span: Span::default(),
            side: Span::default(),
        })
    }

    #[test]
    fn the_simpler_operator_is_named() {
        for (pattern, wanted) in [
            ("Create.*", "write `startswith Create`"),
            ("^Create.*$", "write `startswith Create`"),
            (".*User", "write `endswith User`"),
            (".*a b.*", "write `contains \"a b\"`"),
            ("^CreateUser$", "write `= CreateUser`"),
        ] {
            assert_eq!(help(pattern).as_deref(), Some(wanted), "{pattern}");
        }
    }

    #[test]
    fn what_no_operator_says_is_not_named() {
        for pattern in [".*", "", "Create.+", ".?a", "^", "a\"b"] {
            assert_eq!(help(pattern), None, "{pattern}");
        }
    }
}
