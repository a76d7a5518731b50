//! A line of the catalogue that is not understood.

use thiserror::Error;

/// A line of the catalogue, or of what is irregular, that is not understood.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the line `{0}` is not understood")]
pub struct BadLine(pub String);

impl BadLine {
    pub(super) fn of(line: &str) -> Self {
        Self(line.to_owned())
    }
}
