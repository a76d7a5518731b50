//! What a comment says.

use crate::levels::{UnknownLint, known};
use crate::lint::Lint;

/// What comments for falconet begin with, behind their `#`.
pub(crate) const PREFIX: &str = "falconet:";
const ALLOW: &str = "allow(";

/// A comment that allows something.
#[derive(Debug)]
pub(crate) struct Directive {
    /// The lints that it names.
    pub(crate) names: Vec<Allowed>,
    /// Whether it says why.
    pub(crate) has_reason: bool,
}

/// A lint that a comment names.
pub(crate) type Allowed = Result<&'static Lint, UnknownLint>;

/// What a comment says to falconet, if it says anything.
pub(crate) fn for_us(comment: &str) -> Option<&str> {
    let text = comment.trim_start_matches('#').trim_start();
    Some(text.strip_prefix(PREFIX)?.trim_start())
}

/// What is allowed; nothing if that is not understood.
pub(crate) fn directive(text: &str) -> Option<Directive> {
    let (names, reason) = text.strip_prefix(ALLOW)?.split_once(')')?;
    let names: Vec<_> = names.split(',').map(|name| known(name.trim())).collect();
    let has_reason = reason.contains(char::is_alphanumeric);
    Some(Directive { names, has_reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn understood(comment: &str) -> Directive {
        directive(for_us(comment).unwrap()).unwrap()
    }

    #[test]
    fn several_lints_are_allowed_by_code_or_name() {
        let directive = understood("## falconet: allow(FN0301, redefined) since it is so");
        let codes: Vec<_> = directive
            .names
            .iter()
            .flatten()
            .map(|lint| lint.code)
            .collect();
        assert_eq!(codes, ["FN0301", "FN0301"]);
        assert!(directive.has_reason);
    }

    #[test]
    fn a_reason_has_words() {
        assert!(!understood("# falconet: allow(FN0301)").has_reason);
        assert!(!understood("# falconet: allow(FN0301): -").has_reason);
    }

    #[test]
    fn an_unknown_lint_is_kept_as_one() {
        let unknown = understood("#falconet:allow(redefine) x").names.remove(0);
        assert_eq!(unknown.unwrap_err().nearest, Some("redefined"));
    }

    #[test]
    fn anything_else_for_falconet_is_not_understood() {
        assert!(directive("deny(FN0301)").is_none());
        assert!(directive("allow(FN0301").is_none());
        assert_eq!(for_us("# falconet: off"), Some("off"));
        assert_eq!(for_us("# about falconet: nothing"), None);
    }
}
