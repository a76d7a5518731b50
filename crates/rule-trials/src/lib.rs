//! What tests of rules leave untested (`docs/RULE-TESTS.md`): which tests, list items and exceptions of conditions the cases
//! have seen, and which changes of conditions no case would notice.
//!
//! Everything is judged by the engine that judges all else, shown to an observer. Knows no files and no terminal.

mod coverage;
mod items;
mod mutants;
mod stand_in;
#[cfg(test)]
mod testing;
mod words;
mod workshop;

pub use coverage::{Coverage, CoverageWatch, Seen, Share, html, json, lcov, text};
pub use mutants::{Cases, Mutants, Mutated, mutants_github, mutants_json, mutants_text};
pub use workshop::Workshop;
