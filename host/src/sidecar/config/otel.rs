//! OpenTelemetry: which collector logs, traces and metrics go to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::outputs::{connects_to_url, reads_secret};
use super::{HttpTlsConfig, Secret};
use crate::cli::TimeSpan;
use crate::sidecar::hardening::Needs;

/// Most logs and spans that may wait: room for all of them is taken at the start.
const MOST_QUEUED: usize = 65_536;

/// The collector of OpenTelemetry that logs, traces and metrics are sent to, by OTLP over HTTP; for builds with the feature
/// `otel`. Standard variables of the environment say what is not said here.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct OtelConfig {
    /// Where it is, `http:` or `https:`, without `/v1/logs` and the like; else `OTEL_EXPORTER_OTLP_ENDPOINT` says it.
    pub(crate) endpoint: Option<String>,
    /// Headers of each request; `OTEL_EXPORTER_OTLP_HEADERS` may have others.
    pub(crate) headers: BTreeMap<String, Secret>,
    /// Whom to trust, and certificates.
    pub(crate) tls: HttpTlsConfig,
    /// What the sidecar is called; else `OTEL_SERVICE_NAME` says it, or it is `falconet`.
    pub(crate) service_name: Option<String>,
    /// What else is said of the sidecar, such as `deployment.environment.name`; `OTEL_RESOURCE_ATTRIBUTES` may have others.
    pub(crate) resource: BTreeMap<String, String>,
    /// Whether nothing is sent after all; else `OTEL_SDK_DISABLED` says it.
    pub(crate) disabled: Option<bool>,
    /// Whether messages are sent, those that are written.
    pub(crate) logs: bool,
    /// Whether a span is sent for each request and each batch of a stream.
    pub(crate) traces: bool,
    /// Whether what `/metrics` says is sent.
    pub(crate) metrics: bool,
    /// Time for a request, from the connection to the end of the answer; what is left at the end may hold up the sidecar as long.
    pub(crate) timeout: TimeSpan,
    /// How long logs and spans wait for others to go with.
    pub(crate) delay: TimeSpan,
    /// How often metrics are sent.
    pub(crate) interval: TimeSpan,
    /// Logs that wait, and spans; further ones are left out.
    #[schemars(range(max = MOST_QUEUED))]
    pub(crate) max_queue: usize,
    /// Most logs, or spans, in a request.
    pub(crate) max_batch: usize,
}

impl Default for OtelConfig {
    fn default() -> Self {
        Self {
            endpoint: None,
            headers: BTreeMap::new(),
            tls: HttpTlsConfig::default(),
            service_name: None,
            resource: BTreeMap::new(),
            disabled: None,
            logs: true,
            traces: true,
            metrics: true,
            timeout: TimeSpan::whole(10),
            delay: TimeSpan::whole(1),
            interval: TimeSpan::whole(60),
            max_queue: 2048,
            max_batch: 512,
        }
    }
}

impl OtelConfig {
    /// Where it is sent, if it is.
    pub(crate) fn endpoint(&self) -> Option<&str> {
        let endpoint = self.endpoint.as_deref()?;
        (self.disabled != Some(true)).then_some(endpoint)
    }

    /// What it needs of the system.
    pub(super) fn needs(&self, needs: &mut Needs) {
        let Some(endpoint) = self.endpoint() else {
            return;
        };
        connects_to_url(endpoint, needs);
        self.headers
            .values()
            .for_each(|secret| reads_secret(secret, needs));
        self.tls.needs(needs);
    }

    /// What is wrong with it, if anything.
    pub(crate) fn contradiction(&self) -> Option<&'static str> {
        if let Some(endpoint) = &self.endpoint {
            if !endpoint.starts_with("http://") && !endpoint.starts_with("https://") {
                return Some("the `endpoint` of `otel` begins with `http://` or `https://`");
            }
            if endpoint.contains(['@', '?', '#']) {
                return Some(
                    "the `endpoint` of `otel` has no user and no `?`: `headers` may hold secrets",
                );
            }
        }
        if self.tls.certificate.is_some() != self.tls.key.is_some() {
            return Some("`certificate` and `key` of `otel` go together");
        }
        if self.max_batch == 0 || self.max_queue < self.max_batch {
            return Some("`max_batch` of `otel` is at least 1 and at most `max_queue`");
        }
        if self.max_queue > MOST_QUEUED {
            return Some("`max_queue` of `otel` is at most 65536");
        }
        None
    }
}

/// What is wrong with the section, if it is there, in a build that has the feature or has it not.
pub(super) fn contradiction(otel: Option<&OtelConfig>, is_built: bool) -> Option<&'static str> {
    let otel = otel?;
    if !is_built {
        return Some("`otel` needs a build with `--features otel`, which this one is not");
    }
    otel.contradiction()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn otel(text: &str) -> OtelConfig {
        serde_saphyr::from_str(text).unwrap()
    }

    #[test]
    fn a_build_without_the_feature_says_so_of_a_section_and_of_nothing_else() {
        let said = contradiction(Some(&OtelConfig::default()), false).unwrap();
        assert!(said.contains("--features otel"), "{said}");
        assert_eq!(contradiction(None, false), None);
        assert_eq!(contradiction(Some(&OtelConfig::default()), true), None);
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        for (text, told) in [
            ("{endpoint: 'localhost:4318'}", "begins with `http://`"),
            ("{endpoint: 'http://me:s3cret@h'}", "no user"),
            ("{endpoint: 'http://h/?key=s3cret'}", "no `?`"),
            ("{tls: {key: k}}", "go together"),
            ("{max_batch: 0}", "`max_batch`"),
            ("{max_batch: 9, max_queue: 8}", "`max_queue`"),
            ("{max_queue: 65537}", "at most 65536"),
        ] {
            let said = otel(text).contradiction().unwrap_or_default();
            assert!(said.contains(told), "{text}: {said}");
        }
    }

    #[test]
    fn the_port_of_the_collector_is_needed_and_nothing_once_it_is_turned_off() {
        let text = "{endpoint: 'https://h', headers: {x: {file: /a/token}}, tls: {ca: /b/ca}";
        let mut needs = Needs::default();
        otel(&format!("{text}}}")).needs(&mut needs);
        let mut expected = Needs::default();
        expected.connects(443);
        expected.reads_file(Path::new("/a/token"));
        expected.reads_file(Path::new("/b/ca"));
        assert_eq!(needs, expected);
        let mut needs = Needs::default();
        otel(&format!("{text}, disabled: true}}")).needs(&mut needs);
        assert_eq!(needs, Needs::default());
    }
}
