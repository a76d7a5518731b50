//! Checking: parsed conditions and output texts against the fields of a source.
//!
//! Errors are found in Falco's order, left to right: the fields of a check, its operator, its values. Their
//! texts are Falco's own; where they point to is ours.

mod between;
mod condition;
mod error;
mod exists;
mod expression;
mod format;
mod leaf;
mod literals;
mod operators;
mod regex;
mod transformers;
mod warnings;

pub use between::BetweenError;
pub(crate) use condition::condition_with_errors;
pub use condition::{MAX_DEPTH, condition};
pub use error::{CheckError, CheckErrorKind};
pub(crate) use exists::field_exists;
pub use format::{FormatError, FormatErrorKind, MAX_WIDTH, format};
pub use literals::ValueError;
pub use operators::OperatorError;
pub(crate) use operators::types_with;
pub use transformers::TransformerError;
pub use warnings::{CompileWarning, Misuse};

#[cfg(test)]
mod mock;
