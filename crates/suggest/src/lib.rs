//! Exceptions for noisy rules: what the alerts of a rule have in common, and what would be left of them with an exception.
//!
//! A [`Suggester`] looks on while events are judged and keeps those that raise alerts (`alerts`). When the run ends, it
//! looks for the values that most of them share (`propose`), writes them as exceptions (`exception`), loads the rules
//! with these and judges the same events again (`trial`): what it says is what came of that. Knows no files and no
//! terminal.

mod alerts;
mod exception;
mod fields;
mod limits;
mod propose;
mod render;
mod report;
mod suggester;
mod trial;

pub use limits::SuggestLimits;
pub use render::Form;
pub use suggester::{Options, Subject, Suggester};
