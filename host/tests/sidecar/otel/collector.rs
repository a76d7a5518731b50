//! A collector of OpenTelemetry: it takes protobuf by HTTP, and can say nothing for a while.

use std::io::{BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::logs::v1::LogRecord;
use opentelemetry_proto::tonic::metrics::v1::Metric;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;

use crate::receiver::{head, length};

/// What was posted.
#[derive(Clone, Debug)]
pub(super) struct Posted {
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

/// A collector.
pub(super) struct Collector {
    listener: TcpListener,
    posted: Arc<Mutex<Vec<Posted>>>,
}

impl Collector {
    /// Connections are made, and nobody answers.
    pub(super) fn silent() -> Self {
        Self {
            listener: TcpListener::bind("127.0.0.1:0").unwrap(),
            posted: Arc::default(),
        }
    }

    /// Answers.
    pub(super) fn start() -> Self {
        let collector = Self::silent();
        collector.wake();
        collector
    }

    /// Answers from now on, until the test ends.
    pub(super) fn wake(&self) {
        let listener = self.listener.try_clone().unwrap();
        let posted = Arc::clone(&self.posted);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let posted = Arc::clone(&posted);
                thread::spawn(move || serve(stream, &posted));
            }
        });
    }

    pub(super) fn endpoint(&self) -> String {
        format!("http://{}", self.listener.local_addr().unwrap())
    }

    pub(super) fn posted(&self) -> Vec<Posted> {
        self.posted.lock().unwrap().clone()
    }

    fn messages<M: Message + Default>(&self, path: &str) -> Vec<M> {
        let posted = self.posted().into_iter();
        let posted = posted.filter(|posted| posted.head.starts_with(&format!("post {path} ")));
        posted
            .map(|posted| M::decode(&*posted.body).unwrap())
            .collect()
    }

    pub(super) fn spans(&self) -> Vec<Span> {
        let messages = self.messages::<ExportTraceServiceRequest>("/v1/traces");
        let resources = messages.into_iter().flat_map(|all| all.resource_spans);
        let scopes = resources.flat_map(|resource| resource.scope_spans);
        scopes.flat_map(|scope| scope.spans).collect()
    }

    pub(super) fn logs(&self) -> Vec<LogRecord> {
        let messages = self.messages::<ExportLogsServiceRequest>("/v1/logs");
        let resources = messages.into_iter().flat_map(|all| all.resource_logs);
        let scopes = resources.flat_map(|resource| resource.scope_logs);
        scopes.flat_map(|scope| scope.log_records).collect()
    }

    pub(super) fn metrics(&self) -> Vec<Metric> {
        let messages = self.messages::<ExportMetricsServiceRequest>("/v1/metrics");
        let resources = messages.into_iter().flat_map(|all| all.resource_metrics);
        let scopes = resources.flat_map(|resource| resource.scope_metrics);
        scopes.flat_map(|scope| scope.metrics).collect()
    }

    /// What is said of the sidecar, by each signal.
    pub(super) fn resources(&self) -> Vec<Vec<KeyValue>> {
        let spans = self.messages::<ExportTraceServiceRequest>("/v1/traces");
        let spans = spans.into_iter().flat_map(|all| all.resource_spans);
        let logs = self.messages::<ExportLogsServiceRequest>("/v1/logs");
        let logs = logs.into_iter().flat_map(|all| all.resource_logs);
        let metrics = self.messages::<ExportMetricsServiceRequest>("/v1/metrics");
        let metrics = metrics.into_iter().flat_map(|all| all.resource_metrics);
        let resources = spans.map(|one| one.resource);
        let resources = resources.chain(logs.map(|one| one.resource));
        let resources = resources.chain(metrics.map(|one| one.resource));
        resources.map(|one| one.unwrap().attributes).collect()
    }
}

/// An attribute as text; nothing if there is none.
pub(super) fn attribute(attributes: &[KeyValue], key: &str) -> String {
    let value = attributes.iter().find(|attribute| attribute.key == key);
    match value.and_then(|found| found.value.clone()?.value) {
        Some(Value::StringValue(text)) => text,
        Some(Value::IntValue(number)) => number.to_string(),
        Some(other) => format!("{other:?}"),
        None => String::new(),
    }
}

/// What a log says.
pub(super) fn said(log: &LogRecord) -> String {
    match log.body.clone().and_then(|body| body.value) {
        Some(Value::StringValue(text)) => text,
        other => format!("{other:?}"),
    }
}

fn serve(stream: TcpStream, posted: &Mutex<Vec<Posted>>) {
    let mut stream = BufReader::new(stream);
    while let Some(head) = head(&mut stream) {
        let mut body = vec![0; length(&head).unwrap()];
        // Who stopped waiting is gone in the middle of it.
        if stream.read_exact(&mut body).is_err() {
            return;
        }
        posted.lock().unwrap().push(Posted { head, body });
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
        if stream.get_mut().write_all(answer).is_err() {
            return;
        }
    }
}
