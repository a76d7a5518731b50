//! What several commands ask in the same words: by which rules events are judged, and as whose.

use std::path::PathBuf;

use clap::Args;

use super::Wrapping;

/// The rules that events are judged by.
#[derive(Debug, Args)]
pub(crate) struct GivenRules {
    /// Rules: a file, a folder of .yaml and .yml files, a pattern, or - for standard input; may be repeated, order counts
    #[arg(short, long = "rules", value_name = "RULES", required = true)]
    pub(crate) rules: Vec<PathBuf>,
    /// Set a Falco configuration key, such as `rule_matching=all`; may be repeated, order counts
    #[arg(short = 'o', long = "option", value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
}

/// What the events are.
#[derive(Debug, Args)]
pub(crate) struct JudgedEvents {
    /// Judge the events as those of this source, such as `aws_cloudtrail`; else the rules tell
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// What the events are wrapped in
    #[arg(long, value_enum, value_name = "WRAPPING", default_value_t)]
    pub(crate) wrapping: Wrapping,
}
