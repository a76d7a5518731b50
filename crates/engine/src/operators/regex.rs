//! `regex`: the whole value matches a pattern that the loader has translated from RE2's POSIX syntax.

use std::borrow::Cow;

use falconet_ruleset::typed::Pattern;
use regex::{Regex, RegexBuilder};

use super::{TextTest, Work};

/// A pattern that cannot be compiled.
#[derive(Debug, thiserror::Error)]
#[error("regex pattern `{pattern}` cannot be compiled: {cause}")]
pub struct RegexError {
    /// As written in the rule.
    pub pattern: String,
    /// What the regex compiler says.
    pub cause: Box<regex::Error>,
}

/// `regex pattern`.
#[derive(Debug)]
pub(super) struct Matches(Regex);

impl Matches {
    /// Compiles `pattern` within `size_limit` bytes.
    pub(super) fn new(pattern: &Pattern, size_limit: usize) -> Result<Self, RegexError> {
        RegexBuilder::new(&pattern.translated)
            .size_limit(size_limit)
            .build()
            .map(Self)
            .map_err(|cause| RegexError {
                pattern: pattern.source.clone(),
                cause: Box::new(cause),
            })
    }
}

impl TextTest for Matches {
    /// Falco replaces what is not UTF-8 before it asks RE2.
    fn holds(&self, value: &[u8], _: &mut Work) -> bool {
        let text: Cow<'_, str> = String::from_utf8_lossy(value);
        self.0.is_match(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(translated: &str, value: &[u8]) -> bool {
        let pattern = Pattern {
            source: translated.to_owned(),
            translated: translated.to_owned(),
        };
        Matches::new(&pattern, 1 << 20)
            .unwrap()
            .holds(value, &mut Work::default())
    }

    #[test]
    fn a_dot_is_one_code_point_even_for_a_stray_byte() {
        assert!(matches(r"\A(?:.)\z", "é".as_bytes()));
        assert!(matches(r"\A(?:.)\z", b"\xff"));
        assert!(matches(r"\A(?:\x{fffd})\z", b"\xff"));
    }

    #[test]
    fn a_pattern_over_the_limit_is_an_error_that_shows_it() {
        let pattern = Pattern {
            source: "a{1000}".to_owned(),
            translated: r"\A(?:(a{1000}){1000})\z".to_owned(),
        };
        let error = Matches::new(&pattern, 1 << 10).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("regex pattern `a{1000}` cannot be compiled")
        );
    }
}
