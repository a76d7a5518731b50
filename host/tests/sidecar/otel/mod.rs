//! What a sidecar tells a collector of OpenTelemetry, and what it does without one.

mod collector;

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::number_data_point::Value;
use opentelemetry_proto::tonic::trace::v1::Span;

use crate::running::{Place, Sidecar, event};
use collector::{Collector, attribute, said};

/// Stands in everything that is sent.
const MARK: &str = "marked7f3a";
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const OTHER_TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "00f067aa0ba902b7";
const AGAIN: &str = "the collector takes what is exported again";
const FAILS: &str = "the collector does not take what is exported";

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// Posts a body as a part of a trace; the status of the answer.
fn post(sidecar: &Sidecar, trace: &str, body: &[u8]) -> u16 {
    let agent = ureq::Agent::config_builder().http_status_as_error(false);
    let agent: ureq::Agent = agent.build().into();
    let request = agent
        .post(format!("{}/events", sidecar.events))
        .header("traceparent", format!("00-{trace}-{PARENT}-01"));
    request.send(body).unwrap().status().as_u16()
}

/// How many spans were sent, or were not.
fn spans(sidecar: &Sidecar, state: &str) -> u64 {
    let name = format!("falconet_otel_records_total{{signal=\"traces\",state=\"{state}\"}} ");
    let metrics = sidecar.ask("/metrics").body;
    let mut lines = metrics.lines();
    let count = lines.find_map(|line| line.strip_prefix(&name));
    count
        .unwrap_or_else(|| panic!("{metrics}"))
        .parse()
        .unwrap()
}

/// Sends events that are all answered until so many spans were sent, or were not.
fn send_until(sidecar: &Sidecar, state: &str, least: u64) {
    let patience = Instant::now() + Duration::from_mins(1);
    while spans(sidecar, state) < least {
        assert!(Instant::now() < patience, "no {least} spans are {state}");
        assert_eq!(sidecar.send(event("alice").as_bytes()).code, 200);
        thread::sleep(Duration::from_millis(20));
    }
}

fn of_trace<'s>(spans: &'s [Span], trace: &str) -> &'s Span {
    let mut found = spans
        .iter()
        .filter(|span| hexadecimal(&span.trace_id) == trace);
    let span = found.next().unwrap_or_else(|| panic!("{spans:?}"));
    assert!(found.next().is_none(), "{spans:?}");
    span
}

/// A sidecar that took an event by HTTP and one by TCP, refused a body, and has stopped.
fn told(collector: &Collector) -> Option<()> {
    let place = Place::new()?;
    let inputs = [
        "{type: http, listen: '127.0.0.1:0'}",
        "{type: tcp, listen: '127.0.0.1:0'}",
    ];
    // All of it is sent at the end.
    place.with_inputs(
        &inputs,
        "otel: {service_name: ours, headers: {X-Key: s3cret}, resource: {team: blue}, delay: 1h, interval: 1h}\n",
    );
    let sidecar = place.start_with(|command| {
        command
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint())
            .env("OTEL_SERVICE_NAME", "theirs")
            .env("OTEL_RESOURCE_ATTRIBUTES", "team=red,zone=a")
    });
    assert_eq!(post(&sidecar, TRACE, event(MARK).as_bytes()), 200);
    let damaged = [b"\x1f\x8b", MARK.as_bytes()].concat();
    assert_eq!(post(&sidecar, OTHER_TRACE, &damaged), 400);
    let mut stream = TcpStream::connect(&sidecar.addresses["tcp"]).unwrap();
    writeln!(stream, "{}", event(MARK)).unwrap();
    drop(stream);
    place.await_users(&[MARK, MARK]);
    sidecar.signal("TERM");
    assert!(sidecar.ended().success());
    Some(())
}

