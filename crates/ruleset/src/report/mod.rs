//! What loading found: Falco's load result, and our own diagnostics beside it.

mod code;
mod context;
mod diagnostics;
mod error;
mod file;
mod findings;
mod json;
mod merge;
mod snippet;
mod space;
mod text;
mod warning;

pub use code::{ErrorCode, WarningCode, describe};
pub use context::{Context, ItemType, Location};
pub use error::LoadError;
pub(crate) use error::{Loaded, invalid, malformed};
pub use file::{FileReport, SchemaReport};
pub(crate) use findings::Findings;
pub(crate) use json::load_results;
pub(crate) use merge::merged;
pub(crate) use space::Space;
pub use warning::LoadWarning;
