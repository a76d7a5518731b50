//! Where alerts go.

mod forward;
mod http;
mod needs;
mod syslog;
mod tls;

use std::collections::BTreeSet;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BreakerConfig, RetryConfig, SpillConfig};
use crate::cli::{Size, TimeSpan};
pub(crate) use forward::ForwardOutputConfig;
pub(crate) use http::{HttpFormat, HttpOutputConfig, HttpTlsConfig};
pub(super) use needs::{connects_to_url, reads_secret};
pub(crate) use syslog::{SyslogConfig, SyslogTransport};
pub(crate) use tls::ClientTlsConfig;

/// Smallest spill: several segments have room in it.
const SMALLEST_SPILL: Size = Size::mebibytes(16);

/// Where alerts go.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum OutputConfig {
    /// A file of JSON lines.
    File(FileOutputConfig),
    /// Standard output.
    Stdout(StdoutConfig),
    /// An HTTP server.
    Http(HttpOutputConfig),
    /// Fluent Bit, by its own protocol.
    Forward(ForwardOutputConfig),
    /// A syslog server.
    Syslog(SyslogConfig),
}

/// What every output has.
#[derive(Clone, Debug)]
pub(crate) struct CommonConfig<'a> {
    pub(crate) kind: &'static str,
    pub(crate) name: Option<&'a str>,
    pub(crate) required: bool,
    pub(crate) retry: &'a RetryConfig,
    pub(crate) breaker: &'a BreakerConfig,
    pub(crate) spill: Option<&'a SpillConfig>,
}

/// A file of alerts.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileOutputConfig {
    /// What metrics, messages and the spill call it; its type, and a number if there are several, if this is not set.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// The file; alerts are appended.
    pub(crate) path: PathBuf,
    /// Whether events are only acknowledged once their alerts are there.
    #[serde(default)]
    pub(crate) required: bool,
    /// When alerts count as there.
    #[serde(default)]
    pub(crate) durability: Durability,
    /// Size at which the file is set aside and another begun.
    #[serde(default = "default_rotate_size")]
    pub(crate) rotate_size: Size,
    /// Time after which the file is set aside, such as `1d`; periods begin at midnight, UTC.
    #[serde(default)]
    pub(crate) rotate_every: Option<TimeSpan>,
    /// Files that were set aside to keep; older ones are removed.
    #[serde(default = "default_keep")]
    pub(crate) keep: usize,
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

/// When alerts count as written.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Durability {
    /// When the disk has them.
    #[default]
    Fsync,
    /// When the system has them: what it had not written yet is lost if the machine, not the sidecar, breaks down.
    Fast,
}

/// Standard output.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StdoutConfig {
    /// What metrics, messages and the spill call it.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// Whether events are only acknowledged once their alerts are written.
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

/// What every output has, out of one.
macro_rules! common {
    ($kind:literal, $config:expr) => {
        CommonConfig {
            kind: $kind,
            name: $config.name.as_deref(),
            required: $config.required,
            retry: &$config.retry,
            breaker: &$config.breaker,
            spill: $config.spill.as_ref(),
        }
    };
}

impl OutputConfig {
    /// What every output has.
    pub(crate) fn common(&self) -> CommonConfig<'_> {
        match self {
            Self::File(config) => common!("file", config),
            Self::Stdout(config) => common!("stdout", config),
            Self::Http(config) => common!("http", config),
            Self::Forward(config) => common!("forward", config),
            Self::Syslog(config) => common!("syslog", config),
        }
    }
}

/// The names of outputs, in order.
pub(crate) fn names(outputs: &[OutputConfig]) -> Vec<String> {
    let mut names = Vec::new();
    for (at, output) in outputs.iter().enumerate() {
        let common = output.common();
        let before = outputs.iter().take(at).map(OutputConfig::common);
        let alike = before.filter(|other| other.kind == common.kind).count();
        names.push(match (common.name, alike) {
            (Some(name), _) => name.to_owned(),
            (None, 0) => common.kind.to_owned(),
            (None, alike) => format!("{}-{}", common.kind, alike + 1),
        });
    }
    names
}

