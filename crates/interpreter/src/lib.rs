//! The module's build for interpreters, run in one: a stand-in for that of Fluent Bit, which is a part of Fluent Bit.
//!
//! [`Filter`] calls the filter as Fluent Bit does; [`Judge`] loads rules and judges batches by the C ABI, as other hosts do.

mod filter;
mod judge;
mod machine;

pub use filter::Filter;
pub use judge::Judge;
pub use machine::{Error, Stack};
