//! Judging inputs one after the other: the loop between input, module and output, and what is told about it.

mod alerts;
mod batches;
mod loaded;
mod notes;
mod place;
mod pretty;
mod problems;
mod report;
mod scanner;
mod totals;

pub(crate) use alerts::AlertWriter;
pub(crate) use loaded::Loaded;
pub(crate) use scanner::Scanner;
pub(crate) use totals::Totals;
