//! What can be wrong with a condition, in Falco's words.

use std::fmt;

use crate::Position;
use crate::ast::{Operator, Transformer};

/// Why a text is not a condition, and where. Displays as Falco's message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct ParseError {
    /// What is wrong.
    pub kind: ParseErrorKind,
    /// Where the parser stood.
    pub position: Position,
}

/// The kinds of [`ParseError`]. Each displays as Falco's message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// There is no text at all.
    #[error("filter input string is empty")]
    Empty,
    /// A condition ended, but the text goes on.
    #[error("unexpected token after '{after}', expecting 'or', 'and'")]
    UnexpectedToken {
        /// The last token that was understood, unescaped; not UTF-8 is replaced.
        after: String,
    },
    /// `or` or `and` runs into the next word.
    #[error("expected blank or '(' after '{0}'")]
    ExpectedBlank(&'static str),
    /// A group or a list is not closed.
    #[error("expected a ')' token")]
    ExpectedClosingParenthesis,
    /// Nothing that could start a check.
    #[error("expected a '(' token, a field check, or an identifier")]
    ExpectedCheck,
    /// Nothing usable between the brackets behind a field or a transformer.
    #[error("expected a valid field argument: a quoted string or a bare string")]
    ExpectedFieldArgument,
    /// A bracket is not closed.
    #[error("expected a ']' token")]
    ExpectedClosingBracket,
    /// A transformer, or `val`, is not closed.
    #[error("expected a ')' token closing the transformer")]
    ExpectedTransformerEnd,
    /// Nothing a transformer could be applied to.
    #[error(
        "expected field transformer argument: field, transformer, quoted string, number, or transformer list"
    )]
    ExpectedTransformerArgument,
    /// Nothing that could stand in a list among a transformer's arguments.
    #[error("expected transformer list argument: field, transformer, quoted string, or number")]
    ExpectedTransformerListItem,
    /// A list among a transformer's arguments is not closed.
    #[error("expected ')'")]
    ExpectedTransformerListEnd,
    /// `val` takes a plain field.
    #[error("expected a field within 'val' transformer")]
    ExpectedFieldInVal,
    /// A field is not followed by an operator.
    #[error(
        "expected a valid check operator: one of {}",
        quoted_words(Operator::ALL)
    )]
    ExpectedOperator,
    /// `<`, `<=`, `>`, `>=` need a number.
    #[error(
        "expected a number value or {FIELD_WITH_TRANSFORMER}: {}",
        quoted_words(Transformer::ALL)
    )]
    ExpectedNumber,
    /// A string operator needs a string.
    #[error(
        "expected a string value or {FIELD_WITH_TRANSFORMER}: {}",
        quoted_words(Transformer::ALL)
    )]
    ExpectedText,
    /// `in`, `intersects`, `pmatch` need a list.
    #[error(
        "expected a list, an identifier, or {FIELD_WITH_TRANSFORMER}: {}",
        quoted_words(Transformer::ALL)
    )]
    ExpectedList,
    /// `oneof`, `anyof`, `allof` need a list.
    #[error("expected a list or an identifier")]
    ExpectedPlainList,
    /// A comma in a list is not followed by a value.
    #[error("expected a string value")]
    ExpectedListItem,
    /// The text of an operand starts with neither a field nor a transformer.
    #[error("expected a field or a transformer")]
    ExpectedOperand,
    /// The text nests too deep.
    #[error("exceeded max depth limit of {0}")]
    TooDeep(usize),
    /// A quoted string holds a bad escape.
    #[error(transparent)]
    Escape(#[from] EscapeError),
}

const FIELD_WITH_TRANSFORMER: &str = "a field with a valid transformer";

/// A backslash in a quoted string that starts no escape.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EscapeError {
    /// A backslash before a character that has no escape.
    #[error("unsupported string escape sequence: \\{0}")]
    Unsupported(char),
    /// `\"` inside `'…'`, or `\'` inside `"…"`.
    #[error("invalid \\{escaped} escape in {quote}-quoted string")]
    OtherQuote {
        /// The quote behind the backslash.
        escaped: char,
        /// The quote around the string.
        quote: char,
    },
    /// `\x` with fewer than two characters before the end.
    #[error("truncated hex char escape sequence")]
    TruncatedHex,
    /// `\x` followed by something other than two hex digits.
    #[error("invalid hex char escape sequence: {0}")]
    InvalidHex(String),
}

fn quoted_words<W: fmt::Display>(words: &[W]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    quoted.join(", ")
}
