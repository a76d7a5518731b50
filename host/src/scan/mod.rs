//! Judging inputs: the way from input over module to output, on several threads, and what is told about it.
//!
//! Each thread has an instance of the module ([`worker`]). What it is to do next, and when what came of it is told, is
//! decided in one place ([`queue`]): the output is that of one thread.

mod alerts;
mod batch;
mod course;
mod hub;
mod judged;
mod loaded;
mod log;
mod notes;
mod open;
mod place;
mod pretty;
mod problems;
mod profile;
mod queue;
mod records;
mod report;
mod rescue;
mod rule_table;
mod scanner;
mod stats;
mod times;
mod totals;
mod worker;

pub(crate) use alerts::{AlertWriter, KeptLines};
pub(crate) use judged::Judged;
pub(crate) use loaded::{Kept, Loaded, Spares};
pub(crate) use report::Report;
pub(crate) use scanner::Scan;
pub(crate) use stats::Stats;
pub(crate) use totals::Totals;
