//! Alerts by Fluent's protocol.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ClientTlsConfig, NO_ALERTS, default_max_alerts, default_max_bytes, default_timeout};
use crate::cli::{Size, TimeSpan};
use crate::sidecar::config::{BreakerConfig, RetryConfig, Secret, SpillConfig};

/// Fluent Bit's or Fluentd's forward input.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForwardOutputConfig {
    /// What metrics, messages and the spill call it.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// Host and port.
    pub(crate) address: String,
    /// What the alerts are tagged with.
    #[serde(default = "default_tag")]
    pub(crate) tag: String,
    /// Whether the server must say that it has them.
    #[serde(default = "default_ack")]
    pub(crate) ack: bool,
    /// The key that both sides know.
    #[serde(default)]
    pub(crate) shared_key: Option<Secret>,
    /// Encrypted, if it is there.
    #[serde(default)]
    pub(crate) tls: Option<ClientTlsConfig>,
    /// Time to connect, and for each write and each answer.
    #[serde(default = "default_timeout")]
    pub(crate) timeout: TimeSpan,
    /// Most alerts in a message.
    #[serde(default = "default_max_alerts")]
    pub(crate) max_alerts: usize,
    /// Largest message, unless one alert is larger.
    #[serde(default = "default_max_bytes")]
    pub(crate) max_bytes: Size,
    /// Whether events are only acknowledged once the server has their alerts.
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

impl ForwardOutputConfig {
    /// What is wrong with it, if anything.
    pub(super) fn contradiction(&self) -> Option<&'static str> {
        if self.max_alerts == 0 {
            return Some(NO_ALERTS);
        }
        self.tls.as_ref()?.contradiction()
    }
}

fn default_tag() -> String {
    "falco.alerts".to_owned()
}

const fn default_ack() -> bool {
    true
}
