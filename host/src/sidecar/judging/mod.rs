//! Judging what inputs bring: threads, each with an instance of the module of its own.

mod body;
mod deaths;
mod failed;
mod judge;
mod look;
mod pieces;
mod pool;
mod records;
mod reproduction;
mod rules;

pub(crate) use body::{Body, Encoding};
pub(crate) use deaths::{Deaths, REASONS};
pub(crate) use failed::JudgeError;
#[cfg(test)]
pub(crate) use judge::Poison;
pub(crate) use judge::{JudgeLimits, Judged};
pub(crate) use look::Look;
pub(crate) use pool::{Pool, PoolError};
pub(crate) use rules::RulesSource;
