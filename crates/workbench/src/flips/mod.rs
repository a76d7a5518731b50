//! What little would change a verdict, and what it rests on.
//!
//! The tests of a condition are truth values of a formula ([`formula`]); equal tests are one. Those of one field belong
//! together ([`fields`]): a value makes some of them true and others false, and an absent one makes all false. A search
//! ([`search`]) finds the smallest sets of tests that have to turn, [`cause`] the smallest that the verdict rests on.

mod cause;
mod fields;
mod formula;
mod search;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use cause::cause;
pub(crate) use fields::{FieldTests, Grouping, To};
pub(crate) use formula::Formula;
pub(crate) use search::{Bounds, Way, search};
pub use words::written;
pub(crate) use words::{WOULD_FIRE, Words, sentence};
