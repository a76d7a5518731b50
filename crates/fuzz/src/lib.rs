//! Fuzzing: targets made of a generator and a property, a runner that is the same every time, and a plain evaluator
//! that the engine is compared with. Not shipped.
//!
//! `docs/FUZZING.md` says how to run it and what it has found.

pub mod choices;
pub mod findings;
pub mod generate;
pub mod input;
pub mod reference;
pub mod runner;
pub mod target;
pub mod targets;
pub mod world;
