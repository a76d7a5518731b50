//! What outputs count.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

use crate::sidecar::outputs::BreakerState;

/// What all outputs count.
#[derive(Default)]
pub(crate) struct OutputMetrics {
    delivered: Family<OutputLabels, Counter>,
    failures: Family<OutputLabels, Counter>,
    retries: Family<OutputLabels, Counter>,
    refused: Family<OutputLabels, Counter>,
    breaker: Family<OutputLabels, Gauge>,
    spill_alerts: Family<OutputLabels, Gauge>,
    spill_bytes: Family<OutputLabels, Gauge>,
    spill_lost: Family<LostLabels, Counter>,
}

/// What one output counts.
#[derive(Clone)]
pub(crate) struct OutputMeter {
    delivered: Counter,
    failures: Counter,
    retries: Counter,
    refused: Counter,
    breaker: Gauge,
    spill_alerts: Gauge,
    spill_bytes: Gauge,
    dropped: Counter,
    damaged: Counter,
    unwritten: Counter,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OutputLabels {
    output: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct LostLabels {
    output: String,
    reason: &'static str,
}

impl OutputMetrics {
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "output_alerts",
            "Alerts that an output took",
            self.delivered.clone(),
        );
        registry.register(
            "output_failures",
            "Blocks of alerts that an output, or its spill, did not take",
            self.failures.clone(),
        );
        registry.register(
            "output_retries",
            "Tries of an output that failed and are made again",
            self.retries.clone(),
        );
        registry.register(
            "output_undelivered",
            "Alerts that an output refused for good, kept in undelivered.jsonl",
            self.refused.clone(),
        );
        registry.register(
            "output_breaker",
            "Whether an output is left alone: 0 closed, 1 half open, 2 open",
            self.breaker.clone(),
        );
        self.register_spills(registry);
    }

    fn register_spills(&self, registry: &mut Registry) {
        registry.register(
            "spill_alerts",
            "Alerts that wait on disk for an output",
            self.spill_alerts.clone(),
        );
        registry.register_with_unit(
            "spill",
            "Bytes that a spill has on disk",
            Unit::Bytes,
            self.spill_bytes.clone(),
        );
        registry.register(
            "spill_lost_alerts",
            "Alerts that a spill lost: dropped (it was full), damaged (on disk), unwritten (the disk did not take them)",
            self.spill_lost.clone(),
        );
    }

    /// The meter of one output.
    pub(crate) fn meter(&self, output: &str) -> OutputMeter {
        let labels = OutputLabels {
            output: output.to_owned(),
        };
        let lost = |reason| {
            let output = output.to_owned();
            let labels = LostLabels { output, reason };
            self.spill_lost.get_or_create(&labels).clone()
        };
        OutputMeter {
            delivered: self.delivered.get_or_create(&labels).clone(),
            failures: self.failures.get_or_create(&labels).clone(),
            retries: self.retries.get_or_create(&labels).clone(),
            refused: self.refused.get_or_create(&labels).clone(),
            breaker: self.breaker.get_or_create(&labels).clone(),
            spill_alerts: self.spill_alerts.get_or_create(&labels).clone(),
            spill_bytes: self.spill_bytes.get_or_create(&labels).clone(),
            dropped: lost("dropped"),
            damaged: lost("damaged"),
            unwritten: lost("unwritten"),
        }
    }
}

impl OutputMeter {
    /// So many alerts were taken.
    pub(crate) fn delivered(&self, alerts: usize) {
        self.delivered.inc_by(alerts as u64);
    }

    /// A block was not taken.
    pub(crate) fn failed(&self) {
        self.failures.inc();
    }

    /// A try failed.
    pub(crate) fn retried(&self) {
        self.retries.inc();
    }

    /// An alert was refused for good.
    pub(crate) fn refused(&self) {
        self.refused.inc();
    }

    /// What the breaker lets through.
    pub(crate) fn note_breaker(&self, state: BreakerState) {
        self.breaker.set(match state {
            BreakerState::Closed => 0,
            BreakerState::HalfOpen => 1,
            BreakerState::Open => 2,
        });
    }

    /// What waits in the spill.
    pub(crate) fn note_spill(&self, alerts: u64, bytes: u64) {
        let shown = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.spill_alerts.set(shown(alerts));
        self.spill_bytes.set(shown(bytes));
    }

    /// The spill removed alerts to keep its bound.
    pub(crate) fn spill_dropped(&self, alerts: u64) {
        self.dropped.inc_by(alerts);
    }

    /// Alerts in the spill are damaged.
    pub(crate) fn spill_damaged(&self, alerts: u64) {
        self.damaged.inc_by(alerts);
    }

    /// The disk did not take alerts.
    pub(crate) fn spill_unwritten(&self, alerts: u64) {
        self.unwritten.inc_by(alerts);
    }
}
