//! What is said of one rule.

use std::collections::BTreeMap;

use serde::Serialize;

/// What is said of one rule.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Report {
    pub(crate) rule: String,
    /// Events that were judged.
    pub(crate) events: u64,
    /// Alerts that the rule raised.
    pub(crate) alerts: u64,
    /// How many of them were looked at.
    pub(crate) examined: usize,
    /// Alerts that it raises beside them for events that other rules except, where only the first rule raises one.
    pub(crate) gains: usize,
    /// What all these have in common, field by field.
    pub(crate) groups: Vec<Group>,
    /// Exceptions, the best first; each beside those before it.
    pub(crate) proposals: Vec<Proposal>,
    /// Why there are no more.
    pub(crate) end: End,
    /// All of them, for a file behind the others; empty if there is none.
    pub(crate) yaml: String,
}

/// Why no more exceptions are proposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum End {
    /// As many are as were asked for.
    Enough,
    /// No values are shared by enough of the alerts that are left.
    #[default]
    NothingShared,
    /// Some are, but what was tried does not load, or does not remove the alerts with them alone.
    NothingWorks,
    /// Some are, and so many were tried in vain that the others were not.
    TooManyFailures,
    /// No alert was kept.
    NothingKept,
}

/// The values that alerts have for a field.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Group {
    pub(crate) field: String,
    /// The most frequent.
    pub(crate) values: Vec<Counted>,
    /// Alerts with other values, and with none.
    pub(crate) others: usize,
}

/// A value, and how many alerts have it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Counted {
    pub(crate) value: String,
    pub(crate) alerts: usize,
}

/// An exception, and what came of it when the rules were run with it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Proposal {
    /// Name of the exception.
    pub(crate) exception: String,
    /// Whether the rule has it already.
    pub(crate) exists: bool,
    pub(crate) fields: Vec<String>,
    pub(crate) values: Vec<String>,
    /// Alerts that it removes, beyond those that the proposals before it do.
    pub(crate) removes: usize,
    /// Alerts that are left then.
    pub(crate) remains: usize,
    /// Other rules that raise alerts for events that are removed, where only the first rule does, with the exceptions for
    /// all rules.
    pub(crate) moves: BTreeMap<String, usize>,
}
