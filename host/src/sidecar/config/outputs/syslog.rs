//! Alerts as messages of syslog.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ClientTlsConfig, default_timeout};
use crate::cli::TimeSpan;
use crate::sidecar::config::{BreakerConfig, RetryConfig, SpillConfig};

/// A syslog server.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SyslogConfig {
    /// What metrics, messages and the spill call it.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// How it is reached.
    #[serde(default)]
    pub(crate) transport: SyslogTransport,
    /// Host and port, or the path of a socket.
    pub(crate) address: String,
    /// Encrypted, if it is there; for connections.
    #[serde(default)]
    pub(crate) tls: Option<ClientTlsConfig>,
    /// The part of the system that messages are of.
    #[serde(default)]
    pub(crate) facility: Facility,
    /// The program that messages are of.
    #[serde(default = "default_app_name")]
    pub(crate) app_name: String,
    /// Whether rule and source of an alert stand in structured data too.
    #[serde(default)]
    pub(crate) structured_data: bool,
    /// Time to connect, and for each write.
    #[serde(default = "default_timeout")]
    pub(crate) timeout: TimeSpan,
    /// Whether events are only acknowledged once their alerts were sent.
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

/// How a syslog server is reached.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SyslogTransport {
    /// Datagrams, which nobody confirms.
    #[default]
    Udp,
    /// A connection, messages with their length before them.
    Tcp,
    /// A socket of this machine that takes datagrams, such as `/dev/log`.
    Unix,
}

/// The part of the system that messages are of, by its name in syslog.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub(crate) enum Facility {
    User = 1,
    Daemon = 3,
    Auth = 4,
    AuthPriv = 10,
    Audit = 13,
    #[default]
    Local0 = 16,
    Local1 = 17,
    Local2 = 18,
    Local3 = 19,
    Local4 = 20,
    Local5 = 21,
    Local6 = 22,
    Local7 = 23,
}

impl SyslogConfig {
    /// What is wrong with it, if anything.
    pub(super) fn contradiction(&self) -> Option<&'static str> {
        let tls = self.tls.as_ref()?;
        if self.transport != SyslogTransport::Tcp {
            return Some("`tls` of a syslog output needs `transport: tcp`");
        }
        tls.contradiction()
    }
}

fn default_app_name() -> String {
    "falconet".to_owned()
}
