//! How many records were made, sent and lost.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

/// Counts of all signals.
#[derive(Clone, Default)]
pub(super) struct Counts(Family<Labels, Counter>);

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Labels {
    signal: &'static str,
    state: &'static str,
}

/// Counts of one signal.
#[derive(Clone, Debug)]
pub(super) struct Count {
    pub(super) signal: &'static str,
    /// To be sent.
    pub(super) made: Counter,
    /// Taken by the collector.
    pub(super) sent: Counter,
    /// Not taken by it, and dropped.
    pub(super) failed: Counter,
}

impl Counts {
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "otel_records",
            "Logs, spans and points of metrics that were made for a collector, sent, and dropped since it failed",
            self.0.clone(),
        );
    }

    pub(super) fn of(&self, signal: &'static str) -> Count {
        let count = |state| self.0.get_or_create_owned(&Labels { signal, state });
        Count {
            signal,
            made: count("made"),
            sent: count("sent"),
            failed: count("failed"),
        }
    }
}
