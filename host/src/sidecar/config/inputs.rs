//! Where events come from.

use std::net::SocketAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where events come from.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum InputConfig {
    /// `POST /events`.
    Http(HttpInputConfig),
}

/// An HTTP listener for events.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HttpInputConfig {
    /// Address and port.
    pub(crate) listen: SocketAddr,
}
