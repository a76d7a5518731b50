//! What was left out.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

/// What was left out.
#[derive(Clone, Default)]
pub(crate) struct SuppressMetrics {
    suppressed: Family<Labels, Counter>,
    forgotten: Counter,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Labels {
    rule: String,
    reason: &'static str,
}

impl SuppressMetrics {
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "suppressed_alerts",
            "Alerts that were left out, by rule and reason: identical, rate",
            self.suppressed.clone(),
        );
        registry.register(
            "suppress_forgotten",
            "Alerts that were forgotten before their window ended (max_alerts)",
            self.forgotten.clone(),
        );
    }

    /// Alerts of a rule were left out.
    pub(crate) fn suppressed(&self, rule: &str, reason: &'static str, alerts: u64) {
        let rule = rule.to_owned();
        let labels = Labels { rule, reason };
        self.suppressed.get_or_create(&labels).inc_by(alerts);
    }

    /// Alerts were forgotten early.
    pub(crate) fn forgot(&self, alerts: u64) {
        self.forgotten.inc_by(alerts);
    }
}
