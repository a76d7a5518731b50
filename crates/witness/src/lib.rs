//! Events that fire a rule, made of its condition; others that miss it by one test; and real events, cut down to what still
//! fires.
//!
//! A condition is cut into ways to meet it (`ways`): tests that have to hold, and tests that must not. The tests of one
//! field together say which values it may have (`values`); a value is put where the field is read (`place`). Whether any
//! of that is right is never assumed: after each step the production engine judges the event (`judge`), and what is
//! answered was judged by the engine of all rules as it stands. Knows no files and no terminal.

mod base;
mod firing;
mod json;
mod judge;
mod limits;
mod miss;
mod place;
mod polish;
mod production;
mod render;
mod search;
mod shrink;
mod solve;
mod values;
mod ways;
mod witness;

pub use firing::Firing;
pub use limits::WitnessLimits;
pub use production::Setting;
pub use render::{Form, head, render};
pub use witness::{Cut, Miss, Unmet, Wanted, Witness, WitnessError, Witnesses};
