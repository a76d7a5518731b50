//! Why a rule fired on an event, or did not: the condition with the values that decided, what little would have changed the
//! verdict, and which events of a file came near.
//!
//! Everything here looks at what the engine says ([`falconet_engine::Observer`]): there is no second evaluator, and no
//! second reader of fields. Knows no terminal and no files: how wide a page is, and what rules there are, are arguments.

mod condition;
mod explainer;
mod explanation;
mod fields;
mod flips;
mod index;
mod json;
mod limits;
mod nearest;
mod origins;
mod values;
mod write;

pub use explainer::{Explainer, Options};
pub use explanation::{leaves_of, rests_on, told};
pub use fields::FieldReport;
pub use limits::ExplainLimits;
pub use write::Form;
