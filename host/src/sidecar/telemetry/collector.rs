//! Posting to the collector. What it does not take is dropped and counted; that it fails is told once, and once that it is
//! well again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use opentelemetry_sdk::error::{OTelSdkError, OTelSdkResult};
use prost::Message;
use tracing::{info, warn};
use ureq::Agent;
use ureq::http::{HeaderMap, HeaderValue, Method, Request, Uri, header};

use super::count::Count;
use crate::sidecar::client;
use crate::sidecar::config::OtelConfig;
use crate::sidecar::outputs::OutputError;

const PROTOBUF: HeaderValue = HeaderValue::from_static("application/x-protobuf");

/// A collector.
#[derive(Debug)]
pub(super) struct Collector {
    agent: Agent,
    endpoint: String,
    headers: HeaderMap,
}

/// Where it takes one signal.
#[derive(Debug)]
pub(super) struct Route {
    collector: Arc<Collector>,
    path: &'static str,
    count: Count,
    fails: AtomicBool,
}

impl Collector {
    /// Reads what the section names; connects with the first request.
    pub(super) fn new(config: &OtelConfig) -> Result<Self, OutputError> {
        let mut headers = HeaderMap::new();
        for (name, value) in &config.headers {
            let (name, value) = client::header(name, value)?;
            headers.insert(name, value);
        }
        headers.insert(header::CONTENT_TYPE, PROTOBUF);
        let collector = Self {
            agent: client::agent(config.timeout, &config.tls)?,
            endpoint: config.endpoint().unwrap_or_default().to_owned(),
            headers,
        };
        collector.url("").map_err(|reason| OutputError::Unusable {
            what: "otel.endpoint".to_owned(),
            reason,
        })?;
        Ok(collector)
    }

    /// Where it takes a signal.
    pub(super) fn route(self: &Arc<Self>, path: &'static str, count: Count) -> Route {
        Route {
            collector: Arc::clone(self),
            path,
            count,
            fails: AtomicBool::new(false),
        }
    }

    fn url(&self, path: &str) -> Result<Uri, String> {
        client::address(&format!("{}{path}", self.endpoint.trim_end_matches('/')))
    }

    fn post(&self, path: &str, body: Vec<u8>) -> Result<(), String> {
        let mut request = Request::new(body);
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.url(path)?;
        request.headers_mut().clone_from(&self.headers);
        let response = self.agent.run(request);
        let mut response = response.map_err(|error| error.to_string())?;
        client::said(&mut response);
        match response.status() {
            status if status.is_success() => Ok(()),
            status => Err(format!("it answers {status}")),
        }
    }
}

impl Route {
    /// What is counted of it.
    pub(super) const fn count(&self) -> &Count {
        &self.count
    }

    /// Sends a message of so many records.
    pub(super) fn send(&self, message: &impl Message, records: usize) -> OTelSdkResult {
        let sent = self.collector.post(self.path, message.encode_to_vec());
        self.tell(&sent);
        let count = match sent {
            Ok(()) => &self.count.sent,
            Err(_) => &self.count.failed,
        };
        count.inc_by(records as u64);
        sent.map_err(OTelSdkError::InternalFailure)
    }

    /// Only what changed.
    fn tell(&self, sent: &Result<(), String>) {
        let (endpoint, signal) = (&self.collector.endpoint, self.count.signal);
        let failed = self.fails.swap(sent.is_err(), Ordering::Relaxed);
        match sent {
            Err(reason) if !failed => {
                warn!(endpoint, signal, %reason, "the collector does not take what is exported: it is dropped until it does");
            }
            Ok(()) if failed => info!(
                endpoint,
                signal, "the collector takes what is exported again"
            ),
            _ => {}
        }
    }
}
