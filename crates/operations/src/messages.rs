//! The JSON messages of the ABI (`docs/ABI.md`).

use falconet_diagnostics::render::json::Finding;
use serde::{Deserialize, Serialize};

/// One rules file.
#[derive(Clone, Debug, Deserialize)]
pub struct RulesFile {
    /// Name for messages.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// One rules file to check: what it holds, or why nobody knows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckedFile {
    /// Name for messages.
    pub name: String,
    /// Its text; of one that could not be read what is known of it.
    #[serde(default)]
    pub text: String,
    /// Why it could not be read.
    pub unreadable: Option<Unreadable>,
}

/// Why a file could not be read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unreadable {
    /// One sentence.
    pub message: String,
    /// The first byte of the text that stands for what could not be read.
    pub offset: Option<u64>,
}

/// What `falconet_load` takes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LoadRequest {
    /// The rules files, in load order.
    pub files: Vec<RulesFile>,
    /// Falco's configuration keys as `KEY=VALUE`, applied in order.
    pub settings: Vec<String>,
    /// Name of the event source; without it the one that the enabled rules speak of.
    pub source: Option<String>,
    /// The alerts' `hostname`.
    pub hostname: String,
    /// Value of `evt.hostname` while `plugins_hostinfo` is on.
    pub evt_hostname: String,
    /// Offset of local times from UTC.
    pub utc_offset_seconds: i32,
    /// Whether `rendered` has terminal colours.
    pub color: bool,
    /// Whether it is counted what each rule costs.
    pub profile: bool,
    /// Name of what events are wrapped in; without it any wrapping is found.
    pub wrapping: Option<String>,
    /// Whether each alert has an id.
    pub alert_id: bool,
    /// The rules that these are to take the place of: then not alerts are answered, but how they differ.
    pub old: Option<OldRules>,
    /// Whether rules are explained event by event, in place of raising alerts, and how.
    pub explain: Option<ExplainRequest>,
    /// Whether exceptions for noisy rules are proposed when a run ends, in place of raising alerts, and how.
    pub suggest: Option<SuggestRequest>,
    /// Name of a rule, or a part of it that no other rule has: then the first event that fires it is answered, in place of
    /// alerts.
    pub firing: Option<String>,
    /// Bounds.
    pub limits: LimitsRequest,
}

/// Rules that others are compared with.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OldRules {
    /// The rules files, in load order.
    pub files: Vec<RulesFile>,
    /// Falco's configuration keys as `KEY=VALUE`, applied in order.
    pub settings: Vec<String>,
}

/// What is explained, and how.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExplainRequest {
    /// Names of rules, or parts of names that no other rule has; without any, all that take part.
    pub rules: Vec<String>,
    /// How it is written.
    pub format: ExplainFormat,
    /// Columns of the terminal that `text` is for.
    pub width: Option<usize>,
    /// Whether `text` has terminal colours.
    pub color: bool,
    /// Whether not rules are explained, but what every field of an event is.
    pub fields: bool,
    /// With `fields`: only those that are read from this path.
    pub path: Option<String>,
    /// Of each rule so many events that came nearest to firing it are told by `statistics`, and nothing before.
    pub near: Option<usize>,
}

/// How explanations are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExplainFormat {
    /// For programs: `docs/schema/explain.schema.json`.
    #[default]
    Json,
    /// For people.
    Text,
    /// A page for browsers.
    Html,
}

/// For what exceptions are proposed, and how many; what is left out keeps its default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SuggestRequest {
    /// Names of rules, or parts of names that no other rule has; without any, the noisiest.
    pub rules: Vec<String>,
    /// How it is written.
    pub format: SuggestFormat,
    /// Columns of the terminal that `text` is for.
    pub width: Option<usize>,
    /// Whether `text` has terminal colours.
    pub color: bool,
    /// Alerts of each rule that are looked at.
    pub max_alerts: Option<usize>,
    /// Bytes of all events that are kept to be judged again.
    pub max_kept_bytes: Option<usize>,
    /// Rules that exceptions are proposed for.
    pub max_rules: Option<usize>,
    /// Exceptions that are proposed for each.
    pub max_proposals: Option<usize>,
    /// Alerts that an exception has to remove.
    pub min_alerts: Option<usize>,
}

