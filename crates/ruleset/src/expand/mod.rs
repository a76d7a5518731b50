//! Conditions as written to conditions as parsed: exceptions and lists as text, macros as trees, every byte
//! knowing where it comes from.

mod budget;
mod exceptions;
mod lists;
mod macros;
mod mapped;
mod references;
mod shift;
mod substitute;
mod texts;
mod words;

pub(crate) use budget::{Budget, Exceeded};
pub(crate) use exceptions::{ExpansionError, with_exceptions};
pub(crate) use lists::{ListTable, NamedList};
pub(crate) use macros::{MacroError, MacroTree, Macros, Resolved, Scope, resolve};
pub(crate) use mapped::MappedText;
pub(crate) use references::{Reference, references, way};
pub(crate) use shift::shift;
pub(crate) use texts::ConditionTexts;
