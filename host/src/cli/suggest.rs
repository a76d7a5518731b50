//! `suggest`: exceptions for noisy rules.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{GivenRules, JudgedEvents, Size};
use crate::limits::{InputLimits, ModuleLimits, RuleLimits};

/// Options of `suggest`.
#[derive(Debug, Args)]
pub(crate) struct SuggestOptions {
    #[command(flatten)]
    pub(crate) given: GivenRules,
    /// Name of a rule, or a part of it that no other rule has; may be repeated. The noisiest rules if not given
    #[arg(long = "rule", value_name = "NAME")]
    pub(crate) names: Vec<String>,
    #[command(flatten)]
    pub(crate) judged: JudgedEvents,
    /// How suggestions are written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: SuggestFormat,
    /// Alerts that an exception has to remove to be worth it
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) min_alerts: u32,
    /// Files, folders, or - for standard input; gzip and zstd are recognised by content
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    /// Rules that exceptions are suggested for, the noisiest first, at most 100
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100), help_heading = "Limits")]
    pub(crate) max_suggested: u32,
    /// Exceptions that are suggested for each rule, at most 100
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100), help_heading = "Limits")]
    pub(crate) max_proposals: u32,
    /// Alerts of each rule that are looked at, at most 1000000; further ones are only counted
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000), help_heading = "Limits")]
    pub(crate) max_alerts: u32,
    /// Events that are kept to be judged again, all together, at most 1GiB
    #[arg(long, value_name = "SIZE", default_value_t = Size::mebibytes(64), help_heading = "Limits")]
    pub(crate) max_kept: Size,
    /// Largest record; a larger one is counted as malformed and skipped
    #[arg(long, value_name = "SIZE", default_value_t = InputLimits::default().max_record, help_heading = "Limits")]
    pub(crate) max_record: Size,
    #[command(flatten)]
    pub(crate) rule_limits: RuleLimits,
    #[command(flatten)]
    pub(crate) module_limits: ModuleLimits,
}

impl SuggestOptions {
    /// The bounds on the events.
    pub(crate) fn input_limits(&self) -> InputLimits {
        InputLimits {
            max_record: self.max_record,
            ..InputLimits::default()
        }
    }
}

/// How suggestions are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SuggestFormat {
    /// For people
    #[default]
    Text,
    /// A JSON object a line, for each rule (docs/schema/suggest.schema.json)
    Json,
    /// The exceptions alone, as a rules file to be loaded behind the others
    Yaml,
}

impl SuggestFormat {
    /// The word for the module.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Yaml => "yaml",
        }
    }
}
