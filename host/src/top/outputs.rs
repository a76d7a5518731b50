//! How outputs do, from all metrics that tell of one.

use std::collections::BTreeSet;

use super::exposition::Samples;
use super::figures::{amount, bytes};

/// An output and what is to be said of it.
#[derive(Debug, PartialEq)]
pub(super) struct OutputRow {
    pub(super) name: String,
    pub(super) state: String,
    pub(super) is_well: bool,
}

/// A row an output.
pub(super) fn rows(samples: &Samples) -> Vec<OutputRow> {
    let alerts = samples.named("falconet_output_alerts_total");
    let failures = samples.named("falconet_output_failures_total");
    let names: BTreeSet<&str> = alerts
        .chain(failures)
        .map(|sample| sample.label("output"))
        .collect();
    names.into_iter().map(|name| row(samples, name)).collect()
}

fn row(samples: &Samples, name: &str) -> OutputRow {
    let of = |metric: &str| {
        let own = samples
            .named(metric)
            .filter(|sample| sample.label("output") == name);
        own.map(|sample| sample.value).sum::<f64>()
    };
    let mut state = match of("falconet_output_breaker") {
        2.0 => "left alone".to_owned(),
        1.0 => "tried again".to_owned(),
        _ => format!("{} sent", amount(of("falconet_output_alerts_total"))),
    };
    let is_open = of("falconet_output_breaker") > 0.0;
    let failures = of("falconet_output_failures_total");
    let waiting = of("falconet_spill_bytes");
    let lost = of("falconet_spill_lost_alerts_total") + of("falconet_output_undelivered_total");
    for (count, text) in [
        (failures, format!(", {} failed", amount(failures))),
        (waiting, format!(", {} wait", bytes(waiting))),
        (lost, format!(", {} lost", amount(lost))),
    ] {
        if count > 0.0 {
            state.push_str(&text);
        }
    }
    OutputRow {
        name: name.to_owned(),
        state,
        is_well: !is_open && lost == 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_that_is_left_alone_is_told_from_one_that_is_well() {
        let samples = Samples::read(
            "falconet_output_alerts_total{output=\"file\"} 1200\n\
             falconet_output_alerts_total{output=\"http\"} 7\n\
             falconet_output_failures_total{output=\"http\"} 3\n\
             falconet_output_breaker{output=\"http\"} 2\n\
             falconet_spill_bytes{output=\"http\"} 2048\n",
        );
        let rows = rows(&samples);
        assert_eq!(
            (rows[0].state.as_str(), rows[0].is_well),
            ("1,200 sent", true)
        );
        assert_eq!(
            (rows[1].state.as_str(), rows[1].is_well),
            ("left alone, 3 failed, 2.0 KiB wait", false)
        );
    }
}
