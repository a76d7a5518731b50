//! YAML that cannot be read.

use thiserror::Error;

use super::mark::{Mark, TextIndex};
use super::open::unclosed;

/// Why a text is no YAML that rules can be read from.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum YamlError {
    /// A syntax error that yaml-cpp reports in the same words.
    #[error("yaml-cpp: error at line {}, column {}: {message}", mark.line + 1, mark.column + 1)]
    Known {
        /// Where.
        mark: Mark,
        /// What, in yaml-cpp's words.
        message: String,
    },
    /// A syntax error in our parser's words.
    #[error("error at line {}, column {}: {message}", mark.line + 1, mark.column + 1)]
    Syntax {
        /// Where.
        mark: Mark,
        /// What.
        message: String,
    },
    /// A bound was reached.
    #[error("error at line {}, column {}: {what} exceeds the limit of {limit}", mark.line + 1, mark.column + 1)]
    Limit {
        /// Where.
        mark: Mark,
        /// What there is too much of.
        what: &'static str,
        /// The bound.
        limit: usize,
    },
}

impl YamlError {
    /// Where it went wrong.
    pub const fn mark(&self) -> Mark {
        match self {
            Self::Known { mark, .. } | Self::Syntax { mark, .. } | Self::Limit { mark, .. } => {
                *mark
            }
        }
    }
}

