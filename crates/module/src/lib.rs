//! The WebAssembly module: translation between bytes and the engine, and no meaning of its own.
//!
//! [`Service`] is what all faces share: the C ABI (`docs/ABI.md`), the class for JavaScript, and Fluent Bit's
//! filter entry.

pub mod abi;
mod check;
mod diff;
mod explain;
mod filter;
mod format;
#[cfg(feature = "js")]
mod js;
mod lints;
mod load;
pub mod messages;
mod panics;
mod profile;
mod rule_tests;
mod service;
mod show;
mod suggest;
#[cfg(all(target_family = "wasm", not(feature = "js")))]
mod wamr;
mod witness;

pub use service::Service;
