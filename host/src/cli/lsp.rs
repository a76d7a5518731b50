//! `lsp`: what can be asked of the language server.

use std::path::PathBuf;

use clap::Args;

use super::{LintOptions, Size};
use crate::limits::{ModuleLimits, RuleLimits};

/// Options of `lsp`.
#[derive(Debug, Args)]
pub(crate) struct LspOptions {
    /// Rules that belong together, in the order in which they are loaded; may be repeated. Without any it is the files of
    /// the folder that a document is in. The editor's `rules` take their place
    #[arg(short, long = "rules", value_name = "RULES")]
    pub(crate) rules: Vec<PathBuf>,
    /// Set a Falco configuration key; may be repeated, order counts
    #[arg(short = 'o', long = "option", value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
    /// Events whose values are proposed: files of JSON; may be repeated. The editor's `samples` take their place
    #[arg(long = "samples", value_name = "FILE")]
    pub(crate) samples: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) lints: LintOptions,
    #[command(flatten)]
    pub(crate) rule_limits: RuleLimits,
    /// Longest message of the editor
    #[arg(long, value_name = "SIZE", default_value_t = Size::mebibytes(64), help_heading = "Limits")]
    pub(crate) max_message: Size,
    /// Bytes of all samples that are looked at
    #[arg(long, value_name = "SIZE", default_value_t = Size::mebibytes(16), help_heading = "Limits")]
    pub(crate) max_samples: Size,
    #[command(flatten)]
    pub(crate) module_limits: ModuleLimits,
}
