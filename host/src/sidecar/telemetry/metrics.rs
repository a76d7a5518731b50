//! Metrics: what `/metrics` says, again and again, by a thread of its own.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::common::v1::InstrumentationScope;
use opentelemetry_proto::tonic::metrics::v1::{ResourceMetrics, ScopeMetrics};
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::transform::common::tonic::ResourceAttributesWithSchema;
use tracing::warn;

use super::SERVICE;
use super::collector::Route;
use super::exposition::Reading;
use crate::environment;

/// The thread that sends metrics.
pub(super) struct Measuring {
    /// Nothing once it is to stop.
    go_on: Mutex<Option<Sender<()>>>,
    /// Ends with the thread.
    ended: Mutex<Receiver<()>>,
}

struct Source<T> {
    route: Route,
    resource: Resource,
    since: u64,
    text: T,
}

impl Measuring {
    /// Starts it; nothing, and a message, if the system gives no thread.
    pub(super) fn start(
        route: Route,
        interval: Duration,
        resource: ResourceAttributesWithSchema,
        text: impl FnMut() -> String + Send + 'static,
    ) -> Option<Self> {
        let (go_on, told) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let mut source = Source {
            route,
            resource: Resource {
                attributes: resource.attributes.0,
                ..Resource::default()
            },
            since: environment::now_ns(),
            text,
        };
        let thread = thread::Builder::new().name("falconet-metrics".to_owned());
        let started = thread.spawn(move || {
            let _end: Sender<()> = end;
            while told.recv_timeout(interval) == Err(RecvTimeoutError::Timeout) {
                source.send();
            }
            source.send();
        });
        if let Err(error) = started {
            warn!(%error, "metrics are not exported: the system gives no thread");
            return None;
        }
        Some(Self {
            go_on: Mutex::new(Some(go_on)),
            ended: Mutex::new(ended),
        })
    }

    /// Sends them a last time, as long as that may take.
    pub(super) fn stop(&self, patience: Duration) {
        let mut go_on = self.go_on.lock().unwrap_or_else(PoisonError::into_inner);
        drop(go_on.take());
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        // Either it ends or it takes too long.
        let _ = ended.recv_timeout(patience);
    }
}

impl<T: FnMut() -> String> Source<T> {
    fn send(&mut self) {
        let reading = Reading {
            since: self.since,
            now: environment::now_ns(),
        };
        let metrics = reading.metrics(&(self.text)());
        let points = metrics.iter().map(super::exposition::points).sum();
        self.route.count().made.inc_by(points as u64);
        let scope = InstrumentationScope {
            name: SERVICE.to_owned(),
            ..InstrumentationScope::default()
        };
        let message = ExportMetricsServiceRequest {
            resource_metrics: vec![ResourceMetrics {
                resource: Some(self.resource.clone()),
                scope_metrics: vec![ScopeMetrics {
                    scope: Some(scope),
                    metrics,
                    ..ScopeMetrics::default()
                }],
                ..ResourceMetrics::default()
            }],
        };
        // That it failed is told and counted there; the next time all of it is sent again.
        let _ = self.route.send(&message, points);
    }
}
