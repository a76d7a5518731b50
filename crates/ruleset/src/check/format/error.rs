//! Why an output text is no format, and where.

use falconet_condition::Span;

/// Why an output text is no format, and where. Displays as Falco's message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct FormatError {
    /// What is wrong.
    pub kind: FormatErrorKind,
    /// The offending part of the output text, in bytes.
    pub span: Span,
}

/// The kinds of [`FormatError`]. The texts are Falco's, the unfinished one included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatErrorKind {
    /// No text at all.
    #[error("empty formatting token")]
    Empty,
    /// A `%` at the end.
    #[error("invalid formatting syntax: formatting cannot end with a %")]
    EndsWithPercent,
    /// A `%` and a width at the end.
    #[error("invalid formatting syntax: formatting cannot end with a number")]
    EndsWithNumber,
    /// A `%` that no field follows.
    #[error("unknown filter: unexpected token after '")]
    UnknownField,
}

impl FormatErrorKind {
    pub(crate) const fn at(self, span: Span) -> FormatError {
        FormatError { kind: self, span }
    }
}
