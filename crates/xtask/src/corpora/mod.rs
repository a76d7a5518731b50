//! Corpora that others may bring, run by every engine: language vectors, and sets of random rules.

mod engine;
pub(crate) mod fuzz_sets;
mod outcomes;
mod request;
mod set;
pub(crate) mod vectors;

pub(crate) use engine::Engine;
pub(crate) use set::sets;
