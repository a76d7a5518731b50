//! What is shown: the last answers of a sidecar, and how they differ.

use std::collections::{HashMap, VecDeque};
use std::time::Instant;

use super::exposition::Samples;
use super::fetch::{Answers, AskError};
use super::histogram::Histogram;

/// Rates that the curve shows at most.
const MOST_RATES: usize = 512;

/// What is known of a sidecar.
#[derive(Default)]
pub(super) struct View {
    pub(super) address: String,
    now: Option<Seen>,
    before: Option<Seen>,
    /// Events a second, the newest last.
    pub(super) rates: VecDeque<u64>,
    /// Why there was no answer, if there was none.
    pub(super) away: Option<String>,
}

struct Seen {
    at: Instant,
    answers: Answers,
}

/// A rule and what it said.
#[derive(Debug, PartialEq)]
pub(super) struct RuleRow {
    pub(super) rule: String,
    pub(super) priority: String,
    /// Alerts a minute.
    pub(super) rate: f64,
    pub(super) total: f64,
}

impl RuleRow {
    /// What says more now comes first; then what said more at all, of which there is less than 2^40.
    fn rank(&self) -> f64 {
        self.rate * 1e12 + self.total
    }
}

/// The alerts of each rule with its priority.
fn alerts(seen: &Seen) -> HashMap<(String, String), f64> {
    let samples = seen.answers.metrics.named("falconet_alerts_total");
    let alerts = samples.map(|sample| {
        let label = |name| sample.label(name).to_owned();
        ((label("rule"), label("priority")), sample.value)
    });
    alerts.collect()
}

impl View {
    pub(super) fn new(address: String) -> Self {
        Self {
            address,
            ..Self::default()
        }
    }

    /// Takes in what a sidecar answered, or why it did not.
    pub(super) fn take(&mut self, at: Instant, answers: Result<Answers, AskError>) {
        let answers = match answers {
            Ok(answers) => answers,
            Err(error) => {
                self.away = Some(error.to_string());
                return;
            }
        };
        self.away = None;
        self.before = self.now.replace(Seen { at, answers });
        if self.before.is_some() {
            let rate = self.rate("falconet_events_total");
            self.rates.push_back(rounded(rate));
            if self.rates.len() > MOST_RATES {
                self.rates.pop_front();
            }
        }
    }

    /// The last answer; nothing if there was none.
    pub(super) fn answers(&self) -> Option<&Answers> {
        self.now.as_ref().map(|seen| &seen.answers)
    }

    pub(super) fn value(&self, name: &str) -> Option<f64> {
        self.answers()?.metrics.value(name)
    }

    pub(super) fn sum(&self, name: &str) -> f64 {
        self.answers()
            .map_or(0.0, |answers| answers.metrics.sum(name))
    }

    /// How many a second came of what this counts.
    pub(super) fn rate(&self, name: &str) -> f64 {
        let of = |samples: &Samples| samples.sum(name);
        self.increase(of) / self.seconds()
    }

    /// The histogram of what came between the last two answers; of everything, if nothing came.
    pub(super) fn histogram(&self, name: &str) -> Histogram {
        let of = |seen: &Option<Seen>| {
            let seen = seen.as_ref();
            seen.map_or_else(Histogram::default, |seen| {
                Histogram::of(&seen.answers.metrics, name)
            })
        };
        let now = of(&self.now);
        let since = now.since(&of(&self.before));
        if since.count() > 0.0 { since } else { now }
    }

    /// The rules that said something, those first that say most now.
    pub(super) fn rules(&self) -> Vec<RuleRow> {
        let before = self.before.as_ref().map(alerts);
        let now = self.now.as_ref().map(alerts).unwrap_or_default();
        let rows = now.into_iter().map(|((rule, priority), total)| {
            let key = (rule, priority);
            let before = before.as_ref().map(|before| before.get(&key).copied());
            let more = before.map_or(0.0, |before| grown(before.unwrap_or_default(), total));
            RuleRow {
                rate: more / self.seconds() * 60.0,
                rule: key.0,
                priority: key.1,
                total,
            }
        });
        let mut rows: Vec<RuleRow> = rows.collect();
        rows.sort_by(|a, b| {
            b.rank()
                .total_cmp(&a.rank())
                .then_with(|| a.rule.cmp(&b.rule))
        });
        rows
    }

    fn increase(&self, of: impl Fn(&Samples) -> f64) -> f64 {
        match (&self.before, &self.now) {
            (Some(before), Some(now)) => {
                grown(of(&before.answers.metrics), of(&now.answers.metrics))
            }
            _ => 0.0,
        }
    }

    /// Between the last two answers.
    fn seconds(&self) -> f64 {
        match (&self.before, &self.now) {
            (Some(before), Some(now)) => now.at.duration_since(before.at).as_secs_f64().max(0.001),
            _ => 1.0,
        }
    }
}

/// By how much a counter grew; one that is smaller than before began anew.
fn grown(before: f64, now: f64) -> f64 {
    if now >= before { now - before } else { now }
}

/// The nearest whole number; none is below zero.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rates are positive and far below the bounds, at which the cast stops"
)]
pub(super) fn rounded(value: f64) -> u64 {
    value.round() as u64
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn answers(metrics: &str) -> Answers {
        Answers {
            metrics: Samples::read(metrics),
            ready: "ready".to_owned(),
        }
    }

    #[test]
    fn rates_are_what_came_between_two_answers() {
        let mut view = View::new(String::new());
        let start = Instant::now();
        view.take(start, Ok(answers("falconet_events_total 100")));
        let rate = |view: &View| rounded(view.rate("falconet_events_total"));
        assert_eq!(rate(&view), 0);
        view.take(
            start + Duration::from_secs(2),
            Ok(answers("falconet_events_total 300")),
        );
        assert_eq!(rate(&view), 100);
        view.take(start + Duration::from_secs(3), Err(AskError::Status(404)));
        assert!(view.away.is_some());
        view.take(
            start + Duration::from_secs(4),
            Ok(answers("falconet_events_total 50")),
        );
        assert_eq!(view.away, None);
        assert_eq!(rate(&view), 25);
        assert_eq!(view.rates, [100, 25]);
    }

    #[test]
    fn the_rule_that_says_most_now_comes_first() {
        let mut view = View::new(String::new());
        let start = Instant::now();
        let both = |a: u32, b: u32| {
            answers(&format!(
                "falconet_alerts_total{{rule=\"a\",priority=\"Error\"}} {a}\nfalconet_alerts_total{{rule=\"b\",priority=\"Notice\"}} {b}"
            ))
        };
        view.take(start, Ok(both(10, 500)));
        assert_eq!(view.rules()[0].rule, "b");
        view.take(start + Duration::from_secs(1), Ok(both(12, 501)));
        let rules = view.rules();
        let row = |at: usize| (rules[at].rule.as_str(), rounded(rules[at].rate));
        assert_eq!(row(0), ("a", 120));
        assert_eq!(row(1), ("b", 60));
    }
}
