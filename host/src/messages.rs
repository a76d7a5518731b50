//! What host and module say to each other in JSON: `docs/ABI.md`.

mod test_files;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::cli::{
    CheckFormat, DiffFormat, LintLevel, PackMode, TestFormat, WitnessFormat, Wrapping,
};
use crate::limits::InputLimits;

pub(crate) use test_files::{TestFilesAnswer, TestFilesRequest};

/// A rules file as the module takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RulesFile {
    /// Its path, as it was given.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) text: String,
}

/// A rules file to check, which need not be readable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CheckedFile {
    #[serde(flatten)]
    pub(crate) file: RulesFile,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unreadable: Option<Unreadable>,
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Unreadable {
    /// One sentence.
    pub(crate) message: String,
    /// Where its text ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) offset: Option<usize>,
}

/// The request of `falconet_load`.
#[derive(Debug, Serialize)]
pub(crate) struct LoadRequest<'a> {
    pub(crate) files: &'a [RulesFile],
    pub(crate) settings: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<&'a str>,
    pub(crate) hostname: &'a str,
    pub(crate) evt_hostname: &'a str,
    pub(crate) utc_offset_seconds: i32,
    pub(crate) color: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) profile: bool,
    pub(crate) wrapping: Wrapping,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) alert_id: bool,
    /// Rules that these are to take the place of: then it is answered how alerts differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) old: Option<RulesSet<'a>>,
    /// Rules are explained in place of raising alerts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) explain: Option<Explain<'a>>,
    /// Exceptions are proposed in place of raising alerts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) suggest: Option<Suggest<'a>>,
    /// Of a rule the first event that fires it is answered, in place of alerts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) firing: Option<&'a str>,
    pub(crate) limits: LoadLimits,
}

impl<'a> LoadRequest<'a> {
    /// Rules to judge events by, and nothing else said.
    pub(crate) fn of(files: &'a [RulesFile], settings: &'a [String]) -> Self {
        Self {
            files,
            settings,
            source: None,
            hostname: "",
            evt_hostname: "",
            utc_offset_seconds: 0,
            color: false,
            profile: false,
            wrapping: Wrapping::Auto,
            alert_id: false,
            old: None,
            explain: None,
            suggest: None,
            firing: None,
            limits: LoadLimits::from(&InputLimits::default()),
        }
    }
}

/// Rules with their settings.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct RulesSet<'a> {
    pub(crate) files: &'a [RulesFile],
    pub(crate) settings: &'a [String],
}

/// What is explained, and how.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Explain<'a> {
    pub(crate) rules: &'a [String],
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) fields: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) near: Option<u32>,
    #[serde(flatten)]
    pub(crate) page: Page,
}

/// For what exceptions are proposed, and how many.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Suggest<'a> {
    pub(crate) rules: &'a [String],
    pub(crate) max_alerts: u32,
    pub(crate) max_kept_bytes: u64,
    pub(crate) max_rules: u32,
    pub(crate) max_proposals: u32,
    pub(crate) min_alerts: u32,
    #[serde(flatten)]
    pub(crate) page: Page,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// The bounds that the module keeps for us.
#[derive(Debug, Clone, Copy, Serialize)]
#[expect(clippy::struct_field_names, reason = "these are the keys of requests")]
pub(crate) struct LoadLimits {
    pub(crate) max_record_bytes: u64,
    pub(crate) max_problems: u32,
    pub(crate) max_wrappings: u32,
}

impl From<&InputLimits> for LoadLimits {
    fn from(limits: &InputLimits) -> Self {
        Self {
            max_record_bytes: limits.max_record.bytes(),
            max_problems: limits.max_problems,
            max_wrappings: limits.max_wrappings,
        }
    }
}

