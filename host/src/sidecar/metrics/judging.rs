//! How judging goes: how long it takes, what instances die of, what becomes a dead letter.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::LATENCIES;
use crate::sidecar::judging::{Judged, REASONS};

/// Of judging.
pub(super) struct JudgingMetrics {
    seconds: Histogram,
    traps: Family<ReasonLabels, Counter>,
    restarts: Counter,
    dead_letters: Family<KindLabels, Counter>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ReasonLabels {
    reason: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct KindLabels {
    kind: &'static str,
}

const MALFORMED: KindLabels = KindLabels { kind: "malformed" };
const POISON: KindLabels = KindLabels { kind: "poison" };

impl JudgingMetrics {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let metrics = Self {
            seconds: Histogram::new(LATENCIES),
            traps: Family::default(),
            restarts: Counter::default(),
            dead_letters: Family::default(),
        };
        metrics.begin_at_zero();
        metrics.register(registry);
        metrics
    }

    /// A counter that is not there yet cannot be told from one that is gone.
    fn begin_at_zero(&self) {
        for reason in REASONS {
            drop(self.traps.get_or_create(&ReasonLabels { reason }));
        }
        for kind in [MALFORMED, POISON] {
            drop(self.dead_letters.get_or_create(&kind));
        }
    }

    fn register(&self, registry: &mut Registry) {
        registry.register_with_unit(
            "judging",
            "Time of a thread for a body, decompression included",
            Unit::Seconds,
            self.seconds.clone(),
        );
        registry.register(
            "traps",
            "Instances of the module that died while they judged, by what they died of",
            self.traps.clone(),
        );
        registry.register(
            "instance_restarts",
            "Instances of the module that were started because another one died",
            self.restarts.clone(),
        );
        registry.register(
            "dead_letters",
            "Records that were kept since they cannot be judged, by kind",
            self.dead_letters.clone(),
        );
    }

    /// Counts a body that was judged.
    pub(super) fn judged(&self, judged: &Judged) {
        self.seconds.observe(judged.took.as_secs_f64());
        for (reason, deaths) in judged.deaths.by_reason() {
            let labels = ReasonLabels { reason };
            self.traps.get_or_create(&labels).inc_by(deaths);
            self.restarts.inc_by(deaths);
        }
    }

    /// Counts the dead letters of a body once they are kept.
    pub(super) fn kept(&self, judged: &Judged) {
        let counts = [
            (MALFORMED, judged.problems.len()),
            (POISON, judged.poison.len()),
        ];
        for (kind, count) in counts {
            self.dead_letters.get_or_create(&kind).inc_by(count as u64);
        }
    }
}
