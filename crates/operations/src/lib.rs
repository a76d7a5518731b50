//! What the module answers when it is called by name, and what it loads: requests and answers as JSON, the work that of
//! other crates.
//!
//! Built for size: nothing here runs for every event.

mod answer;
mod check;
mod diff;
mod explain;
mod format;
mod lints;
pub mod load;
pub mod messages;
mod observing;
pub mod profile;
mod rule_tests;
mod show;
mod suggest;
mod witness;

pub use answer::{answer, not_understood, read, refused, to_value};
