//! Why a record is not a JSON value.

/// Why a record was refused, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct ScanError {
    /// Offset of the trouble in the record, in bytes.
    pub offset: usize,
    /// What is wrong there.
    pub kind: ScanErrorKind,
}

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScanErrorKind {
    /// Something else stands where a value should, or nothing.
    #[error("expected a value")]
    ExpectedValue,
    /// An object has something else where a key should be.
    #[error("expected a key in double quotes")]
    ExpectedKey,
    /// A key is followed by something else.
    #[error("expected a colon after a key")]
    ExpectedColon,
    /// A member of an object is followed by something else.
    #[error("expected a comma or a closing brace after a member of an object")]
    ExpectedCommaOrBrace,
    /// An element of an array is followed by something else.
    #[error("expected a comma or a closing bracket after an element of an array")]
    ExpectedCommaOrBracket,
    /// A string has no closing quote.
    #[error("string without a closing quote")]
    UnfinishedString,
    /// Values are nested too deeply.
    #[error("nesting deeper than 300")]
    TooDeep,
    /// Something follows the value.
    #[error("text after the end of the value")]
    TrailingText,
    /// Offsets in the record do not fit in 32 bits.
    #[error("record larger than 4 GiB")]
    TooLarge,
}
