//! The WebAssembly module: translation between bytes and the engine, and no meaning of its own.
//!
//! [`Service`] is what all faces share: the C ABI (`docs/ABI.md`), the class for JavaScript, and Fluent Bit's
//! filter entry.

pub mod abi;
mod filter;
#[cfg(feature = "js")]
mod js;
mod panics;
mod service;
#[cfg(all(target_family = "wasm", not(feature = "js")))]
mod wamr;

pub use service::Service;
