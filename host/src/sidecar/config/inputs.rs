//! Where events come from.

use std::net::SocketAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sidecar::hardening::Needs;

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

impl InputConfig {
    /// What it needs of the system.
    pub(super) fn needs(&self, needs: &mut Needs) {
        match self {
            Self::Http(http) => needs.listens(http.listen),
        }
    }
}
