//! The alerts of a case, read back from the lines that the engine writes.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::json::Json;

/// What of an alert tests look at.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Alert {
    pub(crate) rule: String,
    pub(crate) priority: String,
    /// The output of the rule, without time and priority.
    pub(crate) message: String,
    pub(crate) output_fields: BTreeMap<String, Json>,
}

/// The settings that put into alerts what is read here: they apply after all others.
pub(crate) const SETTINGS: [&str; 4] = [
    "json_output=true",
    "json_include_message_property=true",
    "json_include_output_property=false",
    "json_include_output_fields_property=true",
];

/// The alerts in lines of them.
pub(crate) fn read(lines: &[u8]) -> Vec<Alert> {
    let lines = lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    lines
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect()
}
