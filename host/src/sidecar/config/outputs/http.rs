//! Alerts by HTTP.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{HALF_A_PAIR, NO_ALERTS, default_max_alerts, default_max_bytes, default_timeout};
use crate::cli::{Size, TimeSpan};
use crate::sidecar::config::{AuthConfig, BreakerConfig, RetryConfig, Secret, SpillConfig};

/// An HTTP server that alerts are posted to.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HttpOutputConfig {
    /// What metrics, messages and the spill call it.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// Where to post, `http:` or `https:`.
    pub(crate) url: String,
    /// What a request holds.
    #[serde(default)]
    pub(crate) format: HttpFormat,
    /// Headers of each request.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, Secret>,
    /// How the sidecar says who it is.
    #[serde(default)]
    pub(crate) auth: Option<AuthConfig>,
    /// Whom to trust, and certificates.
    #[serde(default)]
    pub(crate) tls: HttpTlsConfig,
    /// Time for a request, from the connection to the end of the answer.
    #[serde(default = "default_timeout")]
    pub(crate) timeout: TimeSpan,
    /// Most alerts in a request.
    #[serde(default = "default_max_alerts")]
    pub(crate) max_alerts: usize,
    /// Largest request, unless one alert is larger.
    #[serde(default = "default_max_bytes")]
    pub(crate) max_bytes: Size,
    /// Whether events are only acknowledged once the server took their alerts.
    #[serde(default)]
    pub(crate) required: bool,
    /// How it tries again.
    #[serde(default)]
    pub(crate) retry: RetryConfig,
    /// When it is left alone.
    #[serde(default)]
    pub(crate) breaker: BreakerConfig,
    /// Where alerts wait if it is not required.
    #[serde(default)]
    pub(crate) spill: Option<SpillConfig>,
}

/// What a request holds.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum HttpFormat {
    /// Alerts, one a line.
    #[default]
    Ndjson,
    /// One alert, as Falco posts them.
    Alert,
}

/// TLS of a client.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct HttpTlsConfig {
    /// Certificates of the authorities to trust, instead of those of the public web.
    pub(crate) ca: Option<PathBuf>,
    /// The certificate to show, with those that lead to its authority.
    pub(crate) certificate: Option<PathBuf>,
    /// Its key.
    pub(crate) key: Option<PathBuf>,
}

impl HttpOutputConfig {
    /// What is wrong with it, if anything.
    pub(super) fn contradiction(&self) -> Option<&'static str> {
        if !self.url.starts_with("http://") && !self.url.starts_with("https://") {
            return Some("the `url` of an output begins with `http://` or `https://`");
        }
        if self.tls.certificate.is_some() != self.tls.key.is_some() {
            return Some(HALF_A_PAIR);
        }
        (self.max_alerts == 0).then_some(NO_ALERTS)
    }
}
