//! How hard an output tries, and where alerts wait meanwhile.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Durability;
use crate::cli::{Size, TimeSpan};

/// How an output tries again.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RetryConfig {
    /// How long it waits after the first failure; each time twice as long, and a random part more.
    pub(crate) first: TimeSpan,
    /// The longest wait.
    pub(crate) most: TimeSpan,
    /// How long an output that is required tries before the events are refused. Others try until they succeed.
    pub(crate) within: TimeSpan,
}

impl Default for RetryConfig {
    fn default() -> Self {
        Self {
            first: TimeSpan::millis(100),
            most: TimeSpan::whole(30),
            within: TimeSpan::whole(5),
        }
    }
}

/// When an output is left alone.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct BreakerConfig {
    /// Failures in a row after which nothing is tried for a while.
    pub(crate) failures: u32,
    /// How long; then one try tells whether it goes on.
    pub(crate) open_for: TimeSpan,
}

impl Default for BreakerConfig {
    fn default() -> Self {
        Self {
            failures: 5,
            open_for: TimeSpan::whole(5),
        }
    }
}

/// Where alerts wait for an output that is not required.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SpillConfig {
    /// Bytes on disk.
    pub(crate) max_size: Size,
    /// What happens when they are used up.
    pub(crate) when_full: WhenFull,
    /// When alerts count as there.
    pub(crate) durability: Durability,
}

impl Default for SpillConfig {
    fn default() -> Self {
        Self {
            max_size: Size::mebibytes(1024),
            when_full: WhenFull::DropOldest,
            durability: Durability::Fsync,
        }
    }
}

/// What happens when a spill is full.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WhenFull {
    /// The oldest alerts are lost to the output, and counted.
    #[default]
    DropOldest,
    /// Events are refused until there is room.
    Block,
}
