//! What a loader is told.

use crate::version::Version;
use crate::yaml::YamlLimits;

/// How rules are loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadOptions {
    /// What is added to the outputs of rules.
    pub append_output: Vec<AppendOutput>,
    /// The engine version that files may require.
    pub engine_version: Version,
    /// Bounds for each file's YAML.
    pub yaml: YamlLimits,
    /// Bounds for what lists, macros and exceptions may grow to.
    pub expansion: ExpansionLimits,
    /// Bytes of what there is to say about one file, each finding counting 1 KiB more than its texts. A file with
    /// more is refused.
    pub report_bytes: usize,
    /// The error that ends the loading of a file. The first one does in Falco, so it is 1 unless all are wanted: until
    /// then an item that cannot be read is left out, and so is a rule that cannot be compiled.
    pub most_errors: usize,
    /// The only rule that is compiled, for whoever wants no other; else all are.
    pub only: Option<String>,
    /// What is compiled after each file. The results are the same.
    pub strategy: Strategy,
}

/// What is compiled after a file, so that its report is that of everything loaded so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strategy {
    /// What the file adds, as long as it changes nothing of what is compiled.
    #[default]
    Additions,
    /// Everything, as Falco does. It is what the other is compared with in tests.
    Everything,
}

impl LoadOptions {
    /// Options to find every error there is, up to a bound that no person reads to.
    pub fn collecting_errors() -> Self {
        Self {
            most_errors: 1000,
            ..Self::default()
        }
    }
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self {
            append_output: Vec::new(),
            engine_version: Version::new(0, 63, 0),
            yaml: YamlLimits::default(),
            expansion: ExpansionLimits::default(),
            report_bytes: 16 << 20,
            most_errors: 1,
            only: None,
            strategy: Strategy::default(),
        }
    }
}

/// An entry of `append_output`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppendOutput {
    /// Only rules of that source.
    pub source: Option<String>,
    /// Only rules with all of these tags.
    pub tags: Vec<String>,
    /// Only the rule of that name.
    pub rule: Option<String>,
    /// Text to append to the output.
    pub extra_output: Option<String>,
    /// Whether the fields that the source suggests are appended to the output.
    pub suggested_output: bool,
    /// Fields to add to the alert.
    pub extra_fields: Vec<ExtraFieldOption>,
}

/// A field to add to alerts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExtraFieldOption {
    /// A field of the event under its own name, with its own type.
    Raw(String),
    /// A text under a name of its own.
    Formatted {
        /// The name.
        name: String,
        /// The text, with fields in it.
        format: String,
    },
}

/// Bounds for one load. What exceeds one is an error of the rule or macro that does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpansionLimits {
    /// Bytes of a condition, after exceptions and lists.
    pub condition_bytes: usize,
    /// Bytes of all conditions, and of what lists take over from others. Macros count wherever they are used. Each
    /// check of a macro and each item of a list counts some more than its text, since it takes more memory.
    pub total_bytes: usize,
    /// Bytes looked at while lists are substituted.
    pub substitution_work: usize,
}

impl Default for ExpansionLimits {
    fn default() -> Self {
        Self {
            condition_bytes: 2 << 20,
            total_bytes: 32 << 20,
            substitution_work: 512 << 20,
        }
    }
}
