//! How reading the rules again went.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

use super::state::seconds_since_1970;

/// Of the rules.
pub(super) struct ReloadMetrics {
    reloads: Family<ResultLabels, Counter>,
    rules: Gauge,
    last: Gauge,
    last_time: Gauge<f64, AtomicU64>,
    last_duration: Gauge<f64, AtomicU64>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ResultLabels {
    result: &'static str,
}

const SUCCESS: ResultLabels = ResultLabels { result: "success" };
const FAILURE: ResultLabels = ResultLabels { result: "failure" };

impl ReloadMetrics {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let metrics = Self {
            reloads: Family::default(),
            rules: Gauge::default(),
            last: Gauge::default(),
            last_time: Gauge::default(),
            last_duration: Gauge::default(),
        };
        for result in [SUCCESS, FAILURE] {
            drop(metrics.reloads.get_or_create(&result));
        }
        metrics.register(registry);
        metrics
    }

    fn register(&self, registry: &mut Registry) {
        registry.register(
            "reloads",
            "Rules that were read again, by result",
            self.reloads.clone(),
        );
        registry.register("rules", "Rules that take part", self.rules.clone());
        registry.register(
            "last_reload_success",
            "Whether the rules could be loaded when they were read last",
            self.last.clone(),
        );
        registry.register_with_unit(
            "last_reload_timestamp",
            "When the rules were read last",
            Unit::Seconds,
            self.last_time.clone(),
        );
        registry.register_with_unit(
            "last_reload_duration",
            "How long reading and loading them took",
            Unit::Seconds,
            self.last_duration.clone(),
        );
    }

    /// Notes how many rules take part after they were loaded, or that they could not be.
    pub(super) fn reloaded(&self, rules: Option<u64>, took: Duration) {
        let result = if rules.is_some() { SUCCESS } else { FAILURE };
        self.reloads.get_or_create(&result).inc();
        self.note(rules);
        self.last_duration.set(took.as_secs_f64());
    }

    /// Notes how many rules take part from the start.
    pub(super) fn started(&self, rules: u64) {
        self.note(Some(rules));
    }

    fn note(&self, rules: Option<u64>) {
        if let Some(rules) = rules {
            self.rules.set(i64::try_from(rules).unwrap_or(i64::MAX));
        }
        self.last.set(rules.is_some().into());
        self.last_time.set(seconds_since_1970());
    }
}
