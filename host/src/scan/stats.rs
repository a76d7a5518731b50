//! What a scan came to, for people and for programs.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::profile::{Profile, RuleShare};
use super::times::Times;
use super::{Totals, rule_table};

/// Rules that are shown of those that took most of the time.
const TOP: usize = 10;

/// What a scan came to.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    pub(crate) totals: Totals,
    pub(crate) times: Times,
    pub(crate) threads: usize,
    /// What rules cost, if that was asked for.
    pub(crate) profile: Option<Profile>,
    /// How long it took to get ready, which is no part of the speed.
    pub(crate) loading: Duration,
    pub(crate) scanning: Duration,
}

/// A line for people, with its name for programs.
struct Row {
    label: &'static str,
    key: &'static str,
    figure: Figure,
}

enum Figure {
    Count(u64),
    /// With two digits behind the point.
    Ratio(f64),
}

impl Stats {
    /// For people: a number a line, then the rules that took most of the time.
    pub(crate) fn table(&self) -> String {
        let lines = self.rows().into_iter().map(|row| {
            let figure = match row.figure {
                Figure::Count(number) => grouped(number),
                Figure::Ratio(ratio) => format!("{ratio:.2}"),
            };
            format!("{:<22} {figure:>15}\n", row.label)
        });
        lines.collect()
    }

    /// For programs.
    pub(crate) fn json(&self) -> Value {
        let rows = self.rows().into_iter().map(|row| {
            let figure = match row.figure {
                Figure::Count(number) => json!(number),
                Figure::Ratio(ratio) => json!(ratio),
            };
            (row.key.to_owned(), figure)
        });
        let mut object: Map<_, _> = rows.collect();
        object.insert("rules_by_time".to_owned(), json!(self.top()));
        Value::Object(object)
    }

    /// The rules that took most of the time, for people.
    pub(crate) fn top_table(&self) -> String {
        rule_table::of(&self.top())
    }

    /// What every rule cost, for people.
    pub(crate) fn rule_table(&self) -> String {
        rule_table::of(&self.by_time())
    }

    /// The same for programs.
    pub(crate) fn rules_json(&self) -> Value {
        let looks = self.profile.as_ref().map(Profile::looks);
        json!({
            "module_thread_ms": milliseconds(self.times.judging),
            "looks": looks,
            "shares": self.profile.as_ref().and_then(Profile::shares),
            "rules": self.by_time(),
        })
    }

