//! Items as they are collected.

use std::collections::BTreeSet;

use falconet_diagnostics::Label;

use super::ExceptionList;
use crate::expand::MappedText;
use crate::priority::Priority;
use crate::report::Context;

/// A key that stands twice in one mapping.
#[derive(Clone, Debug)]
pub(crate) struct RepeatedKey {
    pub(crate) key: String,
    pub(crate) first: Vec<Label>,
    pub(crate) again: Vec<Label>,
}

/// A list.
#[derive(Clone, Debug)]
pub(crate) struct ListInfo {
    pub(crate) name: String,
    pub(crate) items: Vec<MappedText>,
    pub(crate) context: Context,
}

/// A macro.
#[derive(Clone, Debug)]
pub(crate) struct MacroInfo {
    pub(crate) name: String,
    pub(crate) condition: MappedText,
    pub(crate) context: Context,
    pub(crate) condition_context: Context,
}

/// A value, or values within values.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    One(MappedText),
    Many(Vec<Entry>),
}

impl Entry {
    /// The items; none of a single value.
    pub(crate) fn items(&self) -> &[Entry] {
        match self {
            Self::Many(items) => items,
            Self::One(_) => &[],
        }
    }

    /// The single value; an empty one of a list.
    pub(crate) fn scalar(&self) -> &MappedText {
        static EMPTY: MappedText = MappedText::EMPTY;
        match self {
            Self::One(text) => text,
            Self::Many(_) => &EMPTY,
        }
    }

    /// Whether there is anything in it.
    pub(crate) fn is_given(&self) -> bool {
        match self {
            Self::One(text) => !text.is_empty(),
            Self::Many(items) => !items.is_empty(),
        }
    }
}

impl Default for Entry {
    fn default() -> Self {
        Self::One(MappedText::default())
    }
}

/// An exception of a rule.
#[derive(Clone, Debug)]
pub(crate) struct ExceptionInfo {
    pub(crate) name: String,
    pub(crate) fields: Entry,
    pub(crate) comps: Entry,
    pub(crate) values: Vec<Entry>,
    /// How many values there were before each time that an item appended some.
    pub(crate) appended: Vec<usize>,
    pub(crate) context: Context,
}

/// A rule.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of a rule")]
pub(crate) struct RuleInfo {
    pub(crate) name: String,
    pub(crate) condition: MappedText,
    pub(crate) output: MappedText,
    pub(crate) description: String,
    pub(crate) priority: Priority,
    pub(crate) source: String,
    pub(crate) has_known_source: bool,
    /// Whether all of it could be read; it is checked anyway.
    pub(crate) is_whole: bool,
    pub(crate) tags: BTreeSet<String>,
    pub(crate) exceptions: ExceptionList,
    pub(crate) enabled: bool,
    pub(crate) capture: bool,
    pub(crate) capture_duration: u32,
    pub(crate) warn_event_types: bool,
    pub(crate) skip_if_unknown_filter: bool,
    pub(crate) context: Context,
    pub(crate) condition_context: Context,
    pub(crate) output_context: Context,
}

/// What is appended to a rule.
#[derive(Debug)]
pub(crate) struct RuleUpdate {
    pub(crate) name: String,
    pub(crate) source: Option<String>,
    pub(crate) condition: Option<MappedText>,
    pub(crate) exceptions: Option<Vec<ExceptionInfo>>,
    pub(crate) output: Option<MappedText>,
    pub(crate) description: Option<String>,
    pub(crate) tags: Option<BTreeSet<String>>,
    pub(crate) context: Context,
}

/// What is replaced of a rule.
#[derive(Debug)]
pub(crate) struct RuleReplacement {
    pub(crate) update: RuleUpdate,
    pub(crate) priority: Option<Priority>,
    pub(crate) enabled: Option<bool>,
    pub(crate) capture: Option<bool>,
    pub(crate) capture_duration: Option<u32>,
    pub(crate) warn_event_types: Option<bool>,
    pub(crate) skip_if_unknown_filter: Option<bool>,
}
