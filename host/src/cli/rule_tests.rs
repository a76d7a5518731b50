//! `test`: what can be asked about tests of rules.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{Size, Threads};
use crate::limits::{ModuleLimits, RuleLimits};

/// Options of `test`.
#[derive(Debug, Args)]
pub(crate) struct TestOptions {
    /// Files of tests, and folders that are searched for files named *_test.yaml or *_test.yml
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// Rules, instead of those that the files of tests are about; may be repeated, order counts
    #[arg(short, long = "rules", value_name = "RULES")]
    pub(crate) rules: Vec<PathBuf>,
    /// Set a Falco configuration key, over those of the files of tests; may be repeated, order counts
    #[arg(short = 'o', long = "option", value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
    /// Run only the cases whose names contain this; may be repeated, then one of them is enough
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Vec<String>,
    /// How it is written how they went
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TestFormat,
    /// Write the priority, the output and the fields that came into the files of tests, in place of those that were expected
    #[arg(long)]
    pub(crate) update: bool,
    /// Run the tests again whenever they, their rules or their events change
    #[arg(long, conflicts_with = "update")]
    pub(crate) watch: bool,
    #[command(flatten)]
    pub(crate) coverage: CoverageOptions,
    #[command(flatten)]
    pub(crate) mutants: MutantOptions,
    /// Threads that run files of tests, from 1 to 256; one for each processor, at most 8, if not given
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<Threads>,
    /// Size of all files of events that one file of tests names
    #[arg(long, value_name = "SIZE", default_value_t = Size::mebibytes(64), help_heading = "Limits")]
    pub(crate) max_events: Size,
    #[command(flatten)]
    pub(crate) rule_limits: RuleLimits,
    #[command(flatten)]
    pub(crate) module_limits: ModuleLimits,
}

/// What the cases have seen of the rules.
#[derive(Debug, Args)]
#[command(next_help_heading = "Coverage")]
pub(crate) struct CoverageOptions {
    /// Say which tests of conditions the cases have seen true and false, which items of lists they met, and which exceptions
    #[arg(long)]
    pub(crate) coverage: bool,
    /// Write that into a file, as a tracefile of lcov
    #[arg(long, value_name = "FILE")]
    pub(crate) coverage_lcov: Option<PathBuf>,
    /// Write that into a file, as a page with the text of the rules in colours
    #[arg(long, value_name = "FILE")]
    pub(crate) coverage_html: Option<PathBuf>,
    /// Fail if fewer of a hundred tests were seen true and false
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(..=100))]
    pub(crate) min_coverage: Option<u8>,
}

impl CoverageOptions {
    /// Whether anybody asks for it.
    pub(crate) const fn is_wanted(&self) -> bool {
        self.coverage
            || self.coverage_lcov.is_some()
            || self.coverage_html.is_some()
            || self.min_coverage.is_some()
    }
}

/// Whether the cases notice changes of the rules.
#[derive(Debug, Args)]
#[command(next_help_heading = "Mutants")]
pub(crate) struct MutantOptions {
    /// Change the conditions of the rules in one place at a time, and say which changes no case notices
    #[arg(long)]
    pub(crate) mutate: bool,
    /// Changes that are tried for each file of tests; of more some from all over
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) max_mutants: u32,
    /// Fail if fewer of a hundred changes are noticed
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(..=100))]
    pub(crate) min_noticed: Option<u8>,
}

impl MutantOptions {
    /// Whether anybody asks for them.
    pub(crate) const fn are_wanted(&self) -> bool {
        self.mutate || self.min_noticed.is_some()
    }
}

/// How it is written how tests went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TestFormat {
    /// For people
    #[default]
    Text,
    /// For programs: docs/schema/test.schema.json
    Json,
    /// `JUnit` XML: a suite for each file
    Junit,
    /// Annotations of GitHub's workflows
    Github,
    /// The Test Anything Protocol, version 14
    Tap,
}
