//! Falco's schema of rules files.

use super::types::{ObjectSchema, Schema};

/// A whole document.
pub(super) static FILE: Schema = Schema::Array(&ITEM);

static STRING: Schema = Schema::String;
static BOOLEAN: Schema = Schema::Boolean;
static INTEGER: Schema = Schema::Integer;
static STRINGS: Schema = Schema::Array(&STRING);
static ANY: Schema = Schema::Any;

static ITEM: Schema = Schema::Object(ObjectSchema {
    properties: &[
        ("append", &BOOLEAN),
        ("capture", &BOOLEAN),
        ("capture_duration", &INTEGER),
        ("condition", &STRING),
        ("desc", &STRING),
        ("enabled", &BOOLEAN),
        ("exceptions", &EXCEPTIONS),
        ("items", &LIST_ITEMS),
        ("list", &STRING),
        ("macro", &STRING),
        ("output", &STRING),
        ("override", &OVERRIDE),
        ("priority", &PRIORITY),
        ("required_engine_version", &STRING),
        ("required_plugin_versions", &PLUGIN_VERSIONS),
        ("rule", &STRING),
        ("skip-if-unknown-filter", &BOOLEAN),
        ("source", &STRING),
        ("tags", &STRINGS),
        ("warn_evttypes", &BOOLEAN),
    ],
    required: &[],
    least: 0,
});

static LIST_ITEMS: Schema = Schema::Array(&LIST_ITEM);
static LIST_ITEM: Schema = Schema::AnyOf(&[Schema::Integer, Schema::String]);

static PRIORITY: Schema = Schema::Enum(&[
    "EMERGENCY",
    "ALERT",
    "CRITICAL",
    "ERROR",
    "WARNING",
    "NOTICE",
    "INFO",
    "INFORMATIONAL",
    "DEBUG",
]);

static EXCEPTIONS: Schema = Schema::Array(&EXCEPTION);
static EXCEPTION: Schema = Schema::Object(ObjectSchema {
    properties: &[
        ("comps", &ANY),
        ("fields", &ANY),
        ("name", &STRING),
        ("values", &ANY),
    ],
    required: &["name"],
    least: 0,
});

static OVERRIDE_OPERATION: Schema = Schema::Enum(&["append", "replace"]);
static OVERRIDE: Schema = Schema::Object(ObjectSchema {
    properties: &[
        ("capture", &OVERRIDE_OPERATION),
        ("capture_duration", &OVERRIDE_OPERATION),
        ("condition", &OVERRIDE_OPERATION),
        ("desc", &OVERRIDE_OPERATION),
        ("enabled", &OVERRIDE_OPERATION),
        ("exceptions", &OVERRIDE_OPERATION),
        ("items", &OVERRIDE_OPERATION),
        ("output", &OVERRIDE_OPERATION),
        ("priority", &OVERRIDE_OPERATION),
        ("skip-if-unknown-filter", &OVERRIDE_OPERATION),
        ("tags", &OVERRIDE_OPERATION),
        ("warn_evttypes", &OVERRIDE_OPERATION),
    ],
    required: &[],
    least: 1,
});

static PLUGIN_VERSIONS: Schema = Schema::Array(&PLUGIN_VERSION);
static PLUGIN_VERSION: Schema = Schema::Object(ObjectSchema {
    properties: &[
        ("alternatives", &ALTERNATIVES),
        ("name", &STRING),
        ("version", &STRING),
    ],
    required: &["name", "version"],
    least: 0,
});
static ALTERNATIVES: Schema = Schema::Array(&ALTERNATIVE);
static ALTERNATIVE: Schema = Schema::Object(ObjectSchema {
    properties: &[("name", &STRING), ("version", &STRING)],
    required: &["name", "version"],
    least: 0,
});
