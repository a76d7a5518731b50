//! Whether conditions can hold together: the logic behind the lints `FN01xx`.
//!
//! Conditions become [`Formula`]s over *atoms*: a predicate on the value of a field or transformer, false wherever
//! there is no value. A [`Solver`] looks for an event that makes some formulas true and others false. Its answer
//! "impossible" is proved; what is too hard, or asks for more than equality, order, prefixes and parts, is possible.

mod atom;
mod build;
mod domain;
mod formula;
pub(crate) mod glob;
mod implied;
mod lists;
mod numbers;
mod predicate;
mod solver;
mod texts;
mod theory;
mod value;

pub(crate) use self::build::Logic;
pub(crate) use self::formula::{Formula, Goal, Home, NodeId};
pub(crate) use self::implied::Implied;
pub(crate) use self::solver::{EmptyLists, Solver};

#[cfg(test)]
mod tests;