/// How suggestions are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SuggestFormat {
    /// For programs: `docs/schema/suggest.schema.json`.
    #[default]
    Json,
    /// For people.
    Text,
    /// The exceptions alone, as a rules file.
    Yaml,
}

/// What is done about the findings of a lint, given by its code or name, or of `all`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LintRequest {
    /// Nothing.
    Allow(String),
    /// They are warnings.
    Warn(String),
    /// They are errors.
    Deny(String),
}

/// Bounds that a host may set; what is left out keeps its default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "these are the keys of requests")]
pub struct LimitsRequest {
    /// Longest record in bytes; a longer one is a problem, not an event.
    pub max_record_bytes: Option<u64>,
    /// Problems described an input; further ones are only counted.
    pub max_problems: Option<u64>,
    /// Wrappings around an event; one more is a problem.
    pub max_wrappings: Option<u64>,
}

/// What `falconet_load` answers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LoadAnswer {
    /// Whether the rules were loaded.
    pub ok: bool,
    /// What `falconet_eval` takes; absent if nothing was loaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<u32>,
    /// How many rules there are.
    pub rules: RuleCounts,
    /// The source whose events are judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether what is said of an event depends on the events before it.
    pub needs_order: bool,
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Every error and warning.
    pub diagnostics: Vec<Finding>,
    /// The diagnostics as text for a terminal.
    pub rendered: String,
    /// Why nothing was loaded.
    pub fatal: Option<Fatal>,
}

/// How many rules there are.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct RuleCounts {
    /// Checked rules of any state.
    pub loaded: usize,
    /// Rules that judge events.
    pub enabled: usize,
}

/// What `{"op": "check"}` takes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CheckRequest {
    /// The rules files, in load order.
    pub files: Vec<CheckedFile>,
    /// Falco's configuration keys as `KEY=VALUE`, applied in order.
    pub settings: Vec<String>,
    /// How the result is written.
    pub format: CheckFormat,
    /// Whether `text` has terminal colours.
    pub color: bool,
    /// Columns of the terminal that `text` is for.
    pub width: Option<u32>,
    /// Whether warnings are as bad as errors.
    pub strict: bool,
    /// What is done about the findings of lints, applied in order.
    pub lints: Vec<LintRequest>,
}

/// How the result of a check is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckFormat {
    /// For people.
    #[default]
    Text,
    /// For programs: `docs/schema/check.schema.json`.
    Json,
    /// The document of `falco -V`.
    Falco,
    /// Annotations of GitHub's workflows.
    Github,
    /// SARIF 2.1.0.
    Sarif,
    /// `JUnit` XML.
    Junit,
}

/// What `{"op": "check"}` answers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CheckAnswer {
    /// Whether the rules pass.
    pub ok: bool,
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// The result in the format that was asked for.
    pub rendered: String,
    /// Why there is no result.
    pub fatal: Option<Fatal>,
}

/// What `{"op": "format"}` takes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FormatRequest {
    /// The files, which are loaded together.
    pub files: Vec<RulesFile>,
    /// Whether to say what changes as a unified diff.
    pub diff: bool,
    /// Whether `rendered` has terminal colours.
    pub color: bool,
    /// Columns of the terminal that `rendered` is for.
    pub width: Option<u32>,
}

/// What `{"op": "format"}` answers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FormatAnswer {
    /// The files in their order.
    pub files: Vec<FormattedFile>,
    /// How many of them could not be read.
    pub errors: usize,
    /// These errors as text for a terminal.
    pub rendered: String,
}

/// A file in the canonical layout, or why it is not.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FormattedFile {
    /// Name as it was given.
    pub name: String,
    /// The text, if the file could be read.
    pub text: Option<String>,
    /// Whether that is another text than it was.
    pub changed: bool,
    /// Why the file stays as it is, if it has no layout.
    pub kept: Option<String>,
    /// What changes, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
    /// Why the file could not be read.
    pub error: Option<Finding>,
}

/// Why nothing was loaded.
#[derive(Clone, Debug, Serialize)]
pub struct Fatal {
    /// What is at fault.
    pub kind: FatalKind,
    /// One sentence.
    pub message: String,
}

/// What is at fault when nothing was loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FatalKind {
    /// The rules.
    Rules,
    /// A setting, or the request itself.
    Settings,
}
