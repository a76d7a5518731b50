//! The command line: what can be typed. What it means is in `commands`.

mod diff;
mod explain;
mod judged;
mod lints;
mod lsp;
mod pack;
mod quantity;
mod rule_tests;
mod show;
mod suggest;
mod text;
mod threads;
mod top;
mod witness;
mod wrapping;
mod written;

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::Serialize;

use crate::limits::{Limits, ModuleLimits, RuleLimits};
use crate::terminal::ColorChoice;

pub(crate) use diff::{DiffFormat, DiffOptions};
pub(crate) use explain::{ExplainFormat, ExplainOptions};
pub(crate) use judged::{GivenRules, JudgedEvents};
pub(crate) use lints::{LintLevel, LintOptions};
pub(crate) use lsp::LspOptions;
pub(crate) use pack::{InspectOptions, PackMode, PackOptions, VerifyOptions};
pub use quantity::{QuantityError, Size, TimeSpan};
pub(crate) use rule_tests::{TestFormat, TestOptions};
pub(crate) use show::{ListOptions, PageFormat, RulesCommand, RulesOptions, ShowOptions};
pub(crate) use suggest::{SuggestFormat, SuggestOptions};
pub(crate) use threads::Threads;
pub(crate) use top::TopOptions;
pub(crate) use witness::{WitnessFormat, WitnessOptions};
pub(crate) use wrapping::Wrapping;

/// Judges audit events by Falco rules
#[derive(Debug, Parser)]
#[command(
    name = "falconet",
    disable_version_flag = true,
    arg_required_else_help = true
)]
#[command(after_help = text::EXIT_CODES, after_long_help = text::OVERVIEW)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalOptions,
    /// Show the versions of this program and of its module
    #[arg(short = 'V', long)]
    pub(crate) version: bool,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct GlobalOptions {
    /// The module to run instead of the one built in
    #[arg(long, global = true, value_name = "FILE", help_heading = "Module")]
    pub(crate) module: Option<PathBuf>,
    /// Compile the module anew and keep nothing of it on disk
    #[arg(long, global = true, help_heading = "Module")]
    pub(crate) no_cache: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge events; alerts go to standard output
    #[command(after_help = text::SCAN_EXIT_CODES, after_long_help = text::SCAN)]
    Scan(ScanOptions),
    /// Stand beside a log shipper: judge what it sends, and answer when the alerts are safe
    #[command(after_help = text::EXIT_CODES, after_long_help = text::RUN)]
    Run(RunOptions),
    /// Watch a sidecar: rates, rules, latencies and outputs, from its admin listener
    #[command(after_help = text::TOP_EXIT_CODES, after_long_help = text::TOP)]
    Top(TopOptions),
    /// Check rules without judging anything
    #[command(after_help = text::CHECK_EXIT_CODES, after_long_help = text::CHECK)]
    Check(CheckOptions),
    /// Run the tests of rules: files named *_test.yaml
    #[command(after_help = text::TEST_EXIT_CODES, after_long_help = text::TEST)]
    Test(TestOptions),
    /// Say what a change of rules does: to the rules, and to the alerts of real events
    #[command(after_help = text::DIFF_EXIT_CODES, after_long_help = text::DIFF)]
    Diff(Box<DiffOptions>),
    /// Say why rules fire on events, or do not
    #[command(after_help = text::LOOKING_EXIT_CODES, after_long_help = text::EXPLAIN)]
    Explain(ExplainOptions),
    /// Suggest exceptions for noisy rules, and say what they leave of the alerts
    #[command(after_help = text::LOOKING_EXIT_CODES, after_long_help = text::SUGGEST)]
    Suggest(Box<SuggestOptions>),
    /// Make events that fire rules, and events that just miss them
    #[command(after_help = text::WITNESS_EXIT_CODES, after_long_help = text::WITNESS)]
    Witness(WitnessOptions),
    /// Write rules files in the canonical layout
    #[command(after_help = text::FMT_EXIT_CODES, after_long_help = text::FMT)]
    Fmt(FmtOptions),
    /// Stand behind an editor: a language server on standard input and output
    #[command(after_help = text::LSP_EXIT_CODES, after_long_help = text::LSP)]
    Lsp(Box<LspOptions>),
    /// List what rules can be written with, or what they define
    #[command(after_help = text::LIST_EXIT_CODES, after_long_help = text::LIST)]
    List(ListOptions),
    /// Look at rules
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Put rules into a copy of the module, for Fluent Bit
    #[command(after_help = text::EXIT_CODES, after_long_help = text::PACK)]
    Pack(Box<PackOptions>),
    /// Show which rules and options are packed in a module
    #[command(after_help = text::EXIT_CODES)]
    Inspect(InspectOptions),
    /// Tell whether a module is what `pack` makes of these rules, byte for byte
    #[command(after_help = text::EXIT_CODES)]
    Verify(VerifyOptions),
    /// Send requests to the module as they are, and print its answers (docs/ABI.md)
    Call(CallOptions),
}

