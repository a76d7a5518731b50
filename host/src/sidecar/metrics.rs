//! What the sidecar counts, for Prometheus.

mod judging;
mod outputs;
mod reloads;
mod state;
mod suppressed;

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use serde::Deserialize;

use super::hardening::Hardening;
use super::judging::Judged;
use judging::JudgingMetrics;
pub(crate) use outputs::{OutputMeter, OutputMetrics};
use reloads::ReloadMetrics;
use state::StateMetrics;
pub(crate) use state::{Count, State};
pub(crate) use suppressed::SuppressMetrics;

/// Bounds of the histogram of latencies, in seconds.
const LATENCIES: [f64; 12] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

/// All metrics.
pub(crate) struct Metrics {
    registry: Registry,
    events: Counter,
    bytes: Counter,
    malformed: Counter,
    skipped: Counter,
    poison: Counter,
    alerts: Family<RuleLabels, Counter>,
    answers: Family<AnswerLabels, Counter>,
    tries_again: Counter,
    outputs: OutputMetrics,
    suppressed: SuppressMetrics,
    judging: JudgingMetrics,
    reloads: ReloadMetrics,
    state: StateMetrics,
    hardening: Family<LayerLabels, Gauge>,
    waiting: Gauge,
    latency: Histogram,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RuleLabels {
    rule: String,
    priority: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct AnswerLabels {
    code: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct LayerLabels {
    layer: &'static str,
}

/// What of an alert is counted by.
#[derive(Deserialize)]
struct Alert<'a> {
    #[serde(borrow)]
    priority: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    rule: std::borrow::Cow<'a, str>,
}

impl Metrics {
    /// Nothing counted yet.
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("falconet");
        let mut metrics = Self {
            judging: JudgingMetrics::new(&mut registry),
            reloads: ReloadMetrics::new(&mut registry),
            state: StateMetrics::new(&mut registry),
            registry,
            events: Counter::<u64, AtomicU64>::default(),
            bytes: Counter::default(),
            malformed: Counter::default(),
            skipped: Counter::default(),
            poison: Counter::default(),
            alerts: Family::default(),
            answers: Family::default(),
            tries_again: Counter::default(),
            outputs: OutputMetrics::default(),
            suppressed: SuppressMetrics::default(),
            hardening: Family::default(),
            waiting: Gauge::default(),
            latency: Histogram::new(LATENCIES),
        };
        metrics.register();
        metrics
    }

    /// With what others count.
    pub(crate) fn with(mut self, register: impl FnOnce(&mut Registry)) -> Self {
        register(&mut self.registry);
        self
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("events", "Records judged", self.events.clone());
        registry.register_with_unit(
            "received",
            "Bytes of bodies, as they were sent",
            Unit::Bytes,
            self.bytes.clone(),
        );
        registry.register(
            "malformed",
            "Records that are no JSON, or too large",
            self.malformed.clone(),
        );
        registry.register(
            "skipped",
            "Records that are no event of the source",
            self.skipped.clone(),
        );
        registry.register(
            "poison",
            "Records that the module died of",
            self.poison.clone(),
        );
        registry.register("alerts", "Alerts by rule and priority", self.alerts.clone());
        registry.register(
            "answers",
            "Answers to requests by status",
            self.answers.clone(),
        );
        self.outputs.register(registry);
        self.suppressed.register(registry);
        registry.register(
            "input_retries",
            "Batches of streams that were tried again, and messages that were not acknowledged",
            self.tries_again.clone(),
        );
        registry.register(
            "hardening",
            "Whether the process gave up these of its rights",
            self.hardening.clone(),
        );
        registry.register(
            "requests_waiting",
            "Requests that are taken in and not answered",
            self.waiting.clone(),
        );
        registry.register_with_unit(
            "request",
            "From a request's head to its answer",
            Unit::Seconds,
            self.latency.clone(),
        );
    }

    /// Counts a body that was judged.
    pub(crate) fn judged(&self, received: usize, judged: &Judged) {
        self.bytes.inc_by(received as u64);
        self.events.inc_by(judged.events);
        self.malformed.inc_by(judged.malformed);
        self.skipped.inc_by(judged.skipped);
        self.poison.inc_by(judged.poison.len() as u64);
        self.judging.judged(judged);
        let lines = judged.lines.split(|byte| *byte == b'\n');
        for alert in lines.filter_map(|line| serde_json::from_slice::<Alert<'_>>(line).ok()) {
            let labels = RuleLabels {
                rule: alert.rule.into_owned(),
                priority: alert.priority.into_owned(),
            };
            self.alerts.get_or_create(&labels).inc();
        }
    }

    /// Counts an answer.
    pub(crate) fn answered(&self, code: u16, latency: Duration) {
        self.answers.get_or_create(&AnswerLabels { code }).inc();
        self.latency.observe(latency.as_secs_f64());
    }

    /// Counts a batch or a message that was not taken and has to come again.
    pub(crate) fn tried_again(&self) {
        self.tries_again.inc();
    }

    /// Counts records that could not even be given to the module.
    pub(crate) fn unread(&self, records: usize) {
        self.malformed.inc_by(records as u64);
    }

    /// What outputs count.
    pub(crate) const fn outputs(&self) -> &OutputMetrics {
        &self.outputs
    }

    /// What is left out.
    pub(crate) const fn suppressed(&self) -> &SuppressMetrics {
        &self.suppressed
    }

    /// Counts the dead letters of a body once they are kept.
    pub(crate) fn letters_kept(&self, judged: &Judged) {
        self.judging.kept(judged);
    }

    /// Notes how many rules take part after they were loaded, or that they could not be.
    pub(crate) fn reloaded(&self, rules: Option<u64>, took: Duration) {
        self.reloads.reloaded(rules, took);
    }

    /// Notes how many rules take part from the start.
    pub(crate) fn started(&self, rules: u64) {
        self.reloads.started(rules);
    }

    /// Notes what can only be looked up.
    pub(crate) fn note_state(&self, state: State<impl Iterator<Item = u64>>) {
        self.state.note(state);
    }

    /// The connections of a listener.
    pub(crate) fn connections(&self, listener: &str) -> Count {
        self.state.connections(listener)
    }

    /// Notes which rights the process gave up.
    pub(crate) fn note_hardening(&self, hardening: &Hardening) {
        for (layer, what) in hardening.layers() {
            let gauge = self.hardening.get_or_create(&LayerLabels { layer });
            gauge.set(what.holds().into());
        }
    }

    /// Notes how many requests are taken in.
    pub(crate) fn note_waiting(&self, requests: usize) {
        self.waiting
            .set(i64::try_from(requests).unwrap_or(i64::MAX));
    }

    /// The text that Prometheus reads.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let written = encode(&mut text, &self.registry);
        debug_assert!(written.is_ok(), "a string takes any text");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_are_counted_by_rule() {
        let metrics = Metrics::new();
        let judged = Judged {
            events: 3,
            lines: b"{\"priority\":\"Error\",\"rule\":\"a \\\"b\\\"\"}\n{\"priority\":\"Error\",\"rule\":\"a \\\"b\\\"\"}\n".to_vec(),
            ..Judged::default()
        };
        metrics.judged(10, &judged);
        metrics.answered(200, Duration::from_millis(3));
        let text = metrics.text();
        assert!(text.contains("falconet_events_total 3"), "{text}");
        assert!(
            text.contains(r#"falconet_alerts_total{rule="a \"b\"",priority="Error"} 2"#),
            "{text}"
        );
        assert!(
            text.contains(r#"falconet_answers_total{code="200"} 1"#),
            "{text}"
        );
    }
}
