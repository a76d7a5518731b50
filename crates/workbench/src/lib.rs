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
mod outline;
mod values;
mod ways;
mod write;

pub use condition::{leaves_of, tests_in};
pub use explainer::{Explainer, Options};
pub use explanation::{rests_on, told};
pub use fields::FieldReport;
pub use flips::written;
pub use limits::ExplainLimits;
pub use outline::{Outline, OutlinedException, OutlinedTest};
pub use values::{literal_text, literals};
pub use ways::{Became, ChangedField, Way, ways};
pub use write::{Form, escaped, page_head};
