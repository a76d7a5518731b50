//! What outputs need of the system.

use std::path::Path;

use ureq::http::Uri;

use super::{HttpOutputConfig, HttpTlsConfig, OutputConfig, SyslogConfig, SyslogTransport};
use crate::sidecar::config::{AuthConfig, Secret};
use crate::sidecar::hardening::Needs;

impl OutputConfig {
    /// What it needs of the system.
    pub(in crate::sidecar::config) fn needs(&self, needs: &mut Needs) {
        match self {
            Self::File(file) => needs.writes_file(&file.path),
            Self::Stdout(_) => {}
            Self::Http(http) => http.needs(needs),
            Self::Forward(forward) => {
                connects(&forward.address, needs);
                if let Some(secret) = &forward.shared_key {
                    reads_secret(secret, needs);
                }
                forward.tls.iter().for_each(|tls| tls.needs(needs));
            }
            Self::Syslog(syslog) => syslog.needs(needs),
        }
    }
}

impl HttpOutputConfig {
    fn needs(&self, needs: &mut Needs) {
        connects_to_url(&self.url, needs);
        match &self.auth {
            Some(AuthConfig::Bearer(secret)) => reads_secret(secret, needs),
            Some(AuthConfig::Basic(basic)) => reads_secret(&basic.password, needs),
            None => {}
        }
        for secret in self.headers.values() {
            reads_secret(secret, needs);
        }
        self.tls.needs(needs);
    }
}

impl HttpTlsConfig {
    /// What it needs of the system.
    pub(in crate::sidecar::config) fn needs(&self, needs: &mut Needs) {
        let files = [&self.ca, &self.certificate, &self.key];
        for file in files.into_iter().flatten() {
            needs.reads_file(file);
        }
    }
}

impl SyslogConfig {
    fn needs(&self, needs: &mut Needs) {
        match self.transport {
            SyslogTransport::Udp | SyslogTransport::Tcp => connects(&self.address, needs),
            SyslogTransport::Unix => needs.reads_file(Path::new(&self.address)),
        }
        self.tls.iter().for_each(|tls| tls.needs(needs));
    }
}

/// To the port of `HOST:PORT`.
fn connects(address: &str, needs: &mut Needs) {
    let port = address.rsplit(':').next().unwrap_or_default();
    if let Ok(port) = port.parse() {
        needs.connects(port);
    }
}

/// To the port of a URL, or to the usual one.
pub(in crate::sidecar::config) fn connects_to_url(url: &str, needs: &mut Needs) {
    if let Ok(url) = url.parse::<Uri>() {
        let usual = match url.scheme_str() {
            Some("https") => 443,
            _ => 80,
        };
        needs.connects(url.port_u16().unwrap_or(usual));
    }
}

/// Reads the file that a secret stands in, if it does.
pub(in crate::sidecar::config) fn reads_secret(secret: &Secret, needs: &mut Needs) {
    if let Some(file) = secret.file() {
        needs.reads_file(file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_and_files_of_all_outputs_are_needed() {
        let outputs: Vec<OutputConfig> = serde_saphyr::from_str(
            "[{type: http, url: 'https://h/', auth: {bearer: {file: /a/token}}, tls: {ca: /b/ca}},
              {type: http, url: 'http://h:8080/', headers: {x: {file: /c/x}}},
              {type: forward, address: 'h:24224', shared_key: {file: /d/key}},
              {type: forward, address: 'h:24225', tls: {ca: /e/ca, certificate: /f/c, key: /f/k}},
              {type: syslog, address: '[::1]:514', tls: {ca: /g/ca}}]",
        )
        .unwrap();
        let mut needs = Needs::default();
        for output in &outputs {
            output.needs(&mut needs);
        }
        let mut expected = Needs::default();
        for port in [443, 8080, 24224, 24225, 514] {
            expected.connects(port);
        }
        for file in [
            "/a/token", "/b/ca", "/c/x", "/d/key", "/e/ca", "/f/c", "/f/k", "/g/ca",
        ] {
            expected.reads_file(Path::new(file));
        }
        assert_eq!(needs, expected);
    }
}
