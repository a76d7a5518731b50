//! `diff`: what can be asked about a change of rules.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{JudgedEvents, Size, Threads};
use crate::limits::Limits;

/// Options of `diff`.
#[derive(Debug, Args)]
pub(crate) struct DiffOptions {
    /// Rules as they are: a file, a folder or a pattern; may be repeated, order counts
    #[arg(long, value_name = "RULES", required = true)]
    pub(crate) old: Vec<PathBuf>,
    /// Rules as they are to be; may be repeated, order counts
    #[arg(long, value_name = "RULES", required = true)]
    pub(crate) new: Vec<PathBuf>,
    /// Set a Falco configuration key for both; may be repeated, order counts
    #[arg(short = 'o', long = "option", value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
    #[command(flatten)]
    pub(crate) judged: JudgedEvents,
    /// How it is written what differs
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: DiffFormat,
    /// Alerts that are shown of each rule that lost, gained or changed some, at most 1000
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(..=1000))]
    pub(crate) examples: u16,
    /// Exit with 1 if anything differs
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// Threads that judge events, from 1 to 256, each with an instance of the module; one for each processor, at most 8,
    /// if not given
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<Threads>,
    /// Events: files, folders, or - for standard input; gzip and zstd are recognised by content
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Alerts that differ, all together
    #[arg(long, value_name = "SIZE", default_value_t = Size::mebibytes(256), help_heading = "Limits")]
    pub(crate) max_changes: Size,
    #[command(flatten)]
    pub(crate) limits: Limits,
}

/// How it is written what differs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DiffFormat {
    /// For people
    #[default]
    Text,
    /// For the comment of a pull request
    Markdown,
    /// For programs: docs/schema/diff.schema.json
    Json,
}