/// Options of `scan`.
#[derive(Debug, Args)]
pub(crate) struct ScanOptions {
    #[command(flatten)]
    pub(crate) given: GivenRules,
    #[command(flatten)]
    pub(crate) judged: JudgedEvents,
    /// Give each JSON alert an id, made of its event, rule and source: the same whenever it comes again
    #[arg(long)]
    pub(crate) alert_id: bool,
    /// How alerts are written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: AlertFormat,
    /// Exit with 1 if any record is malformed, or compressed data damaged
    #[arg(long)]
    pub(crate) strict: bool,
    /// Say at the end on standard error what was done, how fast, and which ten rules took most of the time
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    pub(crate) stats: Option<PageFormat>,
    /// Say at the end on standard error what each rule cost, and how the index finds it
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    pub(crate) profile_rules: Option<PageFormat>,
    /// Threads that judge events, from 1 to 256, each with an instance of the module; one for each processor, at most 8,
    /// if not given
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<Threads>,
    /// Files, folders, or - for standard input; gzip and zstd are recognised by content
    #[arg(value_name = "INPUT", required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: Limits,
}

impl ScanOptions {
    /// Whether it is to be watched what the module does.
    pub(crate) const fn is_watched(&self) -> bool {
        self.stats.is_some() || self.profile_rules.is_some()
    }
}

/// Options of `run`.
#[derive(Debug, Args)]
pub(crate) struct RunOptions {
    /// The configuration: inputs, outputs and bounds (docs/guides/sidecar.md); else falconet.yaml, and if there is none, lines of
    /// standard input are judged and alerts go to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Rules, instead of those of the configuration; may be repeated, order counts
    #[arg(short, long = "rules", value_name = "RULES")]
    pub(crate) rules: Vec<PathBuf>,
    /// Set a Falco configuration key, over those of the configuration; may be repeated, order counts
    #[arg(short = 'o', long = "option", value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
    /// Judge the events as those of this source; else the configuration or the rules tell
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// Leave out alerts like one that went out within this time (1m); over what the configuration says of them
    #[arg(long, value_name = "TIME", num_args = 0..=1, require_equals = true, default_missing_value = "1m")]
    pub(crate) suppress: Option<TimeSpan>,
    /// Only read the configuration and load its rules, and say what is wrong with them
    #[arg(long)]
    pub(crate) check_config: bool,
    /// Print the configuration as it holds, with every key explained, and secrets masked; one to begin with if there is none
    #[arg(long)]
    pub(crate) print_config: bool,
    /// How messages are written to standard error; the variable `FALCONET_LOG` says which, such as `debug`
    #[arg(long, value_enum, default_value_t)]
    pub(crate) log_format: LogFormat,
}

impl RunOptions {
    /// The file of the configuration, whether it is there or not.
    pub(crate) fn config(&self) -> &Path {
        let named = self.config.as_deref();
        named.unwrap_or(Path::new("falconet.yaml"))
    }
}

/// How the sidecar writes its messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people
    #[default]
    Text,
    /// A JSON object a line
    Json,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckOptions {
    /// Rules in the order in which they are loaded: files, folders of .yaml and .yml files, patterns such as 'rules/*.yaml', or - for standard input
    #[arg(value_name = "RULES", required = true)]
    pub(crate) rules: Vec<PathBuf>,
    /// Set a Falco configuration key; may be repeated, order counts
    #[arg(short = 'o', long = "option", value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CheckFormat,
    /// Take warnings for errors: exit with 1 if there are any
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) lints: LintOptions,
    #[command(flatten)]
    pub(crate) rule_limits: RuleLimits,
    #[command(flatten)]
    pub(crate) module_limits: ModuleLimits,
}

/// Options of `fmt`.
#[derive(Debug, Args)]
pub(crate) struct FmtOptions {
    /// Change nothing; name the files that are not formatted and exit with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,
    /// Change nothing; show what would change and exit with 1 if anything would
    #[arg(long)]
    pub(crate) diff: bool,
    /// Rules files, folders of .yaml and .yml files, or - for standard input to standard output
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) rule_limits: RuleLimits,
    #[command(flatten)]
    pub(crate) module_limits: ModuleLimits,
}

/// Options of `call`.
#[derive(Debug, Args)]
pub(crate) struct CallOptions {
    /// A file with one request a line, or - for standard input
    #[arg(value_name = "REQUESTS", default_value = "-")]
    pub(crate) requests: PathBuf,
    #[command(flatten)]
    pub(crate) module_limits: ModuleLimits,
}

/// How alerts are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum AlertFormat {
    /// As Falco writes them: a JSON object a line (or text, with -o `json_output=false`)
    #[default]
    Json,
    /// For people
    Pretty,
}

/// How the result of a check is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CheckFormat {
    /// For people
    #[default]
    Text,
    /// For programs: docs/schema/check.schema.json
    Json,
    /// What falco -V prints with JSON output: the first error of each file
    Falco,
    /// Annotations of GitHub's workflows
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// `JUnit` XML: a suite for each file, a case for each of its items
    Junit,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_limit_is_an_option_with_its_default() {
        let parsed =
            Cli::try_parse_from(["falconet", "scan", "-r", "rules.yaml", "events.json"]).unwrap();
        let Some(Command::Scan(options)) = parsed.command else {
            panic!("no scan")
        };
        assert_eq!(
            format!("{:?}", options.limits),
            format!("{:?}", Limits::default())
        );
    }
}