/// What is wrong with outputs, if anything.
pub(super) fn contradiction(outputs: &[OutputConfig]) -> Option<&'static str> {
    if outputs.is_empty() {
        return Some("there is no output");
    }
    let names = names(outputs);
    if !names.iter().all(|name| is_name(name)) {
        return Some("the `name` of an output is 1 to 64 letters, digits, `-` and `_`");
    }
    if names.iter().collect::<BTreeSet<_>>().len() < names.len() {
        return Some("two outputs have the same `name`");
    }
    outputs.iter().find_map(OutputConfig::contradiction)
}

fn is_name(name: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (1..=64).contains(&name.len()) && name.chars().all(letters)
}

impl OutputConfig {
    fn contradiction(&self) -> Option<&'static str> {
        let common = self.common();
        if common.required && common.spill.is_some() {
            return Some("an output that is `required` has no `spill`: it holds the answer");
        }
        if common
            .spill
            .is_some_and(|spill| spill.max_size < SMALLEST_SPILL)
        {
            return Some("`max_size` of a spill must be at least 16MiB");
        }
        if common.breaker.failures == 0 {
            return Some("`failures` of a breaker must be at least 1");
        }
        match self {
            Self::Http(config) => config.contradiction(),
            Self::Forward(config) => config.contradiction(),
            Self::Syslog(config) => config.contradiction(),
            Self::File(_) | Self::Stdout(_) => None,
        }
    }
}

const HALF_A_PAIR: &str = "`certificate` and `key` of an output go together";
const NO_ALERTS: &str = "`max_alerts` of an output must be at least 1";

const fn default_rotate_size() -> Size {
    Size::mebibytes(256)
}

const fn default_keep() -> usize {
    16
}

const fn default_timeout() -> TimeSpan {
    TimeSpan::whole(10)
}

const fn default_max_alerts() -> usize {
    1000
}

const fn default_max_bytes() -> Size {
    Size::mebibytes(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outputs(text: &str) -> Vec<OutputConfig> {
        serde_saphyr::from_str(text).unwrap()
    }

    #[test]
    fn outputs_are_named_by_type_and_number_unless_they_have_a_name() {
        let outputs = outputs(
            "[{type: stdout}, {type: file, path: a}, {type: file, path: b, name: long-term}, {type: file, path: c}]",
        );
        assert_eq!(names(&outputs), ["stdout", "file", "long-term", "file-3"]);
        assert_eq!(contradiction(&outputs), None);
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        for (text, told) in [
            ("[]", "no output"),
            ("[{type: stdout, name: ../x}]", "letters, digits"),
            (
                "[{type: stdout, name: a}, {type: file, path: x, name: a}]",
                "the same `name`",
            ),
            (
                "[{type: stdout, required: true, spill: {}}]",
                "has no `spill`",
            ),
            (
                "[{type: stdout, spill: {max_size: 1MiB}}]",
                "at least 16MiB",
            ),
            ("[{type: stdout, breaker: {failures: 0}}]", "`failures`"),
            ("[{type: http, url: 'ftp://x'}]", "begins with `http://`"),
            (
                "[{type: http, url: 'http://x', tls: {key: k}}]",
                "go together",
            ),
            (
                "[{type: forward, address: 'x:1', tls: {ca: c, key: k}}]",
                "go together",
            ),
            (
                "[{type: syslog, address: 'x:1', tls: {ca: c}}]",
                "`transport: tcp`",
            ),
            (
                "[{type: http, url: 'http://x', max_alerts: 0}]",
                "`max_alerts`",
            ),
        ] {
            let outputs = outputs(text);
            let said = contradiction(&outputs).unwrap_or_default();
            assert!(said.contains(told), "{text}: {said}");
        }
    }
}