/// What our parser says, and what yaml-cpp says to the same mistake at the same place.
const SAME_MISTAKE: &[(&str, &str)] = &[
    (
        "tabs disallowed within this context",
        "illegal tab when looking for indentation",
    ),
    (
        "while parsing a block mapping, did not find expected key",
        "end of map not found",
    ),
    (
        "while parsing a block collection, did not find expected '-' indicator",
        "end of sequence not found",
    ),
    (
        "while parsing a flow mapping, did not find expected ',' or '}'",
        "end of map flow not found",
    ),
    (
        "while parsing a flow sequence, expected ',' or ']'",
        "end of sequence flow not found",
    ),
    (
        "illegal placement of ':' indicator",
        "end of sequence flow not found",
    ),
    (r#""-" is only valid inside a block"#, "illegal block entry"),
    (
        "block sequence entries are not allowed in this context",
        "illegal block entry",
    ),
    (
        "mapping keys are not allowed in this context",
        "illegal map key",
    ),
    (
        "mapping values are not allowed in this context",
        "illegal map value",
    ),
    (
        "an indentation indicator equal to 0",
        "cannot set zero indentation for a block scalar",
    ),
    (
        "while parsing node, found unknown anchor",
        "the referenced anchor is not defined",
    ),
    ("misplaced bracket", "illegal flow end"),
    ("unexpected character: ", "unknown token"),
];

/// Mistakes that yaml-cpp sees elsewhere, or calls by several names: what our parser says, and what to do with it.
const OTHER_PLACE: &[(&str, OfPlace)] = &[
    ("while parsing a quoted scalar", |offset, index| {
        Some(escape_error(offset, index))
    }),
    (
        "while scanning a plain scalar, found a tab",
        |offset, index| Some(tab_error(offset, index)),
    ),
    (
        "block scalar content cannot start with a tab",
        |offset, index| Some(tab_error(offset, index)),
    ),
    ("found unexpected end of stream", |_, index| {
        Some(known(index.text().len(), "illegal EOF in scalar", index))
    }),
    ("while parsing a flow", wrong_bracket),
    ("while parsing a node", end_in_brackets),
    ("while parsing a block mapping", dash_among_keys),
    ("simple key expect ':'", next_colon),
    ("invalid trailing content", behind_quoted),
];

type OfPlace = fn(usize, &TextIndex<'_>) -> Option<YamlError>;

/// The error for what our parser said about the byte at `offset`.
pub(super) fn syntax_error(offset: usize, said: &str, index: &TextIndex<'_>) -> YamlError {
    let mut elsewhere = OTHER_PLACE.iter().filter(|(ours, _)| said.contains(ours));
    if let Some(error) = elsewhere.find_map(|(_, of_place)| of_place(offset, index)) {
        return error;
    }
    match SAME_MISTAKE.iter().find(|(ours, _)| said.contains(ours)) {
        Some((_, theirs)) => known(offset, theirs, index),
        None => YamlError::Syntax {
            mark: index.mark(offset),
            message: said.to_owned(),
        },
    }
}

fn tab_error(offset: usize, index: &TextIndex<'_>) -> YamlError {
    let tab = tab_in_indentation(offset, index.text());
    let message = "illegal tab when looking for indentation";
    known(tab, message, index)
}

/// The end of the text, where a value was to come.
fn end_in_brackets(offset: usize, index: &TextIndex<'_>) -> Option<YamlError> {
    let (before, rest) = index.text().split_at_checked(offset)?;
    let message = end_of_flow(opening_around(before)?)?;
    rest.is_empty().then(|| known(offset, message, index))
}

/// The bracket or quote that is open at the end of a text.
fn opening_around(before: &str) -> Option<char> {
    let place = unclosed(before, before.len())?;
    before.get(place.start..)?.chars().next()
}

const fn end_of_flow(opening: char) -> Option<&'static str> {
    match opening {
        '[' => Some("end of sequence flow not found"),
        '{' => Some("end of map flow not found"),
        _ => None,
    }
}

/// A bracket that closes what another sign opened.
fn wrong_bracket(offset: usize, index: &TextIndex<'_>) -> Option<YamlError> {
    let closes = index.text().get(offset..)?.starts_with([']', '}']);
    closes.then(|| known(offset, "illegal flow end", index))
}

/// An item where a key was to come: yaml-cpp points at its dash, our parser behind it.
fn dash_among_keys(offset: usize, index: &TextIndex<'_>) -> Option<YamlError> {
    let before = index.text().get(..offset)?.trim_end_matches(' ');
    let is_item = before.ends_with('-') && before.len() < offset;
    is_item.then(|| known(before.len() - 1, "end of map not found", index))
}

/// A line that has no colon reaches to the next one, which yaml-cpp finds wrong.
fn next_colon(offset: usize, index: &TextIndex<'_>) -> Option<YamlError> {
    let line = index.text().get(offset..)?.lines().next()?;
    let colon = line.find(": ")?;
    Some(known(offset + colon, "illegal map value", index))
}

/// Something behind a quoted text: what yaml-cpp misses depends on what the text is part of.
fn behind_quoted(offset: usize, index: &TextIndex<'_>) -> Option<YamlError> {
    let (before, rest) = index.text().split_at_checked(offset)?;
    let message = match opening_around(before) {
        _ if rest.starts_with(['%', '@', '`']) => "unknown token",
        None => "end of map not found",
        Some(sign) => end_of_flow(sign)?,
    };
    Some(known(offset, message, index))
}

fn known(offset: usize, message: &str, index: &TextIndex<'_>) -> YamlError {
    YamlError::Known {
        mark: index.mark(offset),
        message: message.to_owned(),
    }
}

/// The first tab at or behind `offset` that stands before the text of its line.
fn tab_in_indentation(offset: usize, text: &str) -> usize {
    let mut line_start = offset;
    for line in text.get(offset..).unwrap_or_default().split_inclusive('\n') {
        let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
        let tab = line.get(..indentation).and_then(|blanks| blanks.find('\t'));
        match tab {
            Some(tab) if line_start > offset => return line_start + tab,
            _ => line_start += line.len(),
        }
    }
    offset
}

/// yaml-cpp points behind the escape that it cannot read; our parser points at the opening quote at `offset`.
fn escape_error(offset: usize, index: &TextIndex<'_>) -> YamlError {
    let mut at = offset;
    while let Some(next) = index.text().get(at..).and_then(|rest| rest.find('\\')) {
        at += next;
        let escape = index.text().get(at..).unwrap_or_default();
        let length = escape_length(escape);
        if let Some(message) = escape_mistake(escape, length) {
            return known(at + length, &message, index);
        }
        at += length;
    }
    known(offset, "unknown escape character: ", index)
}

fn escape_length(escape: &str) -> usize {
    match escape.chars().nth(1) {
        Some('x') => 4,
        Some('u') => 6,
        Some('U') => 10,
        Some(other) => 1 + other.len_utf8(),
        None => 1,
    }
}

fn escape_mistake(escape: &str, length: usize) -> Option<String> {
    let letter = escape.chars().nth(1)?;
    if matches!(letter, 'x' | 'u' | 'U') {
        return number_mistake(escape.get(2..length).unwrap_or_default());
    }
    let is_known = "0abt\tnvfre \"/\\N_LP\r\n".contains(letter);
    (!is_known).then(|| format!("unknown escape character: {letter}"))
}

fn number_mistake(digits: &str) -> Option<String> {
    match u32::from_str_radix(digits, 16) {
        Ok(number) if char::from_u32(number).is_some() => None,
        Ok(number) => Some(format!("invalid unicode: {number}")),
        Err(_) => Some("bad character found while scanning hex number".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml::{YamlLimits, parse};

    /// What yaml-cpp 0.7 printed for each.
    const RECORDED: &[(&str, &str)] = &[
        (
            "- list: a\n  items: [a, b\n",
            "3, column 1: end of sequence flow not found",
        ),
        (
            "- tags: [a, b\n  condition: a\n",
            "2, column 12: end of sequence flow not found",
        ),
        (
            "- tags: [a, b\n- list: b\n",
            "2, column 7: end of sequence flow not found",
        ),
        (
            "- items: [\n    - a\n  ]\n",
            "2, column 5: illegal block entry",
        ),
        ("- items: [a}\n", "1, column 12: illegal flow end"),
        ("- items: {a: b]\n", "1, column 15: illegal flow end"),
        ("- items: [a]]\n", "1, column 13: illegal flow end"),
        ("- list: [\n", "2, column 1: end of sequence flow not found"),
        ("- a: {b:\n", "2, column 1: end of map flow not found"),
        (
            "- override: {a: b\n",
            "2, column 1: end of map flow not found",
        ),
        (
            "- override: {a: b\n  c: d\n",
            "2, column 4: end of map flow not found",
        ),
        (
            "- items: [\"a\" \"b\"]\n",
            "1, column 15: end of sequence flow not found",
        ),
        (
            "- items: [\"a, \"b\"]\n",
            "1, column 16: end of sequence flow not found",
        ),
        ("- desc: 'it's x'\n", "1, column 13: end of map not found"),
        ("- rule: \"a\" b\n", "1, column 13: end of map not found"),
        (
            "- output: \"user\" %ct.user\n",
            "1, column 18: unknown token",
        ),
        ("- output: %ct.user\n", "1, column 11: unknown token"),
        ("- rule: a: b\n", "1, column 10: illegal map value"),
        (
            "- rule: r\n   condition: a\n",
            "2, column 13: illegal map value",
        ),
        (
            "- rule: r\n desc: d\n",
            "2, column 2: end of sequence not found",
        ),
        (
            "- rule: r\n  desc: d\n  - rule: x\n",
            "3, column 3: end of map not found",
        ),
        (
            "- rule: r\n  desc:d\n  condition: a\n",
            "3, column 12: illegal map value",
        ),
        (
            "- rule: a\n\tdesc: x\n",
            "2, column 1: illegal tab when looking for indentation",
        ),
        (
            "- condition: >\n\tx = y\n",
            "2, column 1: illegal tab when looking for indentation",
        ),
        (
            "- output: \"a\\d\"\n",
            "1, column 15: unknown escape character: d",
        ),
        (
            "- condition: *x\n",
            "1, column 14: the referenced anchor is not defined",
        ),
    ];

    #[test]
    fn common_mistakes_have_the_words_and_the_place_of_yaml_cpp() {
        for (text, expected) in RECORDED {
            let error = parse(text, &YamlLimits::default()).err().unwrap();
            assert_eq!(
                error.to_string(),
                format!("yaml-cpp: error at line {expected}"),
                "{text}"
            );
        }
    }
}
