//! Lints: what Falco accepts and nobody means.
//!
//! A [`Lint`] looks at rules as they were written and as they were understood, and adds what it finds to
//! [`Findings`]; [`run`] runs all of them. Each has a page in `docs/lints`. Nothing here judges events.

mod allow;
pub mod aws;
mod conditions;
mod falco;
mod findings;
mod input;
mod levels;
mod lint;
mod lints;
mod logic;
mod nearest;
mod parts;
mod plain_pattern;
mod quote;
mod registry;
mod run;
mod technique;
mod trees;
mod value_places;
mod words;

pub use falco::WARNINGS;
pub use findings::{Finding, Findings, MOST_FINDINGS, MOST_WORK};
pub use input::Input;
pub use levels::{Level, Levels, UnknownLint};
pub use lint::Lint;
pub use registry::{ALL, find};
pub use run::run;

#[cfg(test)]
mod testing;
