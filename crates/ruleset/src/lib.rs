//! Falco rules files: YAML text in, resolved and checked rules out, with Falco's own messages.
//!
//! Knows no events: what fields exist is a [`falconet_event::catalogue::Catalogue`] that the caller passes.

mod advice;
mod c_number;
mod changes;
pub mod check;
mod collect;
mod compile;
mod expand;
pub mod layout;
mod loader;
mod options;
mod priority;
mod read;
pub mod report;
mod ruleset;
mod schema;
pub mod select;
mod silent;
pub mod typed;
mod version;
pub mod view;
pub mod vocabulary;
pub mod yaml;

pub use changes::{Change, ChangeKind, ChangedKey};
pub use collect::PluginError;
pub use falconet_condition::Span as ConditionSpan;
pub use loader::Loader;
pub use options::{AppendOutput, ExpansionLimits, ExtraFieldOption, LoadOptions, Strategy};
pub use priority::Priority;
pub use report::FileReport;
pub use ruleset::{
    ExceptionSummary, ExtraField, ExtraValue, ListSummary, MacroSummary, Origin, OutputPart, Rule,
    Ruleset,
};
pub use version::Version;
pub use yaml::{Mark, YamlError, YamlLimits, yaml_events};
