//! What RE2 says about a bad pattern.

/// Why RE2 refuses a pattern. The texts are RE2's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegexError {
    /// A backslash and something that it does not go with.
    #[error("invalid escape sequence: {0}")]
    Escape(String),
    /// A backslash at the end.
    #[error("trailing \\")]
    TrailingBackslash,
    /// A range that runs backwards, a `-` in the middle of a set, or an unknown `[:name:]`.
    #[error("invalid character class range: {0}")]
    ClassRange(String),
    /// A set that is never closed.
    #[error("missing ]: {0}")]
    MissingBracket(String),
    /// A group that is never closed; the text is the whole pattern.
    #[error("missing ): {0}")]
    MissingParenthesis(String),
    /// A `)` that closes nothing; the text is the whole pattern.
    #[error("unexpected ): {0}")]
    UnexpectedParenthesis(String),
    /// A quantifier with nothing before it.
    #[error("no argument for repetition operator: {0}")]
    RepeatArgument(String),
    /// A count above 1000, alone or multiplied by those around it, or one that runs backwards.
    #[error("invalid repetition size: {0}")]
    RepeatSize(String),
    /// Bytes that are not UTF-8.
    #[error("invalid UTF-8")]
    InvalidUtf8,
    /// A pattern whose program would be too long.
    #[error("pattern too large - compile failed")]
    TooLarge,
}

/// A piece of a pattern as an error shows it.
pub(super) fn shown(piece: &[u8]) -> String {
    String::from_utf8_lossy(piece).into_owned()
}
