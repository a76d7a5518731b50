//! Vectors that real Falco answered, run through the compiled program.

mod alerts;
mod eval;
mod events;
mod format;
mod reader;
