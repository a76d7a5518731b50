//! `pack`, `inspect` and `verify`: modules with rules in them.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use super::{PageFormat, Size};
use crate::limits::{ModuleLimits, RuleLimits};

/// Options of `pack`.
#[derive(Debug, Args)]
pub(crate) struct PackOptions {
    /// Rules: a file, a folder of .yaml and .yml files, a pattern, or - for standard input; may be repeated, order counts
    #[arg(short, long = "rules", value_name = "RULES", required = true)]
    pub(crate) rules: Vec<PathBuf>,
    /// Where the module is written; or, with an equals sign in it, a Falco configuration key, such as `rule_matching=all`,
    /// which may be repeated, order counts
    #[arg(short = 'o', long = "option", value_name = "FILE|KEY=VALUE")]
    options: Vec<String>,
    /// Where the module is written, whatever signs its name has
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What becomes of a record
    #[arg(long, value_enum, default_value_t)]
    pub(crate) mode: PackMode,
    /// Judge the events as those of this source, such as `aws_cloudtrail`; else the rules tell
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// The host name in alerts; else the variable `FALCO_HOSTNAME`, or none, since the module may run anywhere
    #[arg(long, value_name = "NAME")]
    pub(crate) hostname: Option<String>,
    /// Largest record; a larger one is no event
    #[arg(long, value_name = "SIZE", default_value_t = Size::mebibytes(16), help_heading = "Limits")]
    pub(crate) max_record: Size,
    #[command(flatten)]
    pub(crate) rule_limits: RuleLimits,
    #[command(flatten)]
    pub(crate) module_limits: ModuleLimits,
}

impl PackOptions {
    /// The Falco configuration keys that were given, in order.
    pub(crate) fn settings(&self) -> Vec<String> {
        self.options
            .iter()
            .filter(|option| option.contains('='))
            .cloned()
            .collect()
    }

    /// Where the module is written; nothing if that was not said, or more than once.
    pub(crate) fn output(&self) -> Option<&Path> {
        let files = self.options.iter().filter(|option| !option.contains('='));
        let mut outputs = files.map(Path::new).chain(self.output.as_deref());
        let first = outputs.next()?;
        outputs.next().is_none().then_some(first)
    }
}

/// What becomes of records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PackMode {
    /// Its alert takes the place of a record; one without an alert is dropped
    #[default]
    Alert,
    /// A record gets what its alert says as keys `falco.rule` and so on; one without an alert stays as it is
    Annotate,
    /// The same, but a record without an alert is dropped
    Drop,
}

impl PackMode {
    /// The mode in a sentence.
    pub(crate) const fn told(self) -> &'static str {
        match self {
            Self::Alert => {
                "alert: an alert takes the place of its record, records without one are dropped"
            }
            Self::Annotate => {
                "annotate: records with an alert get keys `falco.*`, others stay as they are"
            }
            Self::Drop => "drop: records with an alert get keys `falco.*`, others are dropped",
        }
    }
}

/// Options of `inspect`.
#[derive(Debug, Args)]
pub(crate) struct InspectOptions {
    /// A module, with rules in it or without
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// How it is told
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: PageFormat,
}

/// Options of `verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyOptions {
    /// A module with rules in it
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The rules that should be in it, given as they were when it was packed; may be repeated, order counts
    #[arg(short, long = "rules", value_name = "RULES", required = true)]
    pub(crate) rules: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) rule_limits: RuleLimits,
    #[command(flatten)]
    pub(crate) module_limits: ModuleLimits,
}
