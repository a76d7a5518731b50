//! The text of `/metrics` as metrics of OpenTelemetry. Names stay, but for the `_total` of counters, which says what
//! OpenTelemetry says by the type.

use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::{
    AggregationTemporality, Gauge, Histogram, HistogramDataPoint, Metric, NumberDataPoint, Sum,
    number_data_point,
};

use crate::top::{Sample, sample};

/// When metrics were read, and since when they count, in nanoseconds since 1970.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    pub(super) since: u64,
    pub(super) now: u64,
}

impl Reading {
    /// All metrics of a text.
    pub(super) fn metrics(self, text: &str) -> Vec<Metric> {
        let mut metrics: Vec<Metric> = Vec::new();
        for line in text.lines() {
            if let Some(about) = line.strip_prefix("# ") {
                describe(&mut metrics, about);
            } else if let (Some(metric), Some(sample)) = (metrics.last_mut(), sample(line)) {
                self.add(metric, &sample);
            }
        }
        metrics.retain(|metric| points(metric) > 0);
        metrics
    }

    fn add(self, metric: &mut Metric, sample: &Sample) {
        match &mut metric.data {
            Some(Data::Sum(sum)) => sum.data_points.push(self.number(sample, self.since)),
            Some(Data::Gauge(gauge)) => gauge.data_points.push(self.number(sample, 0)),
            Some(Data::Histogram(histogram)) => {
                let point = self.histogram(&mut histogram.data_points, sample);
                if let Some(point) = point {
                    let part = sample.name.strip_prefix(&metric.name);
                    put(point, part.unwrap_or_default(), sample);
                }
            }
            _ => {}
        }
    }

    fn number(self, sample: &Sample, since: u64) -> NumberDataPoint {
        NumberDataPoint {
            attributes: attributes(sample),
            start_time_unix_nano: since,
            time_unix_nano: self.now,
            value: Some(number_data_point::Value::AsDouble(sample.value)),
            ..NumberDataPoint::default()
        }
    }

    /// The histogram that a sample belongs to.
    fn histogram<'p>(
        self,
        points: &'p mut Vec<HistogramDataPoint>,
        sample: &Sample,
    ) -> Option<&'p mut HistogramDataPoint> {
        let attributes = attributes(sample);
        if points
            .last()
            .is_none_or(|last| last.attributes != attributes)
        {
            points.push(HistogramDataPoint {
                attributes,
                start_time_unix_nano: self.since,
                time_unix_nano: self.now,
                ..HistogramDataPoint::default()
            });
        }
        points.last_mut()
    }
}

/// `HELP`, `TYPE` and `UNIT` of a metric. The first line about a name begins it.
fn describe(metrics: &mut Vec<Metric>, about: &str) {
    let mut words = about.splitn(3, ' ');
    let [Some(what), Some(name), Some(said)] = [words.next(), words.next(), words.next()] else {
        return;
    };
    if metrics.last().is_none_or(|last| last.name != name) {
        metrics.push(Metric {
            name: name.to_owned(),
            ..Metric::default()
        });
    }
    let Some(metric) = metrics.last_mut() else {
        return;
    };
    match what {
        "HELP" => said
            .trim_end_matches('.')
            .clone_into(&mut metric.description),
        "UNIT" => unit(said).clone_into(&mut metric.unit),
        "TYPE" => metric.data = Some(data(said)),
        _ => {}
    }
}

fn data(kind: &str) -> Data {
    let aggregation_temporality = AggregationTemporality::Cumulative.into();
    match kind {
        "counter" => Data::Sum(Sum {
            aggregation_temporality,
            is_monotonic: true,
            ..Sum::default()
        }),
        "histogram" => Data::Histogram(Histogram {
            aggregation_temporality,
            ..Histogram::default()
        }),
        _ => Data::Gauge(Gauge::default()),
    }
}

/// As UCUM has it.
fn unit(word: &str) -> &str {
    match word {
        "seconds" => "s",
        "bytes" => "By",
        other => other,
    }
}

