//! TLS of outputs that connect by themselves.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sidecar::hardening::Needs;

/// How a connection is encrypted, and whom it may lead to.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClientTlsConfig {
    /// A PEM file: the authorities, one of which must have signed the certificate of the server.
    pub(crate) ca: PathBuf,
    /// A PEM file: the certificate to show, with those that lead to its authority.
    #[serde(default)]
    pub(crate) certificate: Option<PathBuf>,
    /// A PEM file: its key.
    #[serde(default)]
    pub(crate) key: Option<PathBuf>,
    /// Whom the certificate of the server must be for, if that is not the host of `address`.
    #[serde(default)]
    pub(crate) server_name: Option<String>,
}

impl ClientTlsConfig {
    /// What it needs of the system.
    pub(super) fn needs(&self, needs: &mut Needs) {
        let files = [Some(&self.ca), self.certificate.as_ref(), self.key.as_ref()];
        for file in files.into_iter().flatten() {
            needs.reads_file(file);
        }
    }

    /// What is wrong with it, if anything.
    pub(super) fn contradiction(&self) -> Option<&'static str> {
        let is_half = self.certificate.is_some() != self.key.is_some();
        is_half.then_some(super::HALF_A_PAIR)
    }
}
