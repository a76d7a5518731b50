//! What the sidecar tells of itself by OpenTelemetry: its messages, a span for whatever is taken in, and its metrics.
//!
//! Records are queued without waiting, and threads of their own send them, so that no collector holds up judging or
//! answering. Threads only start after rights were given up, since what a thread may do is decided when it starts.

mod collector;
mod count;
mod exposition;
mod logs;
mod metrics;
mod traces;
mod variables;

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use opentelemetry::KeyValue;
use opentelemetry_appender_tracing::layer::OpenTelemetryTracingBridge;
use opentelemetry_proto::transform::common::tonic::ResourceAttributesWithSchema;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::logs::{SdkLogger, SdkLoggerProvider};
use opentelemetry_sdk::resource::TelemetryResourceDetector;
use prometheus_client::registry::Registry;
use tracing::Subscriber;
use tracing_subscriber::layer::{Layered, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

use super::config::OtelConfig;
use super::outputs::OutputError;
use collector::Collector;
use count::Counts;
use logs::Logs;
use metrics::Measuring;
use traces::Traces;
pub(crate) use variables::complete;

const SERVICE: &str = "falconet";

/// What is exported, if anything is.
#[derive(Clone)]
pub(crate) struct Telemetry(Option<Arc<Exports>>);

struct Exports {
    config: OtelConfig,
    resource: Resource,
    counts: Counts,
    logs: Logs,
    messages: SdkLoggerProvider,
    traces: OnceLock<Traces>,
    collector: OnceLock<Arc<Collector>>,
    measuring: OnceLock<Measuring>,
}

type Bridge = OpenTelemetryTracingBridge<SdkLoggerProvider, SdkLogger>;

/// Reads what a section names, and starts nothing.
pub(crate) fn check(config: Option<&OtelConfig>) -> Result<(), OutputError> {
    match config {
        Some(config) if config.endpoint().is_some() => Collector::new(config).map(drop),
        _ => Ok(()),
    }
}

impl Telemetry {
    /// What a section asks for. Messages are kept until they can be sent.
    pub(crate) fn new(config: Option<&OtelConfig>) -> Self {
        let config = config.filter(|config| config.endpoint().is_some());
        Self(config.map(|config| Arc::new(Exports::new(config))))
    }

    /// Has what is written exported as well.
    pub(crate) fn join<S>(&self, messages: S) -> Layered<Option<Bridge>, S>
    where
        S: Subscriber + for<'s> LookupSpan<'s>,
    {
        let exports = self.0.as_ref().filter(|exports| exports.config.logs);
        messages.with(exports.map(|exports| Bridge::new(&exports.messages)))
    }

    /// Starts what sends logs and traces, once rights were given up.
    pub(crate) fn start(&self) -> Result<(), OutputError> {
        self.0.as_ref().map_or(Ok(()), |exports| exports.start())
    }

    /// Counts what is exported.
    pub(crate) fn register(&self, registry: &mut Registry) {
        if let Some(exports) = &self.0 {
            exports.counts.register(registry);
        }
    }

    /// Starts what sends metrics, which are those of this text.
    pub(crate) fn measure(&self, text: impl FnMut() -> String + Send + 'static) {
        if let Some(exports) = &self.0 {
            exports.measure(text);
        }
    }

    /// Sends metrics a last time, as long as that may take: no longer than one request.
    pub(crate) fn stop_measuring(&self, patience: Duration) {
        let exports = self.0.as_ref();
        let measuring = exports.and_then(|exports| Some((exports, exports.measuring.get()?)));
        if let Some((exports, measuring)) = measuring {
            measuring.stop(patience.min(exports.config.timeout.duration()));
        }
    }

    /// Sends what is left of logs and traces, as long as it may take: no longer than one request.
    pub(crate) fn stop(&self, patience: Duration) {
        if let Some(exports) = &self.0 {
            exports.stop(patience);
        }
    }

    fn traces(&self) -> Option<&Traces> {
        self.0.as_ref()?.traces.get()
    }
}

impl Exports {
    fn new(config: &OtelConfig) -> Self {
        let resource = resource(config);
        let counts = Counts::default();
        let logs = Logs::new(config.max_queue, counts.of("logs"));
        let messages = SdkLoggerProvider::builder()
            .with_resource(resource.clone())
            .with_log_processor(logs.clone())
            .build();
        Self {
            config: config.clone(),
            resource,
            counts,
            logs,
            messages,
            traces: OnceLock::new(),
            collector: OnceLock::new(),
            measuring: OnceLock::new(),
        }
    }

    fn start(&self) -> Result<(), OutputError> {
        let collector = Arc::new(Collector::new(&self.config)?);
        if self.config.logs {
            let route = collector.route("/v1/logs", self.counts.of("logs"));
            self.logs.start(route, &self.config, self.attributes());
        }
        if self.config.traces {
            let route = collector.route("/v1/traces", self.counts.of("traces"));
            let traces = Traces::start(route, &self.config, &self.resource);
            drop(self.traces.set(traces));
        }
        drop(self.collector.set(collector));
        Ok(())
    }

    fn measure(&self, text: impl FnMut() -> String + Send + 'static) {
        let Some(collector) = self.collector.get().filter(|_| self.config.metrics) else {
            return;
        };
        let route = collector.route("/v1/metrics", self.counts.of("metrics"));
        let interval = self.config.interval.duration();
        if let Some(measuring) = Measuring::start(route, interval, self.attributes(), text) {
            drop(self.measuring.set(measuring));
        }
    }

    fn attributes(&self) -> ResourceAttributesWithSchema {
        (&self.resource).into()
    }

    /// What does not get through in time is left out: whoever cannot be reached was told of.
    fn stop(&self, patience: Duration) {
        let end = Instant::now() + patience.min(self.config.timeout.duration());
        let left = || end.saturating_duration_since(Instant::now());
        if let Some(traces) = self.traces.get() {
            traces.stop(left());
        }
        // Last, since the others may have something to tell.
        drop(self.messages.shutdown_with_timeout(left()));
    }
}

/// What is said of this sidecar.
fn resource(config: &OtelConfig) -> Resource {
    let further = config.resource.iter();
    let further = further.map(|(key, value)| KeyValue::new(key.clone(), value.clone()));
    let mut resource = Resource::builder_empty()
        .with_detector(Box::new(TelemetryResourceDetector))
        .with_attribute(KeyValue::new("service.name", SERVICE))
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .with_attributes(further);
    if let Some(name) = &config.service_name {
        resource = resource.with_service_name(name.clone());
    }
    resource.build()
}