/// A part of a histogram. Buckets count what lies below as well there, and here they do not.
fn put(point: &mut HistogramDataPoint, part: &str, sample: &Sample) {
    match part {
        "_sum" => point.sum = Some(sample.value),
        "_count" => point.count = whole(sample.value),
        "_bucket" => {
            let below: u64 = point.bucket_counts.iter().sum();
            let bound = sample
                .label("le")
                .parse()
                .ok()
                .filter(|bound: &f64| bound.is_finite());
            point.explicit_bounds.extend(bound);
            point
                .bucket_counts
                .push(whole(sample.value).saturating_sub(below));
        }
        _ => {}
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count"
)]
fn whole(value: f64) -> u64 {
    value as u64
}

fn attributes(sample: &Sample) -> Vec<KeyValue> {
    let labels = sample.labels().filter(|(name, _)| *name != "le");
    let attributes = labels.map(|(name, value)| KeyValue {
        key: name.to_owned(),
        value: Some(AnyValue {
            value: Some(Value::StringValue(value.to_owned())),
        }),
        ..KeyValue::default()
    });
    attributes.collect()
}

/// How many points a metric has.
pub(super) fn points(metric: &Metric) -> usize {
    match &metric.data {
        Some(Data::Sum(sum)) => sum.data_points.len(),
        Some(Data::Gauge(gauge)) => gauge.data_points.len(),
        Some(Data::Histogram(histogram)) => histogram.data_points.len(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::sidecar::judging::Judged;
    use crate::sidecar::metrics::Metrics;

    const READING: Reading = Reading { since: 1, now: 2 };

    fn metrics() -> Vec<Metric> {
        let metrics = Metrics::new();
        let judged = Judged {
            events: 3,
            lines: b"{\"priority\":\"Error\",\"rule\":\"a \\\"b\\\"\"}\n".to_vec(),
            ..Judged::default()
        };
        metrics.judged(10, &judged);
        for millis in [1, 3, 3, 9_000] {
            metrics.answered(200, Duration::from_millis(millis));
        }
        READING.metrics(&metrics.text())
    }

    fn named<'m>(metrics: &'m [Metric], name: &str) -> &'m Metric {
        let mut named = metrics.iter().filter(|metric| metric.name == name);
        named
            .next()
            .unwrap_or_else(|| panic!("{name} in {metrics:?}"))
    }

    #[test]
    fn counters_are_sums_without_total_and_have_labels_and_units() {
        let metrics = metrics();
        let bytes = named(&metrics, "falconet_received_bytes");
        assert_eq!(bytes.unit, "By");
        assert_eq!(bytes.description, "Bytes of bodies, as they were sent");
        let Some(Data::Sum(sum)) = &named(&metrics, "falconet_alerts").data else {
            panic!("no sum")
        };
        assert!(sum.is_monotonic);
        let [point] = &sum.data_points[..] else {
            panic!("{sum:?}")
        };
        assert_eq!(point.value, Some(number_data_point::Value::AsDouble(1.0)));
        assert_eq!((point.start_time_unix_nano, point.time_unix_nano), (1, 2));
        let labels: Vec<_> = point.attributes.iter().map(|label| &*label.key).collect();
        assert_eq!(labels, ["rule", "priority"]);
        assert!(format!("{:?}", point.attributes[0].value).contains("a \\\"b\\\""));
    }

    #[test]
    fn a_bucket_of_a_histogram_counts_only_what_lies_in_it() {
        let metrics = metrics();
        let Some(Data::Histogram(histogram)) = &named(&metrics, "falconet_request_seconds").data
        else {
            panic!("no histogram")
        };
        let [point] = &histogram.data_points[..] else {
            panic!("{histogram:?}")
        };
        assert_eq!((point.count, point.sum.map(f64::round)), (4, Some(9.0)));
        assert_eq!(point.explicit_bounds.len(), 12);
        assert_eq!(point.bucket_counts, [0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    }

    #[test]
    fn gauges_stay_and_metrics_without_a_sample_are_left_out() {
        let metrics = metrics();
        let ready = &named(&metrics, "falconet_ready").data;
        assert!(matches!(ready, Some(Data::Gauge(_))), "{ready:?}");
        let traps = metrics
            .iter()
            .filter(|metric| metric.name == "falconet_traps");
        assert!(traps.into_iter().all(|metric| points(metric) > 0));
        assert!(!metrics.iter().any(|metric| points(metric) == 0));
    }
}
