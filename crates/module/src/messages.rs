//! The JSON messages of the ABI (`docs/ABI.md`).

use serde::{Deserialize, Serialize};

/// One rules file.
#[derive(Clone, Debug, Deserialize)]
pub struct RulesFile {
    /// Name for messages.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What `falconet_load` and `{"op": "check"}` take.
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
    /// Bounds.
    pub limits: LimitsRequest,
}

/// Bounds that a host may set; what is left out keeps its default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsRequest {
    /// Longest record in bytes; a longer one is a problem, not an event.
    pub max_record_bytes: Option<u64>,
    /// Problems described an input; further ones are only counted.
    pub max_problems: Option<u64>,
}

/// What `falconet_load` and `{"op": "check"}` answer.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LoadAnswer {
    /// Whether the rules were loaded.
    pub ok: bool,
    /// What `falconet_eval` takes; absent if nothing was loaded or only a check was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<u32>,
    /// How many rules there are.
    pub rules: RuleCounts,
    /// The source whose events are judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Every error and warning.
    pub diagnostics: Vec<DiagnosticMessage>,
    /// The diagnostics as text for a terminal.
    pub rendered: String,
    /// The document that `falco -V` prints.
    pub falco: serde_json::Value,
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

/// One diagnostic, its place counted from 1.
#[derive(Clone, Debug, Serialize)]
pub struct DiagnosticMessage {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// Stable code.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// Name of the rules file, if it is about one.
    pub file: Option<String>,
    /// Line, from 1.
    pub line: Option<usize>,
    /// Column in characters, from 1.
    pub column: Option<usize>,
    /// What to do about it.
    pub help: Option<String>,
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
