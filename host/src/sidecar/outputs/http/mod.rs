//! Posting alerts to an HTTP server: one request at a time, so that order stays.
//!
//! What 4xx but 408 and 429 answers is refused for good. Where that is a request of several alerts, fewer are sent, until
//! the one that is meant is found.

#[cfg(test)]
mod receiver;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use ureq::Agent;
use ureq::http::{HeaderMap, HeaderValue, Request, Uri, header};

use super::OutputError;
use super::target::{Sent, Target};
use crate::sidecar::client;
use crate::sidecar::config::{AuthConfig, HttpFormat, HttpOutputConfig};

/// Of lines, too: Fluent Bit takes no other one, and Vector does not look.
const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// Characters of an answer that are told.
const MOST_TOLD: usize = 200;

/// An HTTP server.
pub(super) struct Http {
    agent: Agent,
    url: Uri,
    headers: HeaderMap,
    format: HttpFormat,
    max_alerts: usize,
    max_bytes: usize,
    /// Alerts in the next request: fewer after a refusal.
    size: usize,
}

/// What became of a request.
enum Answer {
    Taken,
    Refused(String),
    Failed(String),
}

impl Http {
    /// Connects with the first request.
    pub(super) fn new(config: &HttpOutputConfig) -> Result<Self, OutputError> {
        let url = client::address(&config.url).map_err(|reason| OutputError::Unusable {
            what: "url".to_owned(),
            reason,
        })?;
        let max_alerts = match config.format {
            HttpFormat::Ndjson => config.max_alerts,
            HttpFormat::Alert => 1,
        };
        Ok(Self {
            agent: client::agent(config.timeout, &config.tls)?,
            headers: headers(config)?,
            url,
            format: config.format,
            max_alerts,
            max_bytes: config.max_bytes.in_memory(),
            size: max_alerts,
        })
    }

    /// The first alerts that go into one request.
    fn request<'a>(&self, alerts: &'a [Bytes]) -> &'a [Bytes] {
        let mut bytes = 0;
        let fitting = alerts.iter().take(self.size).take_while(|alert| {
            bytes += alert.len();
            bytes <= self.max_bytes
        });
        let count = fitting.count().max(1);
        alerts.get(..count).unwrap_or(alerts)
    }

    fn post(&self, alerts: &[Bytes]) -> Answer {
        let mut body = alerts.concat();
        if self.format == HttpFormat::Alert && body.last() == Some(&b'\n') {
            body.pop();
        }
        let mut request = Request::new(body);
        *request.method_mut() = ureq::http::Method::POST;
        *request.uri_mut() = self.url.clone();
        request.headers_mut().clone_from(&self.headers);
        match self.agent.run(request) {
            Ok(response) => judged(response),
            Err(error) => Answer::Failed(error.to_string()),
        }
    }

    fn failed(&self, reason: String) -> OutputError {
        let host = self
            .url
            .authority()
            .map_or("", |authority| authority.as_str());
        // Not the whole address: there may be a secret in it.
        let to = host.rsplit('@').next().unwrap_or_default().to_owned();
        OutputError::Send { to, reason }
    }
}

impl Target for Http {
    fn send(&mut self, alerts: &[Bytes]) -> Sent {
        let mut done = 0;
        while let Some(rest) = alerts.get(done..).filter(|rest| !rest.is_empty()) {
            let request = self.request(rest);
            match self.post(request) {
                Answer::Taken => {
                    done += request.len();
                    self.size = self.size.saturating_mul(2).min(self.max_alerts);
                }
                Answer::Refused(reason) if request.len() == 1 => {
                    return Sent::refused(done, self.failed(reason).to_string());
                }
                Answer::Refused(_) => self.size = request.len() / 2,
                Answer::Failed(reason) => return Sent::failed(done, self.failed(reason)),
            }
        }
        Sent::all(alerts)
    }
}

fn judged(mut response: ureq::http::Response<ureq::Body>) -> Answer {
    let status = response.status();
    let said = client::said(&mut response);
    if status.is_success() {
        return Answer::Taken;
    }
    if status.is_server_error() || matches!(status.as_u16(), 408 | 429) {
        Answer::Failed(format!("it answers {status}"))
    } else {
        Answer::Refused(format!("it answers {status}{}", told(&said)))
    }
}

/// The beginning of an answer, fit for a terminal. It may hold the alert, so it goes to no log.
fn told(said: &[u8]) -> String {
    let text = String::from_utf8_lossy(said);
    let fit = |c: char| if c.is_control() { '?' } else { c };
    let line: String = text.trim().chars().take(MOST_TOLD).map(fit).collect();
    if line.is_empty() {
        return line;
    }
    format!(": {line}")
}

fn headers(config: &HttpOutputConfig) -> Result<HeaderMap, OutputError> {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, JSON);
    for (name, value) in &config.headers {
        let (name, value) = client::header(name, value)?;
        headers.insert(name, value);
    }
    if let Some(auth) = &config.auth {
        headers.insert(header::AUTHORIZATION, authorization(auth)?);
    }
    Ok(headers)
}

fn authorization(auth: &AuthConfig) -> Result<HeaderValue, OutputError> {
    let value = match auth {
        AuthConfig::Bearer(token) => format!("Bearer {}", token.read().map_err(Arc::new)?),
        AuthConfig::Basic(basic) => {
            let password = basic.password.read().map_err(Arc::new)?;
            let pair = format!("{}:{password}", basic.user);
            format!("Basic {}", STANDARD.encode(pair))
        }
    };
    client::secret(&value).map_err(|reason| OutputError::Unusable {
        what: "auth".to_owned(),
        reason,
    })
}
