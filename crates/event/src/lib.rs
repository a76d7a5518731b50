//! Audit events: splitting input into records, scanning a record once, reading fields from it, and the
//! catalogue that says which fields exist. Knows no rules.

mod accept;
pub mod catalogue;
mod civil;
#[cfg(test)]
mod conformance;
mod context;
mod extract;
#[cfg(test)]
mod facts;
mod fields;
mod history;
#[cfg(test)]
mod hostile;
mod json;
pub mod loose_utf8;
mod origin;
mod plan;
pub mod records;
mod scan;
#[cfg(test)]
mod testing;
mod text_table;
pub mod timestamp;
mod value;

pub use accept::{Acceptance, SkipReason};
pub use context::EventContext;
pub use fields::Fields;
pub use origin::{FieldOrigin, JsonKind, JsonPath, Place, Traced};
pub use plan::{FieldId, Plan, PlanBuilder};
pub use scan::{ScanError, ScanErrorKind};
pub use text_table::TextTable;
pub use value::{ListValue, Value};
