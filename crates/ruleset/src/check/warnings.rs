//! What Falco warns of in the values of a condition that compiles.

use std::fmt;

use falconet_condition::Span;
use falconet_condition::ast::{Check, Literal, Operator, Transformer};
use falconet_event::catalogue::{FieldError, Source};

/// A value that is probably not what its author meant. Displays as Falco's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileWarning {
    /// What is odd about it.
    pub misuse: Misuse,
    /// The value.
    pub value: Vec<u8>,
    /// Where it stands in the text of the condition.
    pub span: Span,
    /// Where the right-hand side that it is part of stands. Falco's position is the beginning of this.
    pub side: Span,
}

/// What is odd about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misuse {
    /// A `regex` that a simpler operator could do.
    SimpleRegex,
    /// A string that is the name of a field.
    Field,
    /// A string that looks like a transformer applied to something.
    Transformer,
}

impl fmt::Display for CompileWarning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = String::from_utf8_lossy(&self.value);
        match self.misuse {
            Misuse::SimpleRegex => write!(
                out,
                "regex check with '{value}' may be optimized with simpler operators such as '=', 'contains', 'startswith', 'endswith'"
            ),
            Misuse::Field => write!(
                out,
                "'{value}' may be a valid field misused as a const string value"
            ),
            Misuse::Transformer => write!(
                out,
                "'{value}' may be a valid field transformer misused as a const string value"
            ),
        }
    }
}

/// Notes what is odd about a value.
pub(super) fn note(
    check: &Check,
    literal: &Literal,
    source: &Source,
    warnings: &mut Vec<CompileWarning>,
) {
    let simple_regex = (check.operator == Operator::Regex && is_simple(&literal.value))
        .then_some(Misuse::SimpleRegex);
    let expression = expression_misuse(&literal.value, source);
    let found = [simple_regex, expression].into_iter().flatten();
    warnings.extend(found.map(|misuse| CompileWarning {
        misuse,
        value: literal.value.clone(),
        span: literal.span,
        side: check.right_span,
    }));
}

/// Whether nothing in a pattern needs a regex. A leading `^`, a trailing `$`, and a repeated `.` at either end
/// do not.
fn is_simple(pattern: &[u8]) -> bool {
    let last = pattern.len().saturating_sub(1);
    let mut is_repeated_dot = false;
    for (index, byte) in pattern.iter().enumerate() {
        if std::mem::take(&mut is_repeated_dot) {
            continue;
        }
        is_repeated_dot = *byte == b'.' && repeats_at_an_end(pattern, index);
        let is_anchor = (index == 0 && *byte == b'^') || (index == last && *byte == b'$');
        if is_meta(*byte) && !is_anchor && !is_repeated_dot {
            return false;
        }
    }
    true
}

const fn is_meta(byte: u8) -> bool {
    matches!(
        byte,
        b'.' | b'+'
            | b'*'
            | b'?'
            | b'^'
            | b'$'
            | b'('
            | b')'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'|'
            | b'\\'
    )
}

fn repeats_at_an_end(pattern: &[u8], dot: usize) -> bool {
    let is_repeated = matches!(pattern.get(dot + 1), Some(b'+' | b'*' | b'?'));
    is_repeated && (dot == 0 || dot + 2 == pattern.len())
}

/// A field with a wrong argument is a field still, so nothing else is looked for.
fn expression_misuse(value: &[u8], source: &Source) -> Option<Misuse> {
    let dense: Vec<u8> = value
        .iter()
        .copied()
        .filter(|byte| !is_c_space(*byte))
        .collect();
    match source.resolve(&dense) {
        Ok(_) => Some(Misuse::Field),
        Err(FieldError::Nonexistent { .. }) => {
            looks_transformed(&dense).then_some(Misuse::Transformer)
        }
        Err(FieldError::Argument { .. }) => None,
    }
}

const fn is_c_space(byte: u8) -> bool {
    matches!(byte, b' ' | 0x09..=0x0D)
}

fn looks_transformed(text: &[u8]) -> bool {
    Transformer::ALL.iter().any(|transformer| {
        let call = text.strip_prefix(transformer.word().as_bytes());
        call.is_some_and(|call| call.len() >= 2 && call.starts_with(b"(") && call.ends_with(b")"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::mock::warnings_of;
    use super::*;

    #[test]
    fn patterns_without_need_for_a_regex_are_simple() {
        for pattern in [
            "abc", "^abc$", "^abc", "abc$", ".*abc", "abc.*", ".+abc.?", "^abc.*", ".*", "", "^",
            "$",
        ] {
            assert!(is_simple(pattern.as_bytes()), "{pattern}");
        }
    }

    #[test]
    fn patterns_with_anything_else_are_not() {
        for pattern in [
            ".", "a.c", "a.*c", "^.*abc", "abc.*$", "a|b", "(a)", "[a]", "a{1}", r"a\.*", "a^",
            "$a", "a*",
        ] {
            assert!(!is_simple(pattern.as_bytes()), "{pattern}");
        }
    }

    #[test]
    fn values_that_are_fields_or_transformers_are_warned_of_in_order() {
        assert_eq!(
            warnings_of("t.string in (ok, u.string, 'toupper( x )') and t.string regex a.key[k]"),
            [
                "'u.string' may be a valid field misused as a const string value",
                "'toupper( x )' may be a valid field transformer misused as a const string value",
                "'a.key[k]' may be a valid field misused as a const string value",
            ]
        );
    }

    #[test]
    fn a_value_may_be_odd_in_two_ways() {
        assert_eq!(
            warnings_of("t.string regex 'val()'"),
            ["'val()' may be a valid field transformer misused as a const string value"]
        );
        assert_eq!(warnings_of("t.string regex abc").len(), 1);
    }

    #[test]
    fn a_field_with_a_wrong_argument_is_no_reason_to_warn() {
        assert!(warnings_of("t.string = a.key").is_empty());
        assert!(warnings_of("t.string = nope.x").is_empty());
    }

    #[test]
    fn values_are_compared_without_their_white_space_but_shown_with_it() {
        assert_eq!(
            warnings_of("t.string = 'u.string '"),
            ["'u.string ' may be a valid field misused as a const string value"]
        );
    }
}
