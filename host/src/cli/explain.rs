//! `explain`: why rules fire on events, or do not.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{JudgedEvents, Size};
use crate::limits::{InputLimits, ModuleLimits, RuleLimits};

/// Bytes given to the module at once: what it says of events can be a thousand times as long as they are.
const BATCH: Size = Size::of_bytes(16 << 10);

/// Options of `explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainOptions {
    /// Rules: a file, a folder of .yaml and .yml files, a pattern, or - for standard input; may be repeated, order counts
    #[arg(
        short,
        long = "rules",
        value_name = "RULES",
        required_unless_present = "fields"
    )]
    pub(crate) rules: Vec<PathBuf>,
    /// Name of a rule to explain, or a part of it that no other rule has; may be repeated. All rules if not given
    #[arg(long = "rule", value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// Set a Falco configuration key, such as `rule_matching=all`; may be repeated, order counts
    #[arg(short = 'o', long = "option", value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
    #[command(flatten)]
    pub(crate) judged: JudgedEvents,
    /// Say what every field of an event is, and where it was read; no rules are needed
    #[arg(long, conflicts_with_all = ["rules", "names", "near"])]
    pub(crate) fields: bool,
    /// With --fields: only those that are read from this path, such as `requestParameters.functionName`
    #[arg(long, value_name = "PATH")]
    pub(crate) path: Option<String>,
    /// Say of each rule which N events, up to 1000, came nearest to firing it, and nothing else
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) near: Option<u32>,
    /// How explanations are written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ExplainFormat,
    /// Files, folders, or - for standard input; gzip and zstd are recognised by content
    #[arg(value_name = "EVENT", required = true)]
    pub(crate) events: Vec<PathBuf>,
    /// Largest record; a larger one is counted as malformed and skipped
    #[arg(long, value_name = "SIZE", default_value_t = InputLimits::default().max_record, help_heading = "Limits")]
    pub(crate) max_record: Size,
    #[command(flatten)]
    pub(crate) rule_limits: RuleLimits,
    #[command(flatten)]
    pub(crate) module_limits: ModuleLimits,
}

impl ExplainOptions {
    /// The bounds on the events.
    pub(crate) fn input_limits(&self) -> InputLimits {
        InputLimits {
            max_record: self.max_record,
            batch: BATCH,
            ..InputLimits::default()
        }
    }
}

/// How explanations are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// For people
    #[default]
    Text,
    /// A JSON object a line, for each rule and event (docs/schema/explain.schema.json)
    Json,
    /// A page for browsers, in one file
    Html,
}

impl ExplainFormat {
    /// The word for the module.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Html => "html",
        }
    }
}