    fn by_time(&self) -> Vec<RuleShare<'_>> {
        let rules = self.profile.as_ref().map(Profile::by_time);
        rules.unwrap_or_default()
    }

    fn top(&self) -> Vec<RuleShare<'_>> {
        let mut rules = self.by_time();
        rules.truncate(TOP);
        rules
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = self.counts();
        rows.extend(self.milliseconds());
        rows.extend(self.profile.iter().flat_map(|profile| self.costs(profile)));
        rows
    }

    fn counts(&self) -> Vec<Row> {
        let totals = &self.totals;
        let (events, bytes) = (totals.events, totals.bytes);
        vec![
            count("inputs", "inputs", totals.inputs),
            count("unreadable inputs", "unreadable_inputs", totals.unreadable),
            count("damaged inputs", "damaged_inputs", totals.damaged),
            count("skipped digests", "skipped_digests", totals.digests),
            count("bytes", "bytes", bytes),
            count("events", "events", events),
            count("skipped records", "skipped_records", totals.skipped),
            count("malformed records", "malformed_records", totals.malformed),
            count("alerts", "alerts", totals.alerts),
            count("module failures", "module_failures", totals.failures),
            count(
                "module memory, bytes",
                "module_memory_bytes",
                totals.memory_bytes,
            ),
            count("threads", "threads", self.threads as u64),
            count(
                "milliseconds, loading",
                "loading_ms",
                milliseconds(self.loading),
            ),
            count(
                "milliseconds, scanning",
                "scanning_ms",
                milliseconds(self.scanning),
            ),
            count(
                "events a second",
                "events_per_second",
                per_second(events, self.scanning),
            ),
            count(
                "bytes a second",
                "bytes_per_second",
                per_second(bytes, self.scanning),
            ),
        ]
    }

    /// Of all threads together.
    fn milliseconds(&self) -> [Row; 4] {
        let Times {
            reading,
            judging,
            writing,
            ..
        } = self.times;
        let otherwise = self.times.otherwise();
        [
            count(
                "thread ms, reading",
                "reading_thread_ms",
                milliseconds(reading),
            ),
            count(
                "thread ms, in module",
                "module_thread_ms",
                milliseconds(judging),
            ),
            count(
                "thread ms, writing",
                "writing_thread_ms",
                milliseconds(writing),
            ),
            count(
                "thread ms, otherwise",
                "other_thread_ms",
                milliseconds(otherwise),
            ),
        ]
    }

    fn costs(&self, profile: &Profile) -> Vec<Row> {
        let events = self.totals.events;
        let each = |sum| per(sum, events);
        let considered = each(profile.sum(|rule| rule.considered));
        let judged = each(profile.sum(|rule| rule.judged));
        let tests = each(profile.sum(|rule| rule.tests));
        let mut rows = vec![
            count("events glanced at", "glanced_events", profile.glanced),
            ratio("rules found an event", "considered_per_event", considered),
            ratio("rules judged an event", "judged_per_event", judged),
            ratio("tests judged an event", "tests_per_event", tests),
            count("looks into the module", "looks", profile.looks()),
        ];
        if let Some(shares) = profile.shares() {
            rows.extend([
                ratio(
                    "% in module, scanning",
                    "scanning_percent",
                    shares.scanning * 100.0,
                ),
                ratio(
                    "% in module, finding",
                    "finding_percent",
                    shares.finding * 100.0,
                ),
                ratio(
                    "% in module, rules",
                    "judging_percent",
                    shares.judging * 100.0,
                ),
                ratio(
                    "% in module, alerts",
                    "writing_percent",
                    shares.writing * 100.0,
                ),
            ]);
        }
        rows
    }
}

const fn count(label: &'static str, key: &'static str, number: u64) -> Row {
    let figure = Figure::Count(number);
    Row { label, key, figure }
}

const fn ratio(label: &'static str, key: &'static str, ratio: f64) -> Row {
    let figure = Figure::Ratio(ratio);
    Row { label, key, figure }
}

#[expect(clippy::cast_precision_loss, reason = "it is shown with two digits")]
fn per(sum: u64, events: u64) -> f64 {
    sum as f64 / events.max(1) as f64
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn per_second(count: u64, time: Duration) -> u64 {
    let rate = u128::from(count) * 1_000_000 / time.as_micros().max(1);
    u64::try_from(rate).unwrap_or(u64::MAX)
}

/// A number with its thousands apart.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::profile::tests::profile;
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    fn stats() -> Stats {
        Stats {
            totals: Totals {
                events: 100,
                ..Totals::default()
            },
            loading: Duration::from_secs(50),
            scanning: Duration::from_millis(500),
            ..Stats::default()
        }
    }

    #[test]
    fn the_speed_is_that_of_scanning_alone() {
        let table = stats().table();
        for line in [
            "events a second                    200\n",
            "milliseconds, loading           50,000\n",
        ] {
            assert!(table.contains(line), "{table}");
        }
    }

    #[test]
    fn what_rules_cost_is_told_by_event() {
        let stats = Stats {
            profile: Some(profile()),
            ..stats()
        };
        let table = stats.table();
        for line in [
            "events glanced at                   70\n",
            "rules found an event              1.05\n",
            "tests judged an event            50.12\n",
        ] {
            assert!(table.contains(line), "{table}");
        }
        let json = stats.json();
        assert_eq!(json["events_per_second"], 200);
        assert_eq!(json["considered_per_event"], 1.05);
        assert_eq!(json["rules_by_time"][0]["name"], "busy");
    }

    #[test]
    fn rates_survive_no_time_at_all_and_huge_counts() {
        assert_eq!(per_second(0, Duration::ZERO), 0);
        assert_eq!(per_second(u64::MAX, Duration::ZERO), u64::MAX);
        assert_eq!(per_second(3000, Duration::from_millis(1500)), 2000);
    }
}
