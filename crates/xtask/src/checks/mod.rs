//! House rules that no linter knows.

pub(crate) mod edges;
pub(crate) mod tidy;
