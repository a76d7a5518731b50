//! Running the module: it is compiled (or taken from the cache), held to its limits, called through the C ABI of `docs/ABI.md`,
//! and trusted with nothing. A [`Program`] is compiled once; an [`Instance`] is one life of it and is thrown away after a trap.

mod answer;
mod cache;
mod engine;
mod entry;
mod error;
mod failure;
mod hash;
#[cfg(test)]
mod hostile;
mod instance;
mod memory_cap;
mod module_file;
mod program;
mod sampler;
mod split;
mod state;
mod wasi;

pub use answer::{BATCH_BEGINS_INPUT, BATCH_ENDS_INPUT, BATCH_IS_RECORD, Evaluation};
pub use cache::Cache;
pub use error::RuntimeError;
pub use failure::Failure;
pub use hash::ModuleHash;
pub use instance::Instance;
pub use module_file::{ModuleFile, ModuleFileError};
pub use program::Program;
pub use sampler::Samples;
pub use split::{Split, SplitRecord};

/// The version of the C ABI that this host speaks.
pub const ABI_VERSION: u32 = 1;
