//! What a test asks of a text, and whether any known text is an answer.

use falconet_ruleset::typed::{Expression, ExpressionKind, Literal, Modifier, Operator, Test};
use regex::{Regex, RegexBuilder};

use crate::quote::quoted;

/// Compiled patterns may take so many bytes.
const REGEX_SIZE: usize = 1 << 20;

/// Something that a test asks of a text.
#[derive(Clone, Debug)]
pub(crate) enum Question<'r> {
    /// It is this text.
    Is(&'r str),
    /// It begins so.
    Begins(&'r str),
    /// It ends so.
    Ends(&'r str),
    /// It contains this.
    Contains(&'r str),
    /// The same with the case of letters left out.
    ContainsAnyCase(&'r str),
    /// A shell pattern of stars, question marks and plain letters matches it.
    Looks(&'r str),
    /// A pattern matches it.
    Matches(&'r str, Box<Regex>),
}

impl<'r> Question<'r> {
    /// Everything that a test asks of the text on its left, one at a time, with the number of the value that it asks
    /// for; nothing of what cannot be told here.
    pub(crate) fn all(test: &'r Test) -> impl Iterator<Item = (usize, Self)> {
        let (operator, literals) = asked(test);
        let numbered = literals.iter().enumerate();
        numbered.filter_map(move |(number, literal)| Some((number, Self::new(operator, literal)?)))
    }

    fn new(operator: Operator, literal: &'r Literal) -> Option<Self> {
        if let Literal::Pattern(pattern) = literal {
            let mut builder = RegexBuilder::new(&pattern.translated);
            let regex = builder.size_limit(REGEX_SIZE).build().ok()?;
            return Some(Self::Matches(&pattern.source, Box::new(regex)));
        }
        let text = text_of(literal)?;
        Some(match operator {
            Operator::Equal | Operator::DoubleEqual | Operator::NotEqual => Self::Is(text),
            Operator::StartsWith => Self::Begins(text),
            Operator::EndsWith => Self::Ends(text),
            Operator::Contains => Self::Contains(text),
            Operator::IContains => Self::ContainsAnyCase(text),
            Operator::Glob if !text.contains(['[', '\\']) => Self::Looks(text),
            _ => return None,
        })
    }

    /// Whether a text is an answer.
    pub(crate) fn holds(&self, text: &str) -> bool {
        match self {
            Self::Is(wanted) => text == *wanted,
            Self::Begins(start) => text.starts_with(start),
            Self::Ends(end) => text.ends_with(end),
            Self::Contains(part) => text.contains(part),
            Self::ContainsAnyCase(part) => contains_any_case(text, part),
            Self::Looks(pattern) => looks(pattern.as_bytes(), text.as_bytes()),
            Self::Matches(_, regex) => regex.is_match(text),
        }
    }

    /// What stands in the rule.
    pub(crate) const fn text(&self) -> &'r str {
        match self {
            Self::Is(text)
            | Self::Begins(text)
            | Self::Ends(text)
            | Self::Contains(text)
            | Self::ContainsAnyCase(text)
            | Self::Looks(text)
            | Self::Matches(text, _) => text,
        }
    }

    /// How the text is asked for: `` `x` ``, ``that starts with `x` ``.
    pub(crate) fn words(&self) -> String {
        let text = quoted(self.text());
        match self {
            Self::Is(_) => text,
            Self::Begins(_) => format!("that starts with {text}"),
            Self::Ends(_) => format!("that ends with {text}"),
            Self::Contains(_) | Self::ContainsAnyCase(_) => format!("that contains {text}"),
            Self::Looks(_) | Self::Matches(..) => format!("that matches {text}"),
        }
    }
}

/// The operator of a test, and what it is given.
const fn asked(test: &Test) -> (Operator, &[Literal]) {
    match test {
        Test::Compare(operator, literal) => (*operator, std::slice::from_ref(literal)),
        Test::CompareEach(operator, Modifier::AnyOf | Modifier::OneOf, literals) => {
            (*operator, literals.as_slice())
        }
        Test::In(literals) | Test::Intersects(literals) => (Operator::Equal, literals.as_slice()),
        _ => (Operator::Equal, &[]),
    }
}

/// The name of a field that is tested as it is.
pub(crate) fn plain_field(expression: &Expression) -> Option<&str> {
    matches!(expression.kind, ExpressionKind::Field(_)).then_some(expression.text.as_str())
}

/// The texts that a test for equality lets through; nothing if it is another test.
pub(crate) fn equal_texts(test: &Test) -> Option<Vec<&str>> {
    match asked(test) {
        (_, []) => None,
        (Operator::Equal | Operator::DoubleEqual, literals) => {
            literals.iter().map(text_of).collect()
        }
        _ => None,
    }
}

fn text_of(literal: &Literal) -> Option<&str> {
    match literal {
        Literal::Text(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
}

fn contains_any_case(text: &str, part: &str) -> bool {
    let (text, part) = (text.to_ascii_lowercase(), part.to_ascii_lowercase());
    text.contains(&part)
}

/// A star takes any bytes, a question mark one. Only the last star is ever tried again.
fn looks(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut pattern_at) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(at) {
        match pattern.get(pattern_at) {
            Some(b'*') => {
                star = Some((pattern_at + 1, at));
                pattern_at += 1;
            }
            Some(wanted) if *wanted == b'?' || wanted == byte => {
                at += 1;
                pattern_at += 1;
            }
            _ => {
                let Some((behind, taken)) = star else {
                    return false;
                };
                star = Some((behind, taken + 1));
                (at, pattern_at) = (taken + 1, behind);
            }
        }
    }
    let rest = pattern.get(pattern_at..).unwrap_or_default();
    rest.iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_take_anything_and_question_marks_one_byte() {
        for (pattern, text, wanted) in [
            ("Create*", "CreateUser", true),
            ("*User", "CreateUser", true),
            ("C*t?U*r", "CreateUser", true),
            ("Create", "CreateUser", false),
            ("?reate*User", "CreateUser", true),
            ("*x*", "CreateUser", false),
            ("", "", true),
            ("?", "", false),
            ("**", "", true),
        ] {
            assert_eq!(
                looks(pattern.as_bytes(), text.as_bytes()),
                wanted,
                "{pattern}"
            );
        }
    }

    #[test]
    fn each_question_has_its_answer_and_its_words() {
        let questions = [
            (Question::Is("ab"), "ab", "`ab`"),
            (Question::Begins("a"), "ab", "that starts with `a`"),
            (Question::Ends("b"), "ab", "that ends with `b`"),
            (Question::Contains("b"), "abc", "that contains `b`"),
            (Question::ContainsAnyCase("B"), "abc", "that contains `B`"),
            (Question::Looks("a*"), "abc", "that matches `a*`"),
        ];
        for (question, text, words) in questions {
            assert!(question.holds(text), "{words}");
            assert!(!question.holds("zzz"), "{words}");
            assert_eq!(question.words(), words);
        }
    }
}
