//! Renderers: one output format a file. Each makes a text of a [`Report`], and of nothing else.

pub mod github;
pub mod json;
pub mod junit;
mod place;
mod report;
pub mod sarif;
pub mod terminal;
pub mod text;

pub use place::Place;
pub use report::{Counted, Item, Report, Tool, count};
