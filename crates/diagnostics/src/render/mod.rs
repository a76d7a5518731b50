//! Renderers: one output format a file.

pub mod terminal;
