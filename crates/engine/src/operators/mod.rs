//! The comparison operators, one family a file, compiled from checked literals.
//!
//! Every test is false for a value of another type: the loader's checks leave no such pair, and an absent
//! value never gets here.

mod address;
mod affix;
mod between;
mod boolean;
mod contains;
mod equality;
pub(crate) mod glob;
mod members;
mod needle;
mod network;
mod number;
mod order;
mod path_match;
mod quantified;
mod regex;
mod scalar;
mod scalar_value;

use std::fmt::Debug;

pub(crate) use between::holds_between;
pub(crate) use members::{Members, Quantifier};
pub(crate) use needle::{Needle, part_of_matches};
pub(crate) use path_match::PathPrefixes;
pub(crate) use quantified::Quantified;
pub use regex::RegexError;
pub(crate) use scalar::ScalarTest;
use scalar_value::Scalar;

/// Buffers that tests may use while they judge a value.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// A folded copy of the value.
    pub(crate) value: Vec<u8>,
    /// A folded copy of what it is compared with.
    pub(crate) other: Vec<u8>,
}

/// A test of one string value against a literal that was compiled into it.
pub(crate) trait TextTest: Debug + Send + Sync {
    /// Whether the test holds for `value`, which ends before its first NUL.
    fn holds(&self, value: &[u8], work: &mut Work) -> bool;
}

/// Overwrites `buffer` with `text` in ASCII lower case.
pub(crate) fn fold_into(buffer: &mut Vec<u8>, text: &[u8]) {
    buffer.clear();
    buffer.extend(text.iter().map(u8::to_ascii_lowercase));
}
