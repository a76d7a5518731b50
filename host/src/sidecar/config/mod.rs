//! `falconet.yaml`: what the sidecar listens to, where alerts go, and every bound it keeps.

mod auth;
mod delivery;
mod environment;
mod error;
mod hardening;
mod inputs;
mod limits;
mod masked;
mod nearest;
mod otel;
mod outputs;
mod print;
mod read;
mod reload;
mod schema;
mod secret;
mod suppress;
mod tree;

use std::net::SocketAddr;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::hardening::Needs;
use crate::cli::Wrapping;

pub(crate) use auth::AuthConfig;
pub(crate) use delivery::{BreakerConfig, RetryConfig, SpillConfig, WhenFull};
#[cfg(feature = "otel")]
pub(crate) use environment::OverrideError;
pub(crate) use environment::Overrides;
pub(crate) use error::ConfigError;
pub(crate) use hardening::{HardeningConfig, Wanted};
pub(crate) use inputs::{
    FileInputConfig, ForwardInputConfig, HttpInputConfig, InputConfig, StartAt, StdinInputConfig,
    TcpInputConfig, TlsConfig, UnixInputConfig,
};
pub(crate) use limits::SidecarLimits;
pub(crate) use otel::OtelConfig;
pub(crate) use outputs::{
    ClientTlsConfig, CommonConfig, Durability, FileOutputConfig, ForwardOutputConfig, HttpFormat,
    HttpOutputConfig, HttpTlsConfig, OutputConfig, SyslogConfig, SyslogTransport, names,
};
pub(crate) use reload::ReloadConfig;
pub(crate) use secret::{Secret, SecretError};
pub(crate) use suppress::{IdenticalConfig, RateConfig, SuppressConfig};

/// The configuration of falconet's sidecar.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Rules: files, folders of .yaml and .yml files, or patterns, in the order in which they are loaded.
    #[serde(default)]
    pub(crate) rules: Vec<PathBuf>,
    /// Falco's configuration keys, as `KEY=VALUE`.
    #[serde(default)]
    pub(crate) options: Vec<String>,
    /// The source whose events come in; else the rules tell.
    #[serde(default)]
    pub(crate) source: Option<String>,
    /// What events are wrapped in.
    #[serde(default)]
    pub(crate) wrapping: Wrapping,
    /// Whether each alert has an id, the same whenever it comes again.
    #[serde(default)]
    pub(crate) alert_id: bool,
    /// Where events come from.
    pub(crate) inputs: Vec<InputConfig>,
    /// Where alerts go.
    pub(crate) outputs: Vec<OutputConfig>,
    /// Which alerts are left out.
    #[serde(default)]
    pub(crate) suppress: SuppressConfig,
    /// Where operators look.
    #[serde(default)]
    pub(crate) admin: Option<AdminConfig>,
    /// The folder for what has to outlive a restart.
    #[serde(default = "default_state")]
    pub(crate) state: PathBuf,
    /// Whether there is no configuration, and so nothing but a pipe: then nothing is kept in a folder.
    #[serde(skip)]
    pub(crate) is_pipe: bool,
    /// When rules are read again without being told to.
    #[serde(default)]
    pub(crate) reload: ReloadConfig,
    /// Bounds.
    #[serde(default)]
    pub(crate) limits: SidecarLimits,
    /// Which of its rights the process gives up.
    #[serde(default)]
    pub(crate) hardening: HardeningConfig,
    /// Where the sidecar tells of itself by OpenTelemetry.
    #[serde(default)]
    pub(crate) otel: Option<OtelConfig>,
}

/// The listener for operators.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdminConfig {
    /// Address and port.
    pub(crate) listen: SocketAddr,
}

fn default_state() -> PathBuf {
    PathBuf::from("state")
}

