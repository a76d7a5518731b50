//! What loading found: Falco's load result, and our own diagnostics beside it.

mod code;
mod context;
mod diagnostics;
mod file;
mod json;
mod merge;
mod snippet;
mod space;
mod text;

pub use code::{ErrorCode, WarningCode, describe};
pub use context::{Context, ItemType, Location};
pub use file::{FileReport, LoadError, LoadWarning, SchemaReport};
pub(crate) use file::{Loaded, invalid, malformed};
pub(crate) use json::load_results;
pub(crate) use merge::merged;
pub(crate) use space::Space;