/// A request of `falconet_call`.
#[derive(Debug, Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub(crate) enum Request<'a> {
    /// Checks rules without loading them.
    Check {
        files: &'a [CheckedFile],
        settings: &'a [String],
        format: CheckFormat,
        lints: &'a [LintLevel],
        color: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        width: Option<usize>,
        strict: bool,
    },
    /// Formats rules files.
    Format {
        files: &'a [RulesFile],
        diff: bool,
        color: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        width: Option<usize>,
    },
    /// Asks what a change of rules does.
    Diff {
        old: RulesSet<'a>,
        new: RulesSet<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        changes: Option<&'a str>,
        format: DiffFormat,
        color: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        width: Option<usize>,
        examples: u16,
    },
    /// Asks for events that fire rules, from some rule on.
    Witness {
        load: LoadRequest<'a>,
        rules: &'a [String],
        #[serde(skip_serializing_if = "Option::is_none")]
        shrink: Option<&'a str>,
        format: WitnessFormat,
        color: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        width: Option<usize>,
        from: usize,
        max_evaluations: u32,
    },
    /// Asks which files a file of tests names.
    #[serde(rename = "test_files")]
    TestFiles(TestFilesRequest<'a>),
    /// Runs a file of tests.
    Test(TestRequest<'a>),
    /// Tries a chunk of the mutants of the rules that a file of tests is about.
    #[serde(rename = "test_mutants")]
    TestMutants {
        test: TestRequest<'a>,
        max_mutants: u32,
        chunk: u64,
    },
    /// Puts together what was said about files of tests.
    #[serde(rename = "test_report")]
    TestReport {
        parts: &'a [TestPart],
        format: TestFormat,
        color: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        width: Option<usize>,
        #[serde(skip_serializing_if = "Option::is_none")]
        min_coverage: Option<u8>,
        #[serde(skip_serializing_if = "Option::is_none")]
        mutants: Option<&'a [serde_json::Value]>,
        #[serde(skip_serializing_if = "Option::is_none")]
        min_noticed: Option<u8>,
        lcov: bool,
        html: bool,
        rules: &'a [&'a RulesFile],
    },
    /// Lists what the module knows, or what rules define.
    List {
        what: &'a str,
        words: &'a [String],
        #[serde(skip_serializing_if = "Option::is_none")]
        source: Option<&'a str>,
        files: &'a [RulesFile],
        settings: &'a [String],
        #[serde(flatten)]
        page: Page,
    },
    /// Shows a rule as it was resolved.
    Show {
        rule: &'a str,
        files: &'a [RulesFile],
        settings: &'a [String],
        #[serde(flatten)]
        page: Page,
    },
    /// Loads rules into the filter.
    Pack {
        mode: PackMode,
        load: LoadRequest<'a>,
    },
    /// Sets the time given to events that carry none.
    Clock { now_ns: u64 },
    /// Asks for what Falco prints when a run ends.
    Statistics { handle: u32, matches: &'a [u64] },
    /// Asks what each rule cost.
    Profile { handle: u32 },
    /// Asks what the module is.
    Version,
}

/// The answer to [`Request::Diff`]: what differs, or why rules cannot be loaded.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DiffAnswer {
    pub(crate) differs: bool,
    pub(crate) text: String,
    pub(crate) rendered: String,
    pub(crate) fatal: Option<Fatal>,
}

/// The answer to [`Request::Witness`]: what was found, or why nothing can be.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WitnessAnswer {
    /// How many rules there are.
    pub(crate) total: usize,
    /// How many of them are through.
    pub(crate) done: usize,
    /// Of how many of those that were asked for no event was found.
    pub(crate) without: usize,
    pub(crate) text: String,
    pub(crate) rendered: String,
    pub(crate) fatal: Option<Fatal>,
}

/// What is asked of a file of tests.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct TestRequest<'a> {
    pub(crate) file: &'a RulesFile,
    pub(crate) rules: &'a [RulesFile],
    pub(crate) inputs: &'a [RulesFile],
    pub(crate) settings: &'a [String],
    pub(crate) filter: &'a [String],
    pub(crate) format: TestFormat,
    pub(crate) color: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) width: Option<usize>,
    pub(crate) update: bool,
    /// Why it is not run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) not_run: Option<&'a str>,
    pub(crate) coverage: bool,
}

/// How a file of tests went, as the module says it.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct TestPart {
    pub(crate) name: String,
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) broken: bool,
    pub(crate) rendered: String,
    /// What its cases have seen of the rules, which only the module understands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) coverage: Option<serde_json::Value>,
}

/// The answer to [`Request::Test`].
#[derive(Debug, Default, Deserialize)]
pub(crate) struct TestAnswer {
    #[serde(flatten)]
    pub(crate) part: TestPart,
    /// What the file is to be, if it is to be another.
    pub(crate) updated: Option<String>,
}

/// The answer to [`Request::TestReport`].
#[derive(Debug, Deserialize)]
pub(crate) struct TestReportAnswer {
    pub(crate) ok: bool,
    pub(crate) text: String,
    /// Beside the cases what is too little.
    pub(crate) problems: Vec<String>,
    pub(crate) coverage: Option<TestCoverage>,
    pub(crate) mutants: Option<TestMutants>,
}

/// What became of all mutants.
#[derive(Debug, Deserialize)]
pub(crate) struct TestMutants {
    pub(crate) summary: String,
}

/// What all cases have seen of the rules.
#[derive(Debug, Deserialize)]
pub(crate) struct TestCoverage {
    pub(crate) summary: String,
    pub(crate) lcov: Option<String>,
    pub(crate) html: Option<String>,
}

