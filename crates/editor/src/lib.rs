//! What editors ask about rules files: what may be written at a place, what a word means, where it is defined, and
//! what else changes if it gets another name.
//!
//! Files are looked at as they are, also while they are no YAML and no rules: [`Outline`] reads lines and keys, and
//! `falconet_condition::words` reads conditions word by word. What is to be changed is proven by the loader: a new
//! name is refused unless the rules come out as they were.

mod answer;
mod complete;
mod context;
mod documentation;
mod files;
mod hover;
mod limits;
mod markdown;
mod nodes;
mod occurrences;
mod outline;
mod rename;
mod same;
mod samples;
mod scalar;
mod subject;
mod symbols;
#[cfg(test)]
mod testing;
mod written;

pub use answer::{OPERATIONS, answer};
pub use complete::{Completion, CompletionKind, Completions, complete};
pub use files::{File, Files, Location};
pub use hover::{Hover, hover};
pub use limits::{MOST_COMPLETIONS, MOST_SAMPLE_EVENTS, MOST_SAMPLE_VALUES};
pub use occurrences::{definitions, references};
pub use outline::{Item, ItemKind, Key, Outline};
pub use rename::{Renamable, RenameError, Renaming, renamable, rename};
pub use samples::{SampleError, Samples, sample_values};
pub use symbols::{Symbol, symbols};
