//! Where events come from.

pub(crate) mod http;
mod listener;

pub(crate) use listener::{Bounds, listen};
