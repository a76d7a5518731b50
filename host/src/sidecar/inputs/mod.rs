//! Where events come from.

pub(crate) mod http;
mod listener;
mod prompt;

pub(crate) use listener::{Bounds, listen};
