//! Why a parsed condition cannot be compiled, and where.

use falconet_condition::Span;
use falconet_event::catalogue::FieldError;

use super::{BetweenError, OperatorError, TransformerError, ValueError};

/// Why a parsed condition cannot be compiled, and where. Displays as Falco's message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct CheckError {
    /// What is wrong.
    pub kind: CheckErrorKind,
    /// The offending part of the condition's text.
    pub span: Span,
}

/// The kinds of [`CheckError`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckErrorKind {
    /// A macro that nobody resolved.
    #[error("filter error: unexpected identifier '{0}'")]
    Macro(String),
    /// Macros within macros made the condition too deep.
    #[error("conditions nest deeper than {0} levels")]
    TooDeep(usize),
    /// A name that means no field, or a field with a wrong argument.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// A transformer that cannot be applied.
    #[error(transparent)]
    Transformer(#[from] TransformerError),
    /// An operator that the left side does not have.
    #[error(transparent)]
    Operator(#[from] OperatorError),
    /// A value that the left side cannot be compared with.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// A right-hand expression that the left side cannot be compared with.
    #[error(transparent)]
    Between(#[from] BetweenError),
}

/// What recursive checks give: a large error would be in every frame.
pub(super) type Checked<T> = Result<T, Box<CheckError>>;

/// Says where something went wrong: `.map_err(at(span))`.
pub(super) fn at<E: Into<CheckErrorKind>>(span: Span) -> impl FnOnce(E) -> Box<CheckError> {
    move |kind| {
        Box::new(CheckError {
            kind: kind.into(),
            span,
        })
    }
}