/// How a page is wanted.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Page {
    pub(crate) format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) width: Option<usize>,
    pub(crate) color: bool,
}

/// The answer to [`Request::Statistics`].
#[derive(Debug, Deserialize)]
pub(crate) struct StatisticsAnswer {
    /// Lines for standard output.
    pub(crate) text: Option<String>,
}

/// The answer to [`Request::Profile`].
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ProfileAnswer {
    /// Events for which a first look was enough.
    pub(crate) glanced: u64,
    /// Where the module says what it does.
    pub(crate) activity: usize,
    /// By rule, in the order in which they are judged.
    pub(crate) costs: Vec<RuleCosts>,
}

/// What was counted of one rule.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub(crate) struct RuleCosts {
    pub(crate) name: String,
    pub(crate) considered: u64,
    pub(crate) judged: u64,
    pub(crate) matched: u64,
    pub(crate) tests: u64,
    pub(crate) found_by: Option<FoundBy>,
}

/// What the index finds a rule by.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub(crate) struct FoundBy {
    pub(crate) expression: String,
    /// The first few.
    pub(crate) values: Vec<NeededValue>,
    /// How many there are.
    pub(crate) count: usize,
}

/// A text that a rule needs.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub(crate) struct NeededValue {
    pub(crate) text: String,
    pub(crate) share: Share,
}

/// How much of a value a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Share {
    /// All of it.
    Whole,
    /// More may follow.
    Beginning,
    /// More may stand before and behind it.
    Part,
}

/// The answer to a check.
#[derive(Debug, Deserialize)]
pub(crate) struct CheckAnswer {
    pub(crate) ok: bool,
    #[serde(default)]
    pub(crate) rendered: String,
    pub(crate) fatal: Option<Fatal>,
}

/// The answer to a load.
#[derive(Debug, Deserialize)]
pub(crate) struct LoadAnswer {
    pub(crate) ok: bool,
    pub(crate) handle: Option<u32>,
    #[serde(default)]
    pub(crate) rules: RuleCounts,
    /// Whose events are judged.
    pub(crate) source: Option<String>,
    /// Whether what is said of an event depends on the events before it; a module that does not say may need them.
    #[serde(default = "yes")]
    pub(crate) needs_order: bool,
    #[serde(default)]
    pub(crate) rendered: String,
    pub(crate) fatal: Option<Fatal>,
}

const fn yes() -> bool {
    true
}

/// How many rules there are.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize)]
pub(crate) struct RuleCounts {
    pub(crate) loaded: u64,
    pub(crate) enabled: u64,
}

/// Why nothing was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Fatal {
    pub(crate) kind: FatalKind,
    pub(crate) message: String,
}

/// Whose fault it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FatalKind {
    /// The rules are bad.
    Rules,
    /// A setting is unknown or has a bad value.
    Settings,
}

/// A line of `falconet_eval`'s problems.
#[derive(Debug, Deserialize)]
pub(crate) struct Problem {
    pub(crate) record: u64,
    pub(crate) offset: u64,
    pub(crate) reason: String,
}

/// The answer to `version`.
#[derive(Debug, Deserialize)]
pub(crate) struct VersionAnswer {
    pub(crate) version: String,
    pub(crate) abi: u32,
    pub(crate) engine_version: String,
}

/// The answer to `format`.
#[derive(Debug, Deserialize)]
pub(crate) struct FormatAnswer {
    /// As many as were asked for, in their order.
    pub(crate) files: Vec<FormattedFile>,
    pub(crate) errors: u64,
    pub(crate) rendered: String,
}

/// A formatted file.
#[derive(Debug, Deserialize)]
pub(crate) struct FormattedFile {
    pub(crate) name: String,
    /// Nothing, if it could not be read.
    pub(crate) text: Option<String>,
    pub(crate) changed: bool,
    pub(crate) kept: Option<String>,
    pub(crate) diff: Option<String>,
}

/// The answer to [`Request::List`] or [`Request::Show`].
#[derive(Debug, Deserialize)]
pub(crate) struct PageAnswer {
    /// The page for people.
    pub(crate) text: Option<String>,
    /// The entries of a list for programs.
    pub(crate) items: Option<Box<RawValue>>,
    /// A rule for programs.
    pub(crate) rule: Option<Box<RawValue>>,
    /// What is to be said about the rules, if they cannot be loaded.
    #[serde(default)]
    pub(crate) rendered: String,
    pub(crate) fatal: Option<Fatal>,
}

/// What the module answers to a request that it does not understand.
#[derive(Debug, Deserialize)]
pub(crate) struct Misunderstood {
    pub(crate) error: String,
}

#[cfg(test)]
mod tests;
