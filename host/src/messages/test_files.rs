//! What a file of tests names.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::RulesFile;

/// What is asked of a file of tests, or of what may be one.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct TestFilesRequest<'a> {
    pub(crate) file: &'a RulesFile,
    /// Whether it is only asked whether it holds rules.
    pub(crate) only_rules: bool,
}

/// The answer: paths from the folder of the file of tests.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct TestFilesAnswer {
    pub(crate) rules: Vec<PathBuf>,
    pub(crate) inputs: Vec<String>,
    /// Whether it holds rules in place of tests.
    #[serde(default)]
    pub(crate) holds_rules: bool,
}
