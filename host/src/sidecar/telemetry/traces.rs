//! A span for whatever is taken in, from there to its answer. It says how much it was and what became of it, and nothing of
//! what it holds.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderName};
use axum::response::Response;
use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry::trace::{
    FutureExt as _, SpanKind, SpanRef, Status, TraceContextExt as _, Tracer as _,
    TracerProvider as _,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::transform::common::tonic::ResourceAttributesWithSchema;
use opentelemetry_proto::transform::trace::tonic::group_spans_by_resource_and_scope;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{
    BatchConfigBuilder, BatchSpanProcessor, SdkTracer, SdkTracerProvider, SpanData, SpanExporter,
};

use super::collector::Route;
use super::count::Count;
use super::{SERVICE, Telemetry};
use crate::sidecar::config::OtelConfig;
use crate::sidecar::intake::{Receipt, Refusal};

/// Longest header that is kept with a span: as long a `tracestate` as W3C asks everyone to carry. Spans wait in a queue, and
/// heads may be large.
const MOST_OF_A_HEADER: usize = 512;

/// What makes spans.
pub(super) struct Traces {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
    count: Count,
}

#[derive(Debug)]
struct Exporter {
    route: Route,
    resource: ResourceAttributesWithSchema,
}

/// Headers, for what reads the trace of who asks.
struct Headers<'a>(&'a HeaderMap);

impl Traces {
    /// Starts what sends them.
    pub(super) fn start(route: Route, config: &OtelConfig, resource: &Resource) -> Self {
        let bounds = BatchConfigBuilder::default()
            .with_max_queue_size(config.max_queue)
            .with_max_export_batch_size(config.max_batch)
            .with_scheduled_delay(config.delay.duration());
        let count = route.count().clone();
        let exporter = Exporter {
            route,
            resource: resource.into(),
        };
        let batches = BatchSpanProcessor::builder(exporter)
            .with_batch_config(bounds.build())
            .build();
        let provider = SdkTracerProvider::builder()
            .with_resource(resource.clone())
            .with_span_processor(batches)
            .build();
        Self {
            tracer: provider.tracer(SERVICE),
            provider,
            count,
        }
    }

    /// Sends what is left.
    pub(super) fn stop(&self, patience: Duration) {
        drop(self.provider.shutdown_with_timeout(patience));
    }

    /// A span that begins now, in a context.
    fn begin(&self, name: &'static str, kind: SpanKind, parent: &Context) -> Context {
        let span = self.tracer.span_builder(name).with_kind(kind);
        let context = parent.with_span(span.start_with_context(&self.tracer, parent));
        if context.span().is_recording() {
            self.count.made.inc();
        }
        context
    }
}

impl Telemetry {
    /// Answers a request within a span, which belongs to the trace of who asks, if there is one.
    pub(crate) async fn request(
        &self,
        headers: &HeaderMap,
        work: impl Future<Output = Response>,
    ) -> Response {
        let Some(traces) = self.traces() else {
            return work.await;
        };
        let propagator = TraceContextPropagator::new();
        let parent = propagator.extract_with_context(&Context::new(), &Headers(headers));
        let context = traces.begin("request", SpanKind::Server, &parent);
        let answer = work.with_context(context.clone()).await;
        let (span, status) = (context.span(), answer.status());
        let code = i64::from(status.as_u16());
        span.set_attribute(KeyValue::new("http.response.status_code", code));
        if status.is_server_error() {
            span.set_status(Status::error(""));
        }
        answer
    }

    /// Judges and delivers a body within the span of its request, or else within one of its own.
    pub(crate) async fn delivery(
        &self,
        input: &str,
        bytes: usize,
        work: impl Future<Output = Result<Receipt, Refusal>>,
    ) -> Result<Receipt, Refusal> {
        let Some(traces) = self.traces() else {
            return work.await;
        };
        let current = Context::current();
        let is_of_request = current.has_active_span();
        let context = if is_of_request {
            current
        } else {
            traces.begin("delivery", SpanKind::Consumer, &current)
        };
        context.span().set_attributes([
            KeyValue::new("falconet.input", input.to_owned()),
            KeyValue::new("falconet.bytes", number(bytes as u64)),
        ]);
        let taken = work.with_context(context.clone()).await;
        note(&context.span(), &taken);
        if taken.is_err() && !is_of_request {
            context.span().set_status(Status::error(""));
        }
        taken
    }
}

/// What became of a body. What refusals say in full is for messages.
fn note(span: &SpanRef<'_>, taken: &Result<Receipt, Refusal>) {
    let outcome = match taken {
        Ok(_) => "taken",
        Err(Refusal::Busy) => "busy",
        Err(Refusal::Judge(_)) => "not judged",
        Err(Refusal::Output(_)) => "not kept",
    };
    span.set_attribute(KeyValue::new("falconet.outcome", outcome));
    if let Ok(receipt) = taken {
        span.set_attributes([
            KeyValue::new("falconet.events", number(receipt.events)),
            KeyValue::new("falconet.alerts", number(receipt.alerts)),
            KeyValue::new("falconet.malformed", number(receipt.malformed)),
        ]);
    }
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl SpanExporter for Exporter {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let records = batch.len();
        let message = ExportTraceServiceRequest {
            resource_spans: group_spans_by_resource_and_scope(batch, &self.resource),
        };
        self.route.send(&message, records)
    }
}

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        let text = self.0.get(key)?.to_str().ok()?;
        (text.len() <= MOST_OF_A_HEADER).then_some(text)
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(HeaderName::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state_of(tracestate: &str) -> (bool, String) {
        let mut headers = HeaderMap::new();
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        headers.insert("traceparent", parent.parse().unwrap());
        headers.insert("tracestate", tracestate.parse().unwrap());
        let context = TraceContextPropagator::new().extract(&Headers(&headers));
        let span = context.span();
        let about = span.span_context();
        (about.is_sampled(), about.trace_state().header())
    }

    #[test]
    fn a_tracestate_is_kept_unless_it_is_longer_than_anyone_must_carry() {
        // A part has at most 256 bytes.
        let long = |last: usize| {
            let lengths = [("a", 200), ("b", 200), ("c", last)];
            lengths
                .map(|(key, length)| format!("{key}={}", "v".repeat(length)))
                .join(",")
        };
        let fits = long(104);
        assert_eq!(fits.len(), MOST_OF_A_HEADER);
        assert_eq!(state_of(&fits), (true, fits));
        assert_eq!(state_of(&long(105)), (true, String::new()));
    }
}
