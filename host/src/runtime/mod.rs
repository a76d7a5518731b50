//! Running the module: it is compiled (or taken from the cache), held to its limits, called through the C ABI of `docs/ABI.md`,
//! and trusted with nothing. A [`Program`] is compiled once; an [`Instance`] is one life of it and is thrown away after a trap.

mod answer;
mod cache;
mod engine;
mod entry;
mod error;
mod failure;
mod form;
mod hash;
#[cfg(test)]
mod hostile;
mod image;
mod instance;
mod memory_cap;
mod module_file;
mod parts;
mod program;
mod sampler;
mod shape;
mod split;
mod state;
mod wasi;

pub use answer::{BATCH_BEGINS_INPUT, BATCH_ENDS_INPUT, BATCH_IS_RECORD, Evaluation};
pub use cache::Cache;
pub use error::RuntimeError;
pub use failure::Failure;
pub use hash::ModuleHash;
pub(crate) use image::{data_section, memory_section};
pub use instance::Instance;
pub use module_file::{ModuleFile, ModuleFileError};
pub use program::{Program, Snapshot};
pub use sampler::Samples;
pub(crate) use shape::Shape;
pub use split::{Split, SplitRecord};

/// The version of the C ABI that this host speaks.
pub const ABI_VERSION: u32 = 1;
