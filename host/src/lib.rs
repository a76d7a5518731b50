//! The host of the falconet module: it carries bytes in and out of a sandbox and knows nothing of rules.
//!
//! [`runtime`] compiles the module, holds it to its limits and calls it; [`input`] finds, opens and decompresses what is scanned.
//! The commands of the `falconet` binary put the two together.

mod cli;
mod commands;
mod environment;
pub mod input;
pub mod limits;
mod lsp;
mod messages;
mod packing;
mod rules;
pub mod runtime;
mod scan;
mod sidecar;
mod terminal;
mod top;

pub use cli::{QuantityError, Size, TimeSpan};
pub use commands::run;