#[test]
fn all_that_a_sidecar_tells_reaches_the_collector_before_it_ends() {
    let collector = Collector::start();
    if told(&collector).is_none() {
        return;
    }
    spans_are_of_the_trace_of_who_asked(&collector.spans());
    logs_are_those_that_are_written(&collector);
    metrics_are_those_of_prometheus(&collector);
    for resource in collector.resources() {
        let said = ["service.name", "team", "zone"].map(|key| attribute(&resource, key));
        assert_eq!(said, ["ours", "blue", "a"]);
    }
    for posted in collector.posted() {
        assert!(posted.head.contains("\r\nx-key: s3cret\r\n"), "{posted:?}");
        let text = String::from_utf8_lossy(&posted.body);
        assert!(!text.contains(MARK), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
    }
}

fn spans_are_of_the_trace_of_who_asked(spans: &[Span]) {
    assert_eq!(spans.len(), 3, "{spans:?}");
    let taken = of_trace(spans, TRACE);
    assert_eq!(hexadecimal(&taken.parent_span_id), PARENT);
    let bytes = event(MARK).len().to_string();
    for (key, value) in [
        ("falconet.input", "http"),
        ("falconet.bytes", &*bytes),
        ("falconet.events", "1"),
        ("falconet.alerts", "1"),
        ("falconet.outcome", "taken"),
        ("http.response.status_code", "200"),
    ] {
        assert_eq!(attribute(&taken.attributes, key), value, "{key}");
    }
    assert!(taken.start_time_unix_nano <= taken.end_time_unix_nano);
    let refused = of_trace(spans, OTHER_TRACE);
    let outcome = ["falconet.outcome", "http.response.status_code"]
        .map(|key| attribute(&refused.attributes, key));
    assert_eq!(outcome, ["not judged", "400"]);
    let of_tcp = spans.iter().find(|span| span.name == "delivery").unwrap();
    assert!(of_tcp.parent_span_id.is_empty(), "{of_tcp:?}");
    let input = attribute(&of_tcp.attributes, "falconet.input");
    assert!(input.starts_with("tcp 127.0.0.1:"), "{input}");
}

fn logs_are_those_that_are_written(collector: &Collector) {
    let logs = collector.logs();
    let messages: Vec<_> = logs.iter().map(said).collect();
    // The first one is from before anything could be sent, the last one from the very end.
    for message in ["gave up what is not needed", "taking events", "stopped"] {
        assert!(messages.iter().any(|said| said == message), "{messages:?}");
    }
    let refused = logs.iter().find(|log| said(log) == "a body was refused");
    let refused = refused.unwrap();
    assert_eq!(attribute(&refused.attributes, "status"), "400");
    assert_eq!(refused.severity_text, "WARN");
    assert_eq!(hexadecimal(&refused.trace_id), OTHER_TRACE);
}

fn metrics_are_those_of_prometheus(collector: &Collector) {
    let metrics = collector.metrics();
    let events = metrics
        .iter()
        .find(|metric| metric.name == "falconet_events");
    let Some(Data::Sum(sum)) = &events.unwrap().data else {
        panic!("{events:?}")
    };
    assert_eq!(sum.data_points[0].value, Some(Value::AsDouble(2.0)));
}

/// A place whose collector does not answer until it is woken; a sidecar there ends in a second.
fn with_silent_collector(section: &str) -> Option<(Place, Collector)> {
    let place = Place::new()?;
    let collector = Collector::silent();
    let endpoint = collector.endpoint();
    place.configure(&format!(
        "otel: {{endpoint: '{endpoint}', {section}}}\nlimits: {{shutdown_timeout: 1s}}\n"
    ));
    Some((place, collector))
}

#[test]
fn a_collector_that_does_not_answer_holds_up_nothing() {
    let Some((place, _collector)) =
        with_silent_collector("timeout: 10m, delay: 1ms, max_queue: 2, max_batch: 1")
    else {
        return;
    };
    let sidecar = place.start();
    for _ in 0..50 {
        assert_eq!(sidecar.send(event("alice").as_bytes()).code, 200);
    }
    assert_eq!((spans(&sidecar, "sent"), spans(&sidecar, "failed")), (0, 0));
    sidecar.signal("TERM");
    assert!(sidecar.ended().success());
}

#[test]
fn a_collector_that_fails_is_told_of_once() {
    let Some((place, collector)) = with_silent_collector(
        "timeout: 500ms, delay: 1ms, max_queue: 2, max_batch: 1, logs: false, metrics: false",
    ) else {
        return;
    };
    let sidecar = place.start();
    send_until(&sidecar, "failed", 3);
    assert!(collector.posted().is_empty());
    collector.wake();
    send_until(&sidecar, "sent", 1);
    sidecar.signal("TERM");
    let said = sidecar.said();
    let (before, _) = said.split_once(AGAIN).unwrap();
    assert_eq!(before.matches(FAILS).count(), 1, "{said}");
}

#[test]
fn what_a_sidecar_tells_at_its_end_does_not_wait_for_a_collector() {
    let Some((place, _collector)) = with_silent_collector("timeout: 10m") else {
        return;
    };
    let sidecar = place.start_with(|command| command.arg("--suppress=1h"));
    for _ in 0..2 {
        assert_eq!(sidecar.send(event("alice").as_bytes()).code, 200);
    }
    sidecar.signal("TERM");
    let said = sidecar.said();
    assert!(said.contains("alerts were left out"), "{said}");
}

#[test]
fn the_configuration_shows_what_variables_say_and_hides_secrets() {
    let Some(place) = Place::new() else { return };
    let mut command = place.command(&["run", "--print-config"]);
    command
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318")
        .env("OTEL_EXPORTER_OTLP_HEADERS", "api-key=s3cret");
    let printed = command.output().unwrap();
    let printed = String::from_utf8(printed.stdout).unwrap();
    assert!(
        printed.contains("endpoint: \"http://collector:4318\""),
        "{printed}"
    );
    assert!(printed.contains("api-key: \"***\""), "{printed}");
}

#[test]
fn a_section_that_cannot_be_used_is_told_before_anything_starts() {
    let Some(place) = Place::new() else { return };
    for (section, told) in [
        ("{}", "no `endpoint`"),
        (
            "{endpoint: 'http://h', headers: {'a b': c}}",
            "cannot use `a b`",
        ),
        (
            "{endpoint: 'http://h', tls: {ca: nowhere.pem}}",
            "cannot use `nowhere.pem`",
        ),
    ] {
        place.configure(&format!("otel: {section}\n"));
        let mut command = place.command(&["run", "--check-config"]);
        let checked = command.output().unwrap();
        let said = String::from_utf8(checked.stderr).unwrap();
        assert!(!checked.status.success() && said.contains(told), "{said}");
    }
}
