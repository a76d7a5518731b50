//! `list` and `rules show`: what can be asked about rules.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::text;
use crate::limits::{ModuleLimits, RuleLimits};

/// Options of `list`.
#[derive(Debug, Args)]
pub(crate) struct ListOptions {
    /// What to list
    #[arg(value_enum, value_name = "WHAT")]
    pub(crate) what: Listed,
    /// Only the entry of this name, or else entries with these words in their names or in what is said about them
    #[arg(value_name = "WORD")]
    pub(crate) words: Vec<String>,
    /// Only what belongs to this source, such as `aws_cloudtrail`
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// How the list is written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: PageFormat,
    #[command(flatten)]
    pub(crate) rules: RulesOptions,
}

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Show a rule with everything put in, and where each part comes from
    #[command(after_help = text::SHOW_EXIT_CODES, after_long_help = text::SHOW)]
    Show(ShowOptions),
}

/// Options of `rules show`.
#[derive(Debug, Args)]
pub(crate) struct ShowOptions {
    /// Name of the rule, or a part of it that no other rule has
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// How the rule is written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: PageFormat,
    #[command(flatten)]
    pub(crate) rules: RulesOptions,
}

/// Which rules are looked at.
#[derive(Debug, Args)]
pub(crate) struct RulesOptions {
    /// Rules: a file, a folder of .yaml and .yml files, a pattern, or - for standard input; may be repeated, order counts
    #[arg(short, long = "rules", value_name = "RULES")]
    pub(crate) rules: Vec<PathBuf>,
    /// Set a Falco configuration key, such as `rules[].disable.tag=x`; may be repeated, order counts
    #[arg(short = 'o', long = "option", value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
    #[command(flatten)]
    pub(crate) rule_limits: RuleLimits,
    #[command(flatten)]
    pub(crate) module_limits: ModuleLimits,
}

/// How a page is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// For people
    #[default]
    Text,
    /// As JSON (docs/schema)
    Json,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listed {
    /// Fields of events
    Fields,
    /// Operators of conditions
    Operators,
    /// Transformers of fields, such as `tolower()`
    Transformers,
    /// Sources of events
    Sources,
    /// Rules of the files named with -r
    Rules,
    /// Macros of the files named with -r
    Macros,
    /// Lists of the files named with -r
    Lists,
}

impl Listed {
    /// The word for the module.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Fields => "fields",
            Self::Operators => "operators",
            Self::Transformers => "transformers",
            Self::Sources => "sources",
            Self::Rules => "rules",
            Self::Macros => "macros",
            Self::Lists => "lists",
        }
    }

    /// Whether rules files define what is listed.
    pub(crate) const fn needs_rules(self) -> bool {
        matches!(self, Self::Rules | Self::Macros | Self::Lists)
    }
}
