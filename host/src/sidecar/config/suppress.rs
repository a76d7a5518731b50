//! Which alerts are left out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cli::TimeSpan;

/// Which alerts are left out; none if this is empty.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SuppressConfig {
    /// Alerts like one that went out.
    pub(crate) identical: Option<IdenticalConfig>,
    /// Alerts of a rule beyond a number.
    pub(crate) rate: Option<RateConfig>,
    /// How often it is told what was left out.
    pub(crate) summary: TimeSpan,
}

impl Default for SuppressConfig {
    fn default() -> Self {
        Self {
            identical: None,
            rate: None,
            summary: TimeSpan::whole(60),
        }
    }
}

/// Which alerts are alike.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct IdenticalConfig {
    /// How long after one that went out others are left out.
    pub(crate) window: TimeSpan,
    /// The output fields that must be the same, besides the rule; all but those that tell every two events apart if there
    /// are none here.
    pub(crate) fields: Vec<String>,
    /// Alerts that are remembered; the oldest are forgotten first.
    pub(crate) max_alerts: usize,
}

impl Default for IdenticalConfig {
    fn default() -> Self {
        Self {
            window: TimeSpan::whole(60),
            fields: Vec::new(),
            max_alerts: 65_536,
        }
    }
}

/// How many alerts of a rule go out.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RateConfig {
    /// So many.
    pub(crate) alerts: u64,
    /// In this time.
    pub(crate) per: TimeSpan,
}
