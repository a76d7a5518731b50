//! When rules are read again without being told to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cli::TimeSpan;

/// When rules are read again without being told to.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ReloadConfig {
    /// Whether rules are read again once their files change.
    pub(crate) watch: bool,
    /// How often one looks whether they did; a change counts once two looks saw the same.
    pub(crate) interval: TimeSpan,
}

impl Default for ReloadConfig {
    fn default() -> Self {
        Self {
            watch: true,
            interval: TimeSpan::whole(2),
        }
    }
}