impl Config {
    /// What all its parts need of the system.
    pub(crate) fn needs(&self) -> Needs {
        let mut needs = Needs::default();
        self.rules.iter().for_each(|path| needs.reads_matches(path));
        needs.reads_time_zones();
        self.inputs.iter().for_each(|input| input.needs(&mut needs));
        self.outputs
            .iter()
            .for_each(|output| output.needs(&mut needs));
        self.admin
            .iter()
            .for_each(|admin| needs.listens(admin.listen));
        if !self.is_pipe {
            needs.writes_in(&self.state);
        }
        self.hardening.needs(&mut needs);
        self.otel.iter().for_each(|otel| otel.needs(&mut needs));
        needs
    }

    /// What is wrong with its parts together, if anything.
    fn contradiction(&self) -> Option<&'static str> {
        if self.inputs.is_empty() {
            return Some("there is no input");
        }
        if let Some(contradiction) = outputs::contradiction(&self.outputs) {
            return Some(contradiction);
        }
        if let Some(contradiction) = InputConfig::contradiction(&self.inputs) {
            return Some(contradiction);
        }
        if let Some(contradiction) = otel::contradiction(self.otel.as_ref(), cfg!(feature = "otel"))
        {
            return Some(contradiction);
        }
        let limits = &self.limits;
        if limits.max_requests == 0 || limits.max_connections == 0 {
            return Some("`max_requests` and `max_connections` must be at least 1");
        }
        if limits.max_buffered < limits.max_body {
            return Some("a body of `max_body` does not fit in `max_buffered`");
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Size;

    pub(super) const MINIMAL: &str = r#"
rules: [rules.yaml]
inputs:
  - {type: http, listen: "127.0.0.1:8686"}
outputs:
  - {type: file, path: alerts.jsonl, required: true}
admin: {listen: "127.0.0.1:8687"}
state: state/
"#;

    pub(super) fn parse(text: &str) -> Result<Config, ConfigError> {
        Config::parse("falconet.yaml", text, &Overrides::default())
    }

    fn refused(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn the_minimal_configuration_is_read() {
        let config = parse(MINIMAL).unwrap();
        assert_eq!(config.rules, [PathBuf::from("rules.yaml")]);
        let [OutputConfig::File(file)] = &config.outputs[..] else {
            panic!("no file")
        };
        assert!(file.required);
        assert_eq!(file.durability, Durability::Fsync);
        assert_eq!(config.state, PathBuf::from("state/"));
    }

    #[test]
    fn limits_have_units() {
        let text = MINIMAL.to_owned() + "limits: {max_body: 1MiB, max_wait: 500ms}\n";
        let limits = parse(&text).unwrap().limits;
        assert_eq!(limits.max_body, Size::mebibytes(1));
        assert_eq!(limits.max_wait.to_string(), "500ms");
        let text = MINIMAL.to_owned() + "limits: {max_body: large}\n";
        assert!(refused(&text).contains("expected a number and one of the units"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let unknown = refused(&MINIMAL.replace("rules:", "rulez:"));
        assert!(unknown.contains("falconet.yaml"), "{unknown}");
        assert!(
            unknown.contains("there is no key `rulez`: did you mean `rules`?"),
            "{unknown}"
        );
        assert!(unknown.contains("line 2 column 1"), "{unknown}");
        let deep = refused(&MINIMAL.replace("path:", "paht:"));
        assert!(deep.contains("did you mean `path`?"), "{deep}");
        let kind = refused(&MINIMAL.replace("type: http", "type: htpp"));
        assert!(
            kind.contains("there is no `htpp`: did you mean `http`?"),
            "{kind}"
        );
        let strange = refused(&MINIMAL.replace("rules:", "zebra:"));
        assert!(strange.contains("one of `rules`, `options`"), "{strange}");
    }

    #[test]
    fn nothing_in_or_out_is_a_contradiction() {
        let none = "inputs: []\noutputs: [{type: stdout}]";
        assert!(refused(none).ends_with("there is no input"));
        let small = MINIMAL.to_owned() + "limits: {max_buffered: 1MiB}\n";
        assert!(refused(&small).ends_with("does not fit in `max_buffered`"));
    }
}
