//! Fields of the `json` plugin, which every source has.

use std::borrow::Cow;

use super::row::{REQUIRED_KEY, text, with_argument};
use crate::catalogue::{Extraction, FieldSpec, Plugin, Provider};

/// The plugin.
pub(super) const PLUGIN: Plugin = Plugin {
    name: Cow::Borrowed("json"),
    version: Cow::Borrowed("0.7.4"),
};

/// The plugin's fields.
pub(super) fn provider() -> Provider {
    Provider {
        name: PLUGIN.name,
        is_plugin: true,
        fields: FIELDS.to_vec(),
    }
}

static FIELDS: &[FieldSpec] = &[
    value(
        "json.value",
        "The value at the JSON pointer between the brackets.",
    ),
    text(
        "json.obj",
        Extraction::JsonDocument,
        "The whole event as indented JSON.",
    ),
    text(
        "json.rawtime",
        Extraction::JsonRawTime,
        "Time of the event in nanoseconds since 1970, as text.",
    ),
    value("jevt.value", "Old name of `json.value`."),
    text(
        "jevt.obj",
        Extraction::JsonDocument,
        "Old name of `json.obj`.",
    ),
    text(
        "jevt.rawtime",
        Extraction::JsonRawTime,
        "Old name of `json.rawtime`.",
    ),
];

const fn value(name: &'static str, description: &'static str) -> FieldSpec {
    with_argument(
        text(name, Extraction::JsonPointer, description),
        REQUIRED_KEY,
    )
}
