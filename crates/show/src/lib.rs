//! What rules are written with, and how a rule was resolved: data for programs, texts for people.
//!
//! Knows no files and no terminal: what to show is an argument, and so is how wide the page is.

mod list;
mod nearness;
mod page;
mod place;
mod quoted;
mod rule;

pub use list::{Definitions, ListError, Listing, Wanted, definitions, require_source, vocabulary};
pub use page::{Page, Tint, columns, padded, safe};
pub use place::Place;
pub use quoted::{harmless, quoted, quoted_yaml};
pub use rule::{
    ConditionNode, FindError, ListName, ListUse, ListedValue, NodeKind, Selection, ShownRule,
    condition_tree, find, places,
};
