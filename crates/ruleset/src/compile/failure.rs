//! Why a rule does not become one.

use crate::collect::RuleInfo;
use crate::report::{Context, LoadError};

/// The errors that `skip-if-unknown-filter` turns into a warning.
const SKIPPABLE: [&str; 4] = [
    "nonexistent field",
    "invalid formatting token",
    "unknown event type",
    "unknown filter:",
];

/// Why a rule does not become one.
pub(super) enum Failure {
    /// It asked to be left out in that case.
    Skip(String, Context),
    /// It has errors; none if they were reported before.
    Errors(Vec<LoadError>),
}

/// Whether a rule asks to be left out for an error.
pub(super) fn is_skipped(message: &str, info: &RuleInfo) -> bool {
    info.skip_if_unknown_filter && SKIPPABLE.iter().any(|text| message.contains(text))
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::Errors(vec![error])
    }
}
