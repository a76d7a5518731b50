//! Exceptions for noisy rules: what the alerts of a rule have in common, and what would be left of them with an exception.
//!
//! A [`Suggester`] looks on while events are judged and keeps those that raise alerts (`alerts`). When the run ends, it
//! looks rule by rule (`tuning`) for the values that most of them share (`propose`), writes them as exceptions
//! (`exception`, `literal`), loads the rules with these and judges the same events again (`trial`): what it says is what came of that.
//! Where only the first rule that matches raises an alert, an event that one rule excepts falls to the next (`course`).
//! Knows no files and no terminal.

mod alerts;
mod course;
mod exception;
mod fields;
mod groups;
mod limits;
mod literal;
mod propose;
mod render;
mod report;
mod suggester;
mod trial;
mod tuning;
mod weight;

pub use limits::SuggestLimits;
pub use render::Form;
pub use suggester::{Options, Subject, Suggester};
