//! Evaluates checked rules over events and writes alerts. Knows no YAML, files, clocks or JavaScript.
//!
//! [`Settings`] takes Falco's configuration keys; an [`Engine`] is compiled from a
//! [`Ruleset`](falconet_ruleset::Ruleset) and judges batches of bytes.

mod alert;
mod batch;
mod engine;
mod format;
#[cfg(test)]
mod hostile;
mod limits;
mod matcher;
#[cfg(test)]
mod mock;
mod moments;
mod observed;
mod operators;
mod profile;
mod program;
pub mod settings;
mod source_choice;
mod statistics;
mod transform;

pub use batch::{BatchResult, Problem};
pub use engine::{Engine, EngineError, Environment, Pieces, Record};
pub use limits::Limits;
pub use moments::Moment;
pub use observed::{Observed, Observer, RecordPlace, ShownLimits, ShownValue, TracedTest};
pub use operators::RegexError;
pub use profile::{Profile, RuleProfile};
pub use program::{FoundBy, NeededValue, Share};
pub use settings::Settings;
