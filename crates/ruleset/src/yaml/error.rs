//! YAML that cannot be read.

use thiserror::Error;

use super::mark::{Mark, TextIndex};

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

/// The error for what our parser said about the byte at `offset`.
pub(super) fn syntax_error(offset: usize, said: &str, index: &TextIndex<'_>) -> YamlError {
    if said.contains("while parsing a quoted scalar") {
        return escape_error(offset, index);
    }
    if said.contains("while scanning a plain scalar, found a tab") {
        return known(
            tab_in_indentation(offset, index.text()),
            "illegal tab when looking for indentation",
            index,
        );
    }
    if said.contains("found unexpected end of stream") {
        return known(index.text().len(), "illegal EOF in scalar", index);
    }
    match SAME_MISTAKE.iter().find(|(ours, _)| said.contains(ours)) {
        Some((_, theirs)) => known(offset, theirs, index),
        None => YamlError::Syntax {
            mark: index.mark(offset),
            message: said.to_owned(),
        },
    }
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
