//! `witness`: events that are made for rules.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::GivenRules;
use crate::limits::{ModuleLimits, RuleLimits};

/// Options of `witness`.
#[derive(Debug, Args)]
pub(crate) struct WitnessOptions {
    #[command(flatten)]
    pub(crate) given: GivenRules,
    /// Name of a rule, or a part of it that no other rule has; may be repeated. All rules if not given
    #[arg(long = "rule", value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// Only rules of this source, such as `aws_cloudtrail`
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// Make no event, but cut down the first here that fires the rule: a file, a folder, or - for standard input; gzip and zstd are recognised by content
    #[arg(long, value_name = "INPUT", requires = "names")]
    pub(crate) shrink: Option<PathBuf>,
    /// How events are written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: WitnessFormat,
    /// Write a file of tests for `falconet test`: the same as --format test
    #[arg(long, conflicts_with = "format")]
    pub(crate) as_test: bool,
    /// Events that are judged for each rule, at most 1048576
    #[arg(long, value_name = "N", default_value_t = 4096, value_parser = clap::value_parser!(u32).range(1..=1_048_576), help_heading = "Limits")]
    pub(crate) max_evaluations: u32,
    #[command(flatten)]
    pub(crate) rule_limits: RuleLimits,
    #[command(flatten)]
    pub(crate) module_limits: ModuleLimits,
}

impl WitnessOptions {
    /// How events are written.
    pub(crate) const fn format(&self) -> WitnessFormat {
        if self.as_test {
            WitnessFormat::Test
        } else {
            self.format
        }
    }
}

/// How events are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum WitnessFormat {
    /// For people
    #[default]
    Text,
    /// A JSON object a line, for each rule (docs/schema/witness.schema.json)
    Json,
    /// A file of tests for `falconet test`
    Test,
}
