//! Texts that a value must contain for a test to hold, so that one search for many of them can stand in for many tests.

use falconet_ruleset::typed::{Literal, Operator, Pattern, Test};
use regex_syntax::hir::{Hir, HirKind};

/// What a lossy reading puts in place of bytes that are not UTF-8: it need not stand in the value.
const REPLACEMENT: &str = "\u{fffd}";

/// A text that a value must contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Needle {
    pub(crate) text: Vec<u8>,
    /// Whether the test holds of every value that contains it.
    pub(crate) decides: bool,
}

impl Needle {
    /// The needle of a test, if it has one.
    pub(crate) fn of(test: &Test) -> Option<Self> {
        match test {
            Test::Compare(Operator::Contains, Literal::Text(part)) if !part.is_empty() => {
                Some(Self {
                    text: part.clone(),
                    decides: true,
                })
            }
            Test::Compare(_, Literal::Pattern(pattern)) => Some(Self {
                text: part_of_matches(pattern)?,
                decides: false,
            }),
            _ => None,
        }
    }
}

/// The longest text that stands in everything that a pattern matches, if there is one.
pub(crate) fn part_of_matches(pattern: &Pattern) -> Option<Vec<u8>> {
    let tree = regex_syntax::parse(&pattern.translated).ok()?;
    longest_literal(&tree).map(<[u8]>::to_vec)
}

/// The longest text that stands in everything that a pattern matches. Recursion is bounded by the parser. Letters of
/// both cases are no literals in the tree.
fn longest_literal(tree: &Hir) -> Option<&[u8]> {
    match tree.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            (!text.contains(REPLACEMENT)).then_some(&*literal.0)
        }
        HirKind::Capture(capture) => longest_literal(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => longest_literal(&repetition.sub),
        HirKind::Concat(parts) => {
            let literals = parts.iter().filter_map(longest_literal);
            literals.max_by_key(|literal| literal.len())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_pattern(translated: &str) -> Option<String> {
        let pattern = Pattern {
            source: translated.to_owned(),
            translated: translated.to_owned(),
        };
        let needle = Needle::of(&Test::Compare(Operator::Regex, Literal::Pattern(pattern)))?;
        assert!(!needle.decides);
        Some(String::from_utf8(needle.text).unwrap())
    }

    #[test]
    fn what_every_match_has_is_found() {
        assert_eq!(of_pattern(r"\A(?:.*needle[0-9]+x)\z").unwrap(), "needle");
        assert_eq!(of_pattern(r"\A(?:(ab)+c{2}d?)\z").unwrap(), "ab");
        assert_eq!(of_pattern(r"\A(?:.*é.*)\z").unwrap(), "é");
    }

    #[test]
    fn what_some_match_lacks_is_not() {
        for pattern in [
            r"\A(?:a|b)\z",
            r"\A(?:(abc)?)\z",
            r"\A(?:(abc)*)\z",
            r"(?i)\A(?:abc)\z",
            r"\A(?:[a-c]+)\z",
            r"\A(?:\x{fffd})\z",
        ] {
            assert_eq!(of_pattern(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn only_contains_is_decided_by_its_text() {
        let test = |operator, text: &str| {
            Needle::of(&Test::Compare(
                operator,
                Literal::Text(text.as_bytes().to_vec()),
            ))
        };
        assert!(test(Operator::Contains, "a").unwrap().decides);
        assert_eq!(test(Operator::Contains, ""), None);
        assert_eq!(test(Operator::IContains, "a"), None);
        assert_eq!(test(Operator::StartsWith, "a"), None);
    }
}
