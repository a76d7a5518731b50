//! What `{"op": "pack"}` takes.

use serde::Deserialize;

use falconet_operations::messages::LoadRequest;

/// What is put into the module for Fluent Bit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackRequest {
    /// The rules and how they are loaded.
    pub(crate) load: LoadRequest,
    /// What becomes of records.
    #[serde(default)]
    pub(crate) mode: Mode,
}

/// What becomes of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mode {
    /// Its alert takes the place of a record; one without an alert is dropped.
    #[default]
    Alert,
    /// A record gets what its alert says as further keys; one without an alert stays as it is.
    Annotate,
    /// As above, but a record without an alert is dropped.
    Drop,
}
